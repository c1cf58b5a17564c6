import { closeSync, createReadStream, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { redactor } from '../../fixtures/redaction/redactor.ts'
import { EXCHANGES_FILE, OUTCOMES_FILE } from '../../reporters/evidence.ts'
import type { Redacted } from '../../spec/exchange.ts'

/** What these are called in the evidence, a target said; all else are a run's own words, and stay whatever a target says. */
const TOLD = new Set([
  ...['url', 'body', 'error', 'curl', 'pointer', 'expected', 'found', 'attribute'],
  ...['from', 'to', 'message', 'reason'],
])
/** So many characters are written at once. */
const GATHERED = 1 << 20

/**
 * Hides what a run learned to be secret after it had written it: a target may repeat a password that it made up before the
 * answer that tells it has come. To be called when nothing more is learned, and before a report is made.
 */
export async function redactAgain(directory: string): Promise<void> {
  for (const name of [EXCHANGES_FILE, OUTCOMES_FILE]) {
    const file = join(directory, name)
    if (existsSync(file)) await rewrite(file)
  }
}

async function rewrite(file: string): Promise<void> {
  const beside = `${file}.again`
  const out = openSync(beside, 'w')
  let changed = false
  try {
    let gathered = ''
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const again = hiddenIn(line)
      changed ||= again !== line
      gathered += `${again}\n`
      if (gathered.length < GATHERED) continue
      writeSync(out, gathered)
      gathered = ''
    }
    writeSync(out, gathered)
  } finally {
    closeSync(out)
    if (!changed) rmSync(beside)
  }
  if (changed) renameSync(beside, file)
}

function hiddenIn(line: string): string {
  try {
    const record = JSON.parse(line)
    const again = hidden(record, '')
    return again === record ? line : JSON.stringify(again)
  } catch {
    // Cut short when the disk was full: whoever reads it leaves it out.
    return line
  }
}

/** @returns the same value where nothing was to be hidden */
function hidden(value: unknown, name: string): unknown {
  if (typeof value === 'string') return TOLD.has(name) ? again(value) : value
  if (Array.isArray(value)) {
    const items = value.map((item) => hidden(item, name))
    return items.some((item, at) => item !== value[at]) ? items : value
  }
  if (typeof value !== 'object' || value === null) return value
  let changed = false
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const entry: [string, unknown] =
      name === 'headers' ? [again(key), again(String(item))] : [key, hidden(item, key)]
    changed ||= entry[0] !== key || entry[1] !== item
    return entry
  })
  return changed ? Object.fromEntries(entries) : value
}

const again = (text: string) => redactor().again(text as Redacted)
