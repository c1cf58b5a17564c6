import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Condition } from '../fixtures/reference-cloud/conditions/condition.ts'
import { conditions } from '../fixtures/reference-cloud/conditions/conditions.ts'
import { complaints, unjudged } from './conditions/complaints.ts'
import { keepRows } from './conditions/kept-rows.ts'
import { type Outcome, outcomeUnder, ownCondition, serve } from './conditions/outcome.ts'
import { type ConditionRow, countsOf, reasonsOf } from './conditions/page.ts'
import { sampled } from './sample.ts'

/** No run may take longer, in seconds, unless its condition says so: one that does is ended, and counts as one that hung. */
const LONGEST = 240

const OPTIONS = ['--select', '--sample', '--seed', '--out', '--write']
const USAGE = `npm run conditions -- [WORD…] [${OPTIONS.map((option) => (option === '--write' ? option : `${option}=…`)).join('] [')}]`

const words = process.argv.slice(2)
/** The value of an option of this command line; undefined where it is not given. */
const optionOf = (option: string): string | undefined =>
  words.find((word) => word.startsWith(`${option}=`))?.slice(option.length + 1)

/** The conditions that the command line names. @throws Error with what is wrong with it */
function chosen(): Condition[] {
  const strange = words.find((word) => word.startsWith('--') && !OPTIONS.includes(word.replace(/=.*/s, '')))
  if (strange !== undefined) throw new Error(`There is no option ${strange}: ${USAGE}`)
  const parts = words.filter((word) => !word.startsWith('--'))
  const named = conditions.filter(({ id }) => parts.length === 0 || parts.some((part) => id.includes(part)))
  if (named.length === 0)
    throw new Error(`No condition has ${parts.join(' or ')} in its id: stackproof list --conditions`)
  const sample = optionOf('--sample')
  if (sample === undefined) return named
  if (!/^[1-9]\d*$/.test(sample)) throw new Error(`--sample takes a number of conditions, not '${sample}'`)
  return sampled(named, Number(sample), optionOf('--seed') ?? '1')
}

const today = new Date().toISOString().slice(0, 10)

/** One run under a condition, held against one without. */
async function tried(condition: Condition, plain: Outcome): Promise<ConditionRow> {
  const { id, kind, summary, longest = LONGEST } = condition
  const own = { id, kind, summary, tried: today }
  try {
    const found = await outcomeUnder(id, fileURLToPath(import.meta.url), longest)
    const { requests, serverBuilds, seconds } = found
    return {
      ...own,
      verdicts: countsOf(found),
      reasons: reasonsOf(unjudged(found, plain)),
      requests,
      serverBuilds,
      seconds: Math.round(seconds),
      complaints: complaints(condition, found, plain),
    }
  } catch (error) {
    const nothing = { verdicts: {}, reasons: [], requests: 0, serverBuilds: 0, seconds: 0 }
    return { ...own, ...nothing, complaints: [(error as Error).message] }
  }
}

function tell({ id, seconds, serverBuilds, verdicts, complaints }: ConditionRow): void {
  const counts = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict}`)
  const mark = complaints.length === 0 ? '✓' : '✗'
  console.log(`${mark} ${id} (${seconds} s, ${serverBuilds} builds; ${counts.join(', ')})`)
  for (const complaint of complaints) console.log(`    ${complaint}`)
}

/**
 * Tries the conditions whose ids hold one of the words given (all without any), in as many processes as there are cores.
 * `--select=GLOBS`: with a part of the suites only. `--sample=N`: so many of them, from all kinds, the same for a `--seed`.
 * `--write`: keeps what was found beside the reference cloud, in the matrix of all conditions. `--out=FILE`: writes the counts as JSON.
 * @returns the exit code: 1 where any condition turns something red
 */
async function main(): Promise<number> {
  const queue = chosen()
  const ids = queue.map(({ id }) => id)
  const plain = await outcomeUnder('', fileURLToPath(import.meta.url), LONGEST)
  const { requests, serverBuilds, seconds } = plain
  const none = {
    requests,
    serverBuilds,
    seconds: Math.round(seconds),
    verdicts: countsOf(plain),
    tried: today,
  }
  const rows: ConditionRow[] = []
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const row = await tried(next, plain)
      rows.push(row)
      tell(row)
      // At once: the whole takes an hour, and may be ended before.
      if (words.includes('--write')) keepRows({ none, rows: [row] })
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), ids.length) }, worker))
  const passed = rows.filter((row) => row.complaints.length === 0).length
  const failed = rows.length - passed
  const out = optionOf('--out')
  if (out !== undefined) writeFileSync(out, JSON.stringify({ passed, failed }))
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

const own = ownCondition()
if (own !== undefined) await serve(own, optionOf('--select')?.split(','))
else
  process.exitCode = await main().catch((error: Error) => {
    console.error(error.message)
    return 2
  })
