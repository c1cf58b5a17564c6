import type { Requirement } from '../spec/requirement.ts'
import type { MatrixCell, RequirementRow } from './report.ts'

/** Whether the call of a cell was made. */
export const isTried = ({ outcome }: MatrixCell): boolean => outcome !== 'unreached' && outcome !== 'blocked'

/** A documented cell that was tried and answered otherwise. */
export function disagrees(cell: MatrixCell): boolean {
  return cell.documented !== undefined && isTried(cell) && cell.outcome !== cell.documented
}

/**
 * The cells that the documents settle and that a run took on, but was kept from trying. Without them a matrix has holes of
 * which nobody can tell whether they are the documents' or the run's.
 * @param tried the cells that the run entered
 */
export function untriedCells(
  rows: readonly RequirementRow[],
  byId: ReadonlyMap<string, Requirement>,
  tried: readonly MatrixCell[],
): MatrixCell[] {
  const entered = new Set(tried.map(keyOf))
  return rows.flatMap(({ id, operationId, verdict }): MatrixCell[] => {
    const cell = byId.get(id)?.cell
    if (cell === undefined || (verdict !== 'blocked' && verdict !== 'error')) return []
    const { status, locked, role, outcome: documented } = cell
    const own = { operationId, status, locked, role }
    if (entered.has(keyOf(own))) return []
    return [{ ...own, outcome: 'blocked', documented, requirement: id }]
  })
}

const keyOf = ({
  operationId,
  status,
  locked,
  role,
}: Pick<MatrixCell, 'operationId' | 'status' | 'locked' | 'role'>) =>
  `${operationId} ${status} ${locked} ${role}`
