import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { redactor } from '../../fixtures/redaction/redactor.ts'
import { EXCHANGES_FILE, OUTCOMES_FILE } from '../../reporters/evidence.ts'
import type { Redacted } from '../../spec/exchange.ts'

/** What these are called in the evidence, a target said; all else are a run's own words, and stay whatever a target says. */
const TOLD = new Set([
  ...['url', 'body', 'error', 'curl', 'pointer', 'expected', 'found', 'attribute'],
  ...['from', 'to', 'message', 'reason'],
])
/** So many bytes are read and written at once; and at the beginning of an exchange so many hold when it was. */
const [BLOCK, HEAD] = [1 << 20, 1024]
const WHEN =
  /"type":"exchange","id":"(x-c?)(\d+)".*?(,"tells":true)?,"startedAt":"([^"]+)","durationMs":([\d.]+)/
/** So long after an answer came, in milliseconds, its secret may not have been learned yet: by who got it, and by the other processes. */
const [HERE, ELSEWHERE] = [25, 2_000]

/** When an exchange was, in milliseconds since 1970, and which process made it. */
interface When {
  by: string
  tells: boolean
  start: number
  end: number
}

/**
 * Hides what a run learned to be secret after it had written it: a target may repeat a password that it made up before the
 * answer that tells it has come. To be called when nothing more is learned, and before a report is made.
 */
export function redactAgain(directory: string, ledgerFile: string): void {
  const exchanges = join(directory, EXCHANGES_FILE)
  if (isFile(exchanges)) {
    const telling: When[] = []
    for (const line of linesOf(exchanges)) {
      const when = whenOf(line)
      if (when?.tells) telling.push(when)
    }
    if (telling.length > 0) rewrite(exchanges, (line) => mayTell(line, telling))
  }
  const outcomes = join(directory, OUTCOMES_FILE)
  if (isFile(outcomes)) rewrite(outcomes, (line) => line.includes('"error"'))
  if (isFile(ledgerFile)) {
    // In its place: whoever holds it open knows it by that.
    const before = readFileSync(ledgerFile, 'utf8')
    const now = before.split('\n').map(hiddenIn).join('\n')
    if (now !== before) replace(ledgerFile, now)
  }
}

/** A device, which somebody put in its place, has no end. */
const isFile = (file: string) => statSync(file, { throwIfNoEntry: false })?.isFile() === true

/** A target cannot repeat what it had not made up yet: the call that made it do so had been sent. */
function mayTell(line: Buffer, telling: readonly When[]): boolean {
  const when = whenOf(line)
  // A transition, or a line that is none of ours.
  if (when === undefined) return true
  return telling.some(
    ({ by, start, end }) => when.end >= start - 2 && when.end <= end + (by === when.by ? HERE : ELSEWHERE),
  )
}

function whenOf(line: Buffer): When | undefined {
  const found = WHEN.exec(line.toString('latin1', 0, HEAD))
  if (found === null) return undefined
  const [, kind, number, tells, startedAt, durationMs] = found
  const start = Date.parse(startedAt!)
  // Each worker counts in a range of its own.
  const by = `${kind}${Math.floor(Number(number) / 1_000_000)}`
  return { by, tells: tells !== undefined, start, end: start + Number(durationMs) }
}

function rewrite(file: string, mayHold: (line: Buffer) => boolean): void {
  const again = new Map<number, string>()
  let at = 0
  for (const line of linesOf(file)) {
    if (mayHold(line)) {
      const text = line.toString()
      const hidden = hiddenIn(text)
      if (hidden !== text) again.set(at, hidden)
    }
    at++
  }
  if (again.size === 0) return
  const beside = `${file}.again`
  try {
    const out = openSync(beside, 'w')
    try {
      at = 0
      for (const line of linesOf(file)) writeWhole(out, `${again.get(at++) ?? line.toString()}\n`)
    } finally {
      closeSync(out)
    }
    renameSync(beside, file)
  } catch {
    // On a full disk there is room for no second one: what tells a secret goes, and the rest stays.
    rmSync(beside, { recursive: true, force: true })
    blank(file, new Set(again.keys()))
  }
}

/** Leaves nothing of some lines of a file but their room. */
function blank(file: string, lines: ReadonlySet<number>): void {
  const out = openSync(file, 'r+')
  try {
    let [at, from] = [0, 0]
    for (const { length } of linesOf(file)) {
      if (lines.has(at++)) writeSync(out, ' '.repeat(length), from)
      from += length + 1
    }
  } finally {
    closeSync(out)
  }
}

/** Writes a file anew where it lies; what was hidden is not longer than it was, so that there is room for it. */
function replace(file: string, text: string): void {
  const out = openSync(file, 'r+')
  try {
    writeWhole(out, text)
    ftruncateSync(out, Buffer.byteLength(text))
  } finally {
    closeSync(out)
  }
}

/** A full disk takes a part of what is written to it, and says so only to who asks for the rest. */
function writeWhole(out: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) written += writeSync(out, bytes, written)
}

/** The lines of a file, without their ends. Each may be used until the next is asked for. */
function* linesOf(file: string): Generator<Buffer> {
  const input = openSync(file, 'r')
  try {
    const block = Buffer.allocUnsafe(BLOCK)
    let rest: Buffer = Buffer.alloc(0)
    for (let read = readSync(input, block); read > 0; read = readSync(input, block)) {
      const text =
        rest.length === 0 ? block.subarray(0, read) : Buffer.concat([rest, block.subarray(0, read)])
      let from = 0
      for (let end = text.indexOf(10); end !== -1; end = text.indexOf(10, from)) {
        yield text.subarray(from, end)
        from = end + 1
      }
      rest = Buffer.from(text.subarray(from))
    }
    if (rest.length > 0) yield rest
  } finally {
    closeSync(input)
  }
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
    // What a ledger names by such an id is found by its name.
    if (name === 'ids') return withoutSecrets(value)
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

/** @returns the same list where none is a secret */
function withoutSecrets(ids: unknown[]): unknown[] {
  const kept = ids.filter((id) => typeof id !== 'string' || again(id) === id)
  return kept.length === ids.length ? ids : kept
}

const again = (text: string) => redactor().again(text as Redacted)
