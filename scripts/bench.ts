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
    const runs = Array.from({ length: TIMES }, () => fullRun(folder))
    const best = runs.reduce((one, other) => (other.ms < one.ms ? other : one))
    const file = join(folder, 'exchanges.ndjson')
    let wire = Number.POSITIVE_INFINITY
    for (let times = 0; times < TIMES; times++) wire = Math.min(wire, (await replay(file, AT_ONCE)).ms)
    const { requests, serverBuilds } = best.report.run
    const judged = best.report.requirements.filter(({ verdict }) => JUDGED.includes(verdict)).length
    const judge = benchJudge()
    const rows: [string, string][] = [
      ['full run against the reference cloud, all default reports', `${(best.ms / 1000).toFixed(1)} s`],
      [`the same over a bare replay of its requests, ${AT_ONCE} at a time`, (best.ms / wire).toFixed(1)],
      ['requests of a full run', String(requests)],
      ['server builds of a full run', String(serverBuilds)],
      ['judged requirements for each server build', (judged / serverBuilds).toFixed(1)],
      ['judged answers a second, one core', Math.round(judge.exchangesPerSecond).toLocaleString('en')],
      ['judging a list of 1,000 servers over JSON.parse of it', judge.listOverParse.toFixed(1)],
      ['start of the judge', `${Math.round(judge.coldStartMs)} ms`],
    ]
    console.log(
      `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`,
    )
    console.log('| | |\n|---|---|')
    for (const [what, figure] of rows) console.log(`| ${what} | ${figure} |`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
