import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Condition } from '../fixtures/reference-cloud/conditions/condition.ts'
import { conditions } from '../fixtures/reference-cloud/conditions/conditions.ts'
import type { RequirementRow, Verdict } from '../reporters/report.ts'
import { PACKAGE_ROOT } from '../spec/package-root.ts'
import { type ConditionRow, conditionsPage } from './conditions/page.ts'
import { quietly } from './quietly.ts'
import { run } from './run/run.ts'

/** What the suites made of the reference cloud under one condition, or under none. */
interface Outcome {
  requirements: Pick<RequirementRow, 'id' | 'verdict' | 'reason'>[]
  requests: number
  serverBuilds: number
  seconds: number
}

/** No run may take longer, in seconds: one that does is ended, and counts as one that hung. */
const LONGEST = 600
/** How many more servers than without a condition may be built: to try again is fine, to go on trying is not. */
const MORE_BUILDS = 30

const UNJUDGED: readonly Verdict[] = ['blocked', 'unsupported', 'untested']

/** The part of the suites that is run; all where nothing is said. */
const part = optionOf('--select')

/** One child: does one run and hands its outcome to its parent. */
async function serve(id: string): Promise<void> {
  // Without its parent, a child has nobody to tell.
  process.on('disconnect', () => process.exit())
  const began = performance.now()
  const directory = mkdtempSync(join(tmpdir(), 'stackproof-condition-'))
  try {
    const { report } = await quietly(() =>
      run({
        ...(id === '' ? {} : { condition: [id] }),
        ...(part === undefined ? {} : { select: part.split(',') }),
        report: directory,
        // What a target that lists its extensions is held to where nobody asks for more.
        profile: 'compute-v2.1,events,telemetry',
        seed: 7,
        format: ['json'],
        timeoutScale: 0.3,
      }),
    )
    const outcome: Outcome = {
      requirements: report.requirements.map(({ id, verdict, reason }) => ({ id, verdict, reason })),
      requests: report.run.requests,
      serverBuilds: report.run.serverBuilds,
      seconds: (performance.now() - began) / 1000,
    }
    await tellParent(outcome)
  } catch (error) {
    await tellParent({ broke: (error as Error).message })
  } finally {
    rmSync(directory, { recursive: true, force: true })
    process.disconnect()
  }
}

/** Ends once the message is on its way: what is still unsent when a process disconnects is lost. */
const tellParent = (message: Outcome | { broke: string }): Promise<void> =>
  new Promise((resolve) => {
    process.send!(message, () => resolve())
  })

/** One run in a process of its own, which is ended where it takes too long. @throws Error with what went wrong */
function outcomeUnder(id: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
      env: { ...process.env, STACKPROOF_CONDITION: id },
    })
    const end = (error: Error) => {
      child.kill('SIGKILL')
      reject(error)
    }
    const limit = setTimeout(() => end(new Error(`it takes longer than ${LONGEST} s`)), LONGEST * 1000)
    child.on('message', (message: Outcome | { broke: string }) => {
      if ('broke' in message) reject(new Error(message.broke))
      else resolve(message)
    })
    child.on('exit', (code, signal) => {
      clearTimeout(limit)
      reject(new Error(`the run ended without a word (${signal ?? `exit code ${code}`})`))
    })
  })
}

/** What is wrong with what was found under a condition: blame, a wrong reason, too many builds. */
function complaints({ reason }: Condition, found: Outcome, plain: Outcome): string[] {
  const before = new Map(plain.requirements.map((row) => [row.id, row.verdict]))
  const wrong = found.requirements.flatMap((row) => {
    const text = `${row.id} (${row.verdict}: ${row.reason})`
    if (['fail', 'warn', 'error'].includes(row.verdict)) return [`blamed: ${text}`]
    if (!UNJUDGED.includes(row.verdict) || UNJUDGED.includes(before.get(row.id)!)) return []
    if (reason === undefined) return [`could be judged: ${text}`]
    return reason.test(row.reason) ? [] : [`not the true reason: ${text}`]
  })
  const more = found.serverBuilds - plain.serverBuilds
  if (more > MORE_BUILDS) wrong.push(`builds: ${found.serverBuilds} servers, ${more} more than without it`)
  return wrong
}

/** The value of an option of this command line; undefined where it is not given. */
function optionOf(option: string): string | undefined {
  return process.argv.find((word) => word.startsWith(`${option}=`))?.slice(option.length + 1)
}

const countsOf = ({ requirements }: Outcome): Partial<Record<Verdict, number>> => {
  const counts: Partial<Record<Verdict, number>> = {}
  for (const { verdict } of requirements) counts[verdict] = (counts[verdict] ?? 0) + 1
  return counts
}

/**
 * Tries the conditions whose ids hold one of the words given (all without any), in as many processes as there are cores.
 * `--select=GLOBS`: with a part of the suites only. `--write`: writes the matrix of all of them beside the reference cloud, as JSON and as a page.
 */
async function main(words: readonly string[]): Promise<number> {
  const wanted = words.filter((word) => !word.startsWith('--'))
  const chosen = conditions.filter(
    ({ id }) => wanted.length === 0 || wanted.some((word) => id.includes(word)),
  )
  const plain = await outcomeUnder('')
  const rows: ConditionRow[] = []
  const queue = [...chosen]
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const row = await tried(next, plain)
      rows.push(row)
      tell(row)
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), chosen.length) }, worker))
  const good = rows.filter((row) => row.complaints.length === 0).length
  console.log(`conditions: ${good} of ${chosen.length} turn nothing red`)
  if (words.includes('--write')) {
    const ordered = conditions.flatMap(({ id }) => rows.filter((row) => row.id === id))
    const to = join(PACKAGE_ROOT, 'fixtures', 'reference-cloud')
    const none = { verdicts: countsOf(plain), requests: plain.requests, serverBuilds: plain.serverBuilds }
    writeFileSync(join(to, 'conditions.json'), `${JSON.stringify({ none, conditions: ordered }, null, 2)}\n`)
    writeFileSync(join(to, 'conditions.md'), conditionsPage(none, ordered))
  }
  const out = optionOf('--out')
  if (out !== undefined) writeFileSync(out, JSON.stringify({ passed: good, failed: chosen.length - good }))
  return good === chosen.length ? 0 : 1
}

async function tried(condition: Condition, plain: Outcome): Promise<ConditionRow> {
  const { id, kind, summary } = condition
  const own = { id, kind, summary }
  try {
    const found = await outcomeUnder(id)
    const { requests, serverBuilds, seconds } = found
    return {
      ...own,
      verdicts: countsOf(found),
      requests,
      serverBuilds,
      seconds: Math.round(seconds),
      complaints: complaints(condition, found, plain),
    }
  } catch (error) {
    return {
      ...own,
      verdicts: {},
      requests: 0,
      serverBuilds: 0,
      seconds: 0,
      complaints: [(error as Error).message],
    }
  }
}

function tell({ id, seconds, serverBuilds, verdicts, complaints }: ConditionRow): void {
  const counts = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict}`)
  console.log(
    `${complaints.length === 0 ? '✓' : '✗'} ${id} (${seconds} s, ${serverBuilds} builds; ${counts.join(', ')})`,
  )
  for (const complaint of complaints) console.log(`    ${complaint}`)
}

const own = process.env.STACKPROOF_CONDITION
if (own !== undefined) await serve(own)
else process.exitCode = await main(process.argv.slice(2))
