import { parseArgs } from 'node:util'
import { MATRIX, type MatrixOptions, writeMatrix } from './kill-matrix/write-matrix.ts'

const USAGE = `Usage: npm run kill-matrix -- [--strict] [--check] [--seed N] [--report DIR] [--out FILE]
  --strict        exit 1 also for a requirement that nothing kills
  --check         leave the page as it is
  --seed <n>      of the clean run (default: 7)
  --report <dir>  keep the report of the clean run there
  --out <file>    the matrix as JSON (default: dist/kill-matrix.json)
`

function optionsOf(words: string[]): (MatrixOptions & { strict: boolean }) | string {
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

/** Writes what kills each requirement, as JSON and as a page, the faults taken at their word. @returns the exit code */
async function main(words: string[]): Promise<number> {
  const options = optionsOf(words)
  if (typeof options === 'string') {
    process.stderr.write(`kill-matrix: ${options}\n${USAGE}`)
    return 2
  }
  const { sound, alive } = await writeMatrix(options)
  return !sound || (options.strict && alive.length > 0) ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2))
