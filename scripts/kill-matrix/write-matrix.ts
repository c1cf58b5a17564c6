import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { cleanRun } from './clean-run.ts'
import { isKilled, killMatrix, type Matrix } from './matrix.ts'
import { killPage } from './page.ts'

const PAGE = join(PACKAGE_ROOT, 'fixtures', 'reference-cloud', 'kill-matrix.md')

/** Where the matrix is written as JSON if nothing else is said. */
export const MATRIX = join(PACKAGE_ROOT, 'dist', 'kill-matrix.json')

/** How a matrix is made. */
export interface MatrixOptions {
  seed: number
  /** Folder that keeps the report of the clean run. */
  report?: string | undefined
  out: string
  /** Leave the page as it is. */
  check: boolean
  /** Faults that were shown to be noticed, with what was said of each requirement; absent: as they declare. */
  proven?: ReadonlyMap<string, Record<string, string>>
}

/**
 * Makes one clean run, breaks its answers, joins that with the named faults, and writes what kills each requirement.
 * @returns whether the run was clean and every broken answer told, and the requirements that nothing kills
 */
export async function writeMatrix(options: MatrixOptions): Promise<{ sound: boolean; alive: string[] }> {
  const folder = options.report ?? mkdtempSync(join(tmpdir(), 'stackproof-kill-'))
  try {
    const { answers, bad } = await cleanRun(options.seed, folder)
    for (const each of bad) console.log(`  the run is not clean: ${each}`)
    const matrix = killMatrix(answers, options.proven)
    tell(matrix)
    writeFileSync(options.out, `${JSON.stringify(matrix, null, 1)}\n`)
    if (!options.check) writeFileSync(PAGE, killPage(matrix))
    const alive = matrix.rows.filter((row) => !isKilled(row)).map(({ id }) => id)
    return { sound: bad.length === 0 && matrix.survivors.length === 0, alive }
  } finally {
    if (options.report === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

function tell({ rows, answers, survivors }: Matrix): void {
  for (const survivor of survivors) console.log(`  not told: ${survivor}`)
  const killed = rows.filter(isKilled)
  const must = (some: readonly { level: string }[]) => some.filter(({ level }) => level === 'MUST').length
  console.log(
    `kill-matrix: ${answers - survivors.length} of ${answers} broken answers told; ${killed.length} of ${rows.length} requirements killed (MUST: ${must(killed)} of ${must(rows)}), ${rows.length - killed.length} by nothing`,
  )
}
