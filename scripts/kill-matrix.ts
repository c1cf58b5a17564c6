import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Report } from '../reporters/report.ts'
import type { GoodAnswer } from '../spec/kills.ts'
import { PACKAGE_ROOT } from '../spec/package-root.ts'
import { isKilled, killMatrix, type Matrix } from './kill-matrix/matrix.ts'
import { killPage } from './kill-matrix/page.ts'
import { run } from './run/run.ts'

const PAGE = join(PACKAGE_ROOT, 'fixtures', 'reference-cloud', 'kill-matrix.md')
const MATRIX = join(PACKAGE_ROOT, 'dist', 'kill-matrix.json')

const USAGE = `Usage: npm run kill-matrix -- [--strict] [--check] [--seed N] [--report DIR] [--out FILE]
  --strict        exit 1 also for a requirement that nothing kills
  --check         leave the page as it is
  --seed <n>      of the clean run (default: 7)
  --report <dir>  keep the report of the clean run there
  --out <file>    the matrix as JSON (default: dist/kill-matrix.json)
`

interface Options {
  strict: boolean
  check: boolean
  seed: number
  report: string | undefined
  out: string
}

function optionsOf(words: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: words,
      options: {
        strict: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        seed: { type: 'string', default: '7' },
        report: { type: 'string' },
        out: { type: 'string', default: MATRIX },
      },
    })
    const seed = Number(values.seed)
    if (!/^\d{1,9}$/.test(values.seed)) return `--seed ${values.seed}: a whole number is needed`
    return { ...values, seed, report: values.report }
  } catch (error) {
    return (error as Error).message
  }
}

/** One clean run, with every answer that shows a requirement kept, uncut. */
async function cleanRun(seed: number, folder: string): Promise<{ answers: GoodAnswer[]; bad: string[] }> {
  const shortest = new Map<string, GoodAnswer>()
  const { report } = await run({
    report: folder,
    seed,
    format: ['json'],
    timeoutScale: 1,
    shown: ({ answer, offer, shows }) => {
      for (const id of shows) shortest.set(`${answer.status} ${id}`, { answer, offer })
    },
  })
  return { answers: [...new Set(shortest.values())], bad: notWhole(report) }
}

/** What keeps a run from being clean. */
const notWhole = ({ requirements }: Report): string[] =>
  requirements
    .filter(({ verdict }) => ['fail', 'warn', 'error'].includes(verdict))
    .map(({ id, verdict, reason }) => `${verdict}: ${id}: ${reason}`)

function tell({ rows, answers, survivors }: Matrix): void {
  for (const survivor of survivors) console.log(`  not told: ${survivor}`)
  const killed = rows.filter(isKilled)
  const must = (some: readonly { level: string }[]) => some.filter(({ level }) => level === 'MUST').length
  console.log(
    `kill-matrix: ${answers - survivors.length} of ${answers} broken answers told; ${killed.length} of ${rows.length} requirements killed (MUST: ${must(killed)} of ${must(rows)}), ${rows.length - killed.length} by nothing`,
  )
}

/** Writes what kills each requirement, as JSON and as a page. @returns the exit code */
async function main(words: string[]): Promise<number> {
  const options = optionsOf(words)
  if (typeof options === 'string') {
    process.stderr.write(`kill-matrix: ${options}\n${USAGE}`)
    return 2
  }
  const folder = options.report ?? mkdtempSync(join(tmpdir(), 'stackproof-kill-'))
  try {
    const { answers, bad } = await cleanRun(options.seed, folder)
    for (const each of bad) console.log(`  the run is not clean: ${each}`)
    const matrix = killMatrix(answers)
    tell(matrix)
    writeFileSync(options.out, `${JSON.stringify(matrix, null, 1)}\n`)
    if (!options.check) writeFileSync(PAGE, killPage(matrix))
    const open = options.strict && !matrix.rows.every(isKilled)
    return bad.length > 0 || matrix.survivors.length > 0 || open ? 1 : 0
  } finally {
    if (options.report === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = await main(process.argv.slice(2))
