import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { conditions } from '../../fixtures/reference-cloud/conditions/conditions.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { type ConditionRow, conditionsPage, type Figures } from './page.ts'

/** What the matrix is kept as: the cloud without a condition, and with each that was tried. */
export interface Matrix {
  none: Figures
  rows: ConditionRow[]
}

const folder = join(PACKAGE_ROOT, 'fixtures', 'reference-cloud')
const MATRIX = join(folder, 'conditions.json')
const PAGE = join(folder, 'conditions.md')

/**
 * The rows that were found last, in the order of the conditions: those of a new trial in place of the older ones, and none of a
 * condition that there is no more.
 */
export function withNewRows(kept: readonly ConditionRow[], found: readonly ConditionRow[]): ConditionRow[] {
  const byId = new Map([...kept, ...found].map((row) => [row.id, row]))
  return conditions.flatMap(({ id }) => byId.get(id) ?? [])
}

/** Keeps new rows beside those of earlier trials, and writes the page of all. */
export function keepRows({ none, rows }: Matrix): void {
  const kept = existsSync(MATRIX) ? (JSON.parse(readFileSync(MATRIX, 'utf8')) as Matrix).rows : []
  const matrix: Matrix = { none, rows: withNewRows(kept, rows) }
  writeFileSync(MATRIX, `${JSON.stringify(matrix, null, 1)}\n`)
  writeFileSync(PAGE, conditionsPage(none, matrix.rows, conditions.length))
}
