import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../reporters/report.ts'
import { PACKAGE_ROOT } from '../spec/package-root.ts'
import { benchJudge } from './bench/judge.ts'
import { replay } from './bench/replay.ts'

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

const stackproof = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')

/** One whole run, from the start of the command to its end, with all default reports. */
function fullRun(folder: string): { ms: number; report: Report } {
  const began = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    [stackproof, 'run', '--seed', '7', '--report', folder],
    {
      cwd: PACKAGE_ROOT,
      encoding: 'utf8',
    },
  )
  const ms = performance.now() - began
  if (status !== 0) throw new Error(`the run ended with ${status}: ${stderr.split('\n').at(-2) ?? ''}`)
  return { ms, report: JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report }
}

const JUDGED = ['pass', 'fail', 'warn', 'note']

/** Measures how fast stackproof is on this machine, and prints a table of figures: ratios of things measured in one go. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-bench-'))
  try {
    const runs = Array.from({ length: checks ? 1 : TIMES }, () => fullRun(folder))
    const best = runs.reduce((one, other) => (other.ms < one.ms ? other : one))
    const file = join(folder, 'exchanges.ndjson')
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
        shown: `${(best.ms / 1000).toFixed(1)} s`,
      },
      {
        what: `the same over a bare replay of its requests, ${AT_ONCE} at a time`,
        value: ratio,
        shown: ratio.toFixed(1),
        most: 40,
      },
      { what: 'requests of a full run', value: requests, shown: requests.toLocaleString('en'), most: 10_000 },
      { what: 'server builds of a full run', value: serverBuilds, shown: String(serverBuilds), most: 120 },
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
