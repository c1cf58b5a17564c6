import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../reporters/report.ts'
import { benchJudge } from './bench/judge.ts'
import { reportOf } from './bench/many-exchanges.ts'
import { stackproof } from './bench/process.ts'
import { replay } from './bench/replay.ts'
import { type Slowness, slowRun } from './bench/slow-cloud.ts'

/** Of a run's own speed the best of so many counts, and of the wire's too: other work on the machine only ever adds. */
const TIMES = 3
const AT_ONCE = 4

/** A figure, and with `--check` how bad it may be: wide, for machines differ, and yet a change of kind shows. */
interface Figure {
  what: string
  value: number
  shown: string
  most?: number
  least?: number
}

/** With `--check` one run is enough, and the last line counts the figures that are within their bounds. */
const checks = process.argv.includes('--check')

/** With `--slow` also what takes minutes: clouds that are slow, or have few servers, and a long report. */
const slow = process.argv.includes('--slow')

/** One whole run, from the start of the command to its end, with all default reports. */
async function fullRun(folder: string): Promise<{ ms: number; report: Report }> {
  const ms = await stackproof(['run', '--no-config', '--seed', '7', '--report', folder])
  return { ms, report: JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** Slow clouds, as the table says them. */
const SLOW: readonly [string, Slowness][] = [
  ['50 ms an answer, builds of 5 s, actions of 1 s', { answerMs: 50, buildMs: 5_000, actionMs: 1_000 }],
  ['200 ms an answer, builds of 20 s, actions of 1 s', { answerMs: 200, buildMs: 20_000, actionMs: 1_000 }],
]
const FEW_SERVERS: Slowness = { ...SLOW[0]![1], instances: 3 }

/** A fault, and the tests that can notice it. */
const FAULT = { id: 'servers.pause-never-happens', select: 'servers.pause/*' }
/** So many times the exchanges of a run. */
const MORE = 10

/** What only `--slow` measures. @param folder with the report of a whole run in `run` */
async function slowFigures(folder: string): Promise<Figure[]> {
  const figures: Figure[] = []
  const add = (what: string, value: number, shown: string) => figures.push({ what, value, shown })
  for (const [what, slowness] of SLOW) {
    const { ms, chainMs } = await slowRun(slowness, folder)
    add(
      `a cloud of ${what}: the run; over its longest chain of waits`,
      ms,
      `${seconds(ms)}; ${(ms / chainMs).toFixed(1)}`,
    )
  }
  const { ms, serversMs } = await slowRun(FEW_SERVERS, folder)
  add(
    `the first of them with a quota of ${FEW_SERVERS.instances} servers: the run; over what so many allow`,
    ms,
    `${seconds(ms)}; ${(ms / serversMs).toFixed(1)}`,
  )
  const trial = await stackproof(
    ['run', '--no-config', '--fault', FAULT.id, '--select', FAULT.select, '--report', join(folder, 'fault')],
    {},
    1,
  )
  add('a trial of one fault', trial, seconds(trial))
  const once = await reportOf(join(folder, 'run'), join(folder, 'once'), 1)
  const more = await reportOf(join(folder, 'run'), join(folder, 'more'), MORE)
  add(
    `the report of ${MORE} times the exchanges, over that of the run`,
    more / once,
    (more / once).toFixed(1),
  )
  return figures
}

const JUDGED = ['pass', 'fail', 'warn', 'note']

/** Measures how fast stackproof is on this machine, and prints a table of figures: ratios of things measured in one go. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-bench-'))
  try {
    const runs = []
    for (let times = 0; times < (checks ? 1 : TIMES); times++) runs.push(await fullRun(join(folder, 'run')))
    const best = runs.reduce((one, other) => (other.ms < one.ms ? other : one))
    const file = join(folder, 'run', 'exchanges.ndjson')
    let wire = Number.POSITIVE_INFINITY
    for (let times = 0; times < TIMES; times++) wire = Math.min(wire, (await replay(file, AT_ONCE)).ms)
    const { requests, serverBuilds } = best.report.run
    const judged = best.report.requirements.filter(({ verdict }) => JUDGED.includes(verdict)).length
    const judge = benchJudge()
    const ratio = best.ms / wire
    const each = judged / serverBuilds
    const figures: Figure[] = [
      {
        what: 'full run against the reference cloud, all default reports',
        value: best.ms,
        shown: seconds(best.ms),
      },
      {
        what: `the same over a bare replay of its requests, ${AT_ONCE} at a time`,
        value: ratio,
        shown: ratio.toFixed(1),
        most: 40,
      },
      { what: 'requests of a full run', value: requests, shown: requests.toLocaleString('en'), most: 12_000 },
      { what: 'server builds of a full run', value: serverBuilds, shown: String(serverBuilds), most: 150 },
      { what: 'judged requirements for each server build', value: each, shown: each.toFixed(1) },
      {
        what: 'judged answers a second, one core',
        value: judge.exchangesPerSecond,
        shown: Math.round(judge.exchangesPerSecond).toLocaleString('en'),
        least: 5_000,
      },
      {
        what: 'judging a list of 1,000 servers over JSON.parse of it',
        value: judge.listOverParse,
        shown: judge.listOverParse.toFixed(1),
        most: 6,
      },
      {
        what: 'start of the judge',
        value: judge.coldStartMs,
        shown: `${Math.round(judge.coldStartMs)} ms`,
      },
    ]
    if (slow) figures.push(...(await slowFigures(folder)))
    console.log(
      `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`,
    )
    console.log('| | |\n|---|---|')
    for (const { what, shown } of figures) console.log(`| ${what} | ${shown} |`)
    if (checks) check(figures)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Says which figures are out of bounds. */
function check(figures: readonly Figure[]): void {
  const bound = figures.filter(({ most, least }) => most !== undefined || least !== undefined)
  const out = bound.filter(
    ({ value, most = Number.POSITIVE_INFINITY, least = 0 }) => value > most || value < least,
  )
  for (const { what, shown, most, least } of out)
    console.log(`✗ ${what}: ${shown}, ${most === undefined ? `at least ${least}` : `at most ${most}`}`)
  console.log(`${bound.length - out.length} passed, ${out.length} failed`)
  if (out.length > 0) process.exitCode = 1
}

await main()
