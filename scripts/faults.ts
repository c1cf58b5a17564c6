import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { faults } from '../fixtures/reference-cloud/faults/faults.ts'
import { holding, randomPairs, shuffled, someOf } from './faults/choose-faults.ts'
import { groupsOf } from './faults/groups.ts'
import { type Finding, noticed, tryFaults } from './faults/try-faults.ts'
import { MATRIX, writeMatrix } from './kill-matrix/write-matrix.ts'

const USAGE = `Usage: npm run faults -- [WORD…] [--sample N | --pairs N] [--within MINUTES] [--alone] [--seed N] [--matrix FILE] [--reasons] [--out FILE]
  WORD…           only the faults whose ids hold one of the words; without any, what nothing kills is a failure, too
  --sample <n>    so many of them, of as many operations as can be, the same for a seed
  --pairs <n>     so many random pairs of faults at once instead: each must still be told
  --within <n>    begin none after so many minutes; they are tried in an order of the seed's, and those left over are counted
  --alone         each in a run of its own, instead of several that leave each other alone
  --seed <n>      of the sample, the pairs or the order (default: 1)
  --reasons       also say in which words each requirement was blamed
  --matrix <file> what kills each requirement, as JSON, once all were tried (default: dist/kill-matrix.json)
  --out <file>    the numbers of faults noticed and not, as JSON
`

function optionsOf(words: string[]) {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      sample: { type: 'string' },
      pairs: { type: 'string' },
      within: { type: 'string' },
      alone: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      reasons: { type: 'boolean', default: false },
      matrix: { type: 'string', default: MATRIX },
      out: { type: 'string' },
    },
  })
  for (const name of ['sample', 'pairs', 'seed', 'within'] as const)
    if (values[name] !== undefined && !/^\d{1,9}$/.test(values[name]))
      throw new Error(`--${name} ${values[name]}: a whole number is needed`)
  return { ...values, words: positionals }
}

type Options = ReturnType<typeof optionsOf>

/** One worker: takes groups of fault ids from its parent, one at a time. */
function serve(): void {
  // Without its parent, a worker has nobody to tell.
  process.on('disconnect', () => process.exit())
  process.on('message', async (ids: string[]) => {
    try {
      process.send!(await tryFaults(ids))
    } catch (error) {
      const missed = [`the run broke: ${(error as Error).message}`]
      process.send!(ids.map((id) => ({ id, missed, blamed: [], told: {}, seconds: 0 })))
    }
  })
}

/**
 * Tries groups of faults in as many processes as there are cores.
 * @param done what was found of one group; gives back the groups that are to be tried next
 * @param endsAt when the last of the groups may begin, in milliseconds of `performance.now()`; those left over are not tried
 */
async function tryGroups(
  groups: string[][],
  done: (found: Finding[]) => string[][],
  endsAt = Number.POSITIVE_INFINITY,
): Promise<void> {
  const queue = [...groups]
  const soon: string[][] = []
  const worker = () =>
    new Promise<void>((resolve) => {
      const child = fork(fileURLToPath(import.meta.url), [], {
        env: { ...process.env, STACKPROOF_FAULT_WORKER: '1' },
      })
      const next = () => {
        const group = soon.shift() ?? (performance.now() < endsAt ? queue.shift() : undefined)
        if (group === undefined) child.disconnect()
        else child.send(group)
      }
      child.on('message', (found: Finding[]) => {
        soon.push(...done(found))
        next()
      })
      child.on('exit', () => resolve())
      next()
    })
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), groups.length) }, worker))
}

/**
 * Tries faults; of a group that does not come out well, each alone: who is to blame shows then. What is not noticed alone is tried
 * once more, for what others of the run do at the same time may have hidden it; what it takes a second run for is said.
 */
