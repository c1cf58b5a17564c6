import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { Report } from '../reporters/report.ts'
import { exemptionOf } from '../spec/errata.ts'
import { PACKAGE_ROOT } from '../spec/package-root.ts'
import type { Matrix } from './kill-matrix/matrix.ts'

interface Count {
  passed: number
  failed: number
}

interface Step {
  title: string
  /** Node's arguments. */
  command: string[]
  /** Reads the counts that the step left behind; absent: the step counts as one check. */
  count?(): Count
}

const require = createRequire(import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'stackproof-verify-'))

/** The program of an installed package, to be run by this very Node. */
function program(name: string, bin = name): string {
  const manifest = require.resolve(`${name}/package.json`)
  const { bin: bins } = JSON.parse(readFileSync(manifest, 'utf8'))
  return join(dirname(manifest), typeof bins === 'string' ? bins : bins[bin])
}

function run(command: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: PACKAGE_ROOT, stdio: 'inherit' })
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** So many files of tests are named for the time they took. */
const SLOWEST = 12

const selfTests = join(folder, 'self-tests.json')
const stackproof = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')

/** A row that keeps the reference cloud, or the suites, from being whole: a MAY may be left out, an exemption has its reason. */
function isBad({ id, level, verdict }: Report['requirements'][number]): boolean {
  if (['fail', 'warn', 'error'].includes(verdict)) return true
  if (verdict === 'untested') return exemptionOf(id) === undefined
  return verdict === 'blocked' && level !== 'MAY'
}

function suiteRun(title: string, ...options: string[]): Step {
  const report = mkdtempSync(join(folder, 'run-'))
  return {
    title,
    command: [stackproof, 'run', '--report', report, ...options],
    count() {
      const { requirements } = JSON.parse(readFileSync(join(report, 'report.json'), 'utf8')) as Report
      const bad = requirements.filter(isBad)
      for (const { id, verdict, reason } of bad) console.log(`   ${verdict}: ${id}: ${reason}`)
      return { passed: requirements.length - bad.length, failed: bad.length }
    },
  }
}

/** The first run serves two: its answers are broken in every way, and each has to be told. */
function runThatKills(title: string, ...options: string[]): Step {
  const out = join(folder, 'kill-matrix.json')
  const { command, count } = suiteRun(title, ...options)
  const script = join(PACKAGE_ROOT, 'dist', 'scripts', 'kill-matrix.js')
  return {
    title,
    command: [script, '--check', '--out', out, ...command.slice(2)],
    count() {
      const rows = count!()
      const { answers, survivors } = JSON.parse(readFileSync(out, 'utf8')) as Matrix
      return {
        passed: rows.passed + answers - survivors.length,
        failed: rows.failed + survivors.length,
      }
    },
  }
}

/** Says which files of tests the others waited for. */
function tellSlowest(files: { name: string; startTime: number; endTime: number }[]): void {
  const slowest = files
    .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST)
  for (const { name, seconds } of slowest)
    console.log(`   ${seconds.toFixed(0)} s: ${relative(PACKAGE_ROOT, name)}`)
}

const STEPS: Step[] = [
  { title: 'Format and lint', command: [program('@biomejs/biome', 'biome'), 'check', '.'] },
  { title: 'Types', command: [program('typescript', 'tsc'), '--noEmit'] },
  {
    title: 'Generated files are fresh',
    command: [join(PACKAGE_ROOT, 'dist', 'scripts', 'generate.js'), '--check'],
  },
  {
    title: 'Self-tests',
    command: [
      program('vitest'),
      'run',
      '--config',
      join(PACKAGE_ROOT, 'scripts', 'vitest.config.ts'),
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${selfTests}`,
    ],
    count() {
      const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(selfTests, 'utf8'))
      tellSlowest(testResults)
      return { passed: numPassedTests, failed: numFailedTests }
    },
  },
  runThatKills('Suites against the reference cloud, and its answers broken in every way', '--seed', '1'),
  suiteRun(
    'Suites against the reference cloud, another seed and order, several tests at once',
    '--seed',
    '2',
    '--concurrency',
    '4',
  ),
]

/** Runs the checks of this repository that take no longer than a few minutes, and prints, last, how many passed and failed. */
async function verify(): Promise<number> {
  const total: Count = { passed: 0, failed: 0 }
  for (const step of STEPS) {
    console.log(`\n── ${step.title}`)
    const code = await run(step.command)
    let count: Count = code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
    try {
      if (step.count !== undefined) count = step.count()
    } catch {
      // The step ended before it could count: its exit code counts.
    }
    if (code !== 0 && count.failed === 0) count.failed = 1
    total.passed += count.passed
    total.failed += count.failed
    console.log(`── ${step.title}: ${count.passed} passed, ${count.failed} failed`)
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 ? 0 : 1
}

try {
  process.exitCode = await verify()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
