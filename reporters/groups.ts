import type { RequirementRow } from './report.ts'

/** Rows that one reason keeps from being judged. */
export interface BlockedGroup {
  /** An operation, or a named cause such as `quota`. */
  cause: string
  reason: string
  rows: RequirementRow[]
}

/**
 * The blocked rows under what stood in their way, largest group first. An operation at fault is one group; other
 * causes, such as the environment, are told apart by their reasons.
 */
export function blockedGroups(rows: readonly RequirementRow[]): BlockedGroup[] {
  const groups = new Map<string, BlockedGroup>()
  for (const row of rows) {
    if (row.verdict !== 'blocked') continue
    const cause = row.blockedBy ?? 'environment'
    const key = cause.includes('.') ? cause : `${cause} ${kindOf(row.reason)}`
    const group = groups.get(key) ?? { cause, reason: row.reason, rows: [] }
    group.rows.push(row)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length || a.cause.localeCompare(b.cause))
}

/** A reason without what differs from test to test: ids, numbers, names of the run's own resources. */
function kindOf(reason: string): string {
  return reason
    .replace(/^Never called: /, '')
    .replace(/stackproof-[\w-]+|[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '#')
    .replace(/\W+$/, '')
}

/** Operations in the catalogue's order, each with its rows. */
export function byOperation(rows: readonly RequirementRow[]): Map<string, RequirementRow[]> {
  const operations = new Map<string, RequirementRow[]>()
  for (const row of rows) {
    const list = operations.get(row.operationId)
    if (list) list.push(row)
    else operations.set(row.operationId, [row])
  }
  return operations
}

/** The part of an id after its operation. */
export function slug(row: { id: string; operationId: string }): string {
  return row.id.startsWith(`${row.operationId}/`) ? row.id.slice(row.operationId.length + 1) : row.id
}