async function tryEach(
  ids: readonly string[],
  { reasons, alone, within, seed }: Options,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const hidden = new Map<string, Finding>()
  const groups = alone ? ids.map((id) => [id]) : groupsOf(ids)
  await tryGroups(
    within === undefined ? groups : shuffled(groups, Number(seed)),
    (found) => {
      const again = found.filter((finding) => !noticed(finding) && !hidden.has(finding.id))
      if (found.length === 1) for (const finding of again) hidden.set(finding.id, finding)
      for (const finding of found.filter((each) => !again.includes(each))) {
        findings.push(finding)
        tell(finding, reasons, hidden.get(finding.id))
      }
      return again.map(({ id }) => [id])
    },
    within === undefined ? undefined : performance.now() + Number(within) * 60_000,
  )
  const late = findings.filter((finding) => noticed(finding) && hidden.has(finding.id))
  if (late.length > 0)
    console.log(`  noticed in the second of two runs: ${late.map(({ id }) => id).join(', ')}`)
  return findings
}

/** Says what came of a fault. @param first what came of it in a run before, where it took two */
function tell(finding: Finding, reasons: boolean, first?: Finding): void {
  console.log(`${noticed(finding) ? '✓' : '✗'} ${finding.id} (${finding.seconds.toFixed(1)} s)`)
  if (first !== undefined) for (const missed of first.missed) console.log(`    in its first run: ${missed}`)
  if (first !== undefined)
    for (const blamed of first.blamed) console.log(`    blamed without cause in its first run: ${blamed}`)
  for (const missed of finding.missed) console.log(`    not noticed: ${missed}`)
  for (const blamed of finding.blamed) console.log(`    blamed without cause: ${blamed}`)
  if (reasons) for (const [id, reason] of Object.entries(finding.told)) console.log(`    ${id}: ${reason}`)
}

/** Tries random pairs: of each fault, one requirement at least must be told in spite of the other. */
async function tryPairs(count: number, seed: number): Promise<[good: number, bad: number]> {
  let good = 0
  await tryGroups(randomPairs(count, seed), (found) => {
    const hidden = found.filter(({ told }) => Object.keys(told).length === 0)
    if (hidden.length === 0) good++
    console.log(`${hidden.length === 0 ? '✓' : '✗'} ${found.map(({ id }) => id).join(' with ')}`)
    for (const { id, missed } of hidden) console.log(`    ${id} is not told: ${missed.join('; ')}`)
    return []
  })
  console.log(`faults: of ${count} pairs (seed ${seed}), ${good} were told in both parts`)
  return [good, count - good]
}

/** Tries the faults that were asked for; all of them, and what they leave unkilled, where nothing was. */
async function tryChosen(options: Options): Promise<[good: number, bad: number]> {
  const { sample, seed, words } = options
  const named = holding(
    faults.map(({ id }) => id),
    words,
  )
  const ids = sample === undefined ? named : someOf(named, Number(sample), seed)
  if (ids.length === 0) throw new Error(`no fault is called so: ${options.words.join(', ')}`)
  const findings = await tryEach(ids, options)
  const good = findings.filter(noticed)
  console.log(
    `faults: ${good.length} of ${findings.length} noticed, each on the right requirements and on no other`,
  )
  if (findings.length < ids.length)
    console.log(`  not tried for want of time: ${ids.length - findings.length} of ${ids.length}`)
  if (findings.length < faults.length) return [good.length, findings.length - good.length]
  const proven = new Map(findings.map(({ id, told }) => [id, told]))
  const { sound, alive } = await writeMatrix({ seed: 7, out: options.matrix, check: false, proven })
  for (const id of alive) console.log(`  killed by nothing: ${id}`)
  return [good.length, findings.length - good.length + alive.length + (sound ? 0 : 1)]
}

async function main(words: string[]): Promise<number> {
  try {
    const options = optionsOf(words)
    const [passed, failed] =
      options.pairs === undefined
        ? await tryChosen(options)
        : await tryPairs(Number(options.pairs), Number(options.seed))
    console.log(`${passed} passed, ${failed} failed`)
    if (options.out !== undefined) writeFileSync(options.out, JSON.stringify({ passed, failed }))
    return failed === 0 ? 0 : 1
  } catch (error) {
    process.stderr.write(`faults: ${(error as Error).message}\n${USAGE}`)
    return 2
  }
}

if (process.env.STACKPROOF_FAULT_WORKER !== undefined) serve()
else process.exitCode = await main(process.argv.slice(2))
