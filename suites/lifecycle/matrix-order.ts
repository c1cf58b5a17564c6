import type { Variant } from '../../fixtures/given/matrix-cell.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { REACHABLE_STATUSES } from '../../spec/derive/states.ts'
import { type Operation, operation, operations } from '../../spec/document.ts'
import type { Requirement, Role, ServerStatus } from '../../spec/requirement.ts'

/** The rows of the matrix: every judged server action. */
export const ACTIONS: readonly Operation[] = operations().filter(
  (op) => op.action !== undefined && !op.supporting,
)

/** Its columns: every status that a server can be brought into and rests in. */
export const COLUMNS = REACHABLE_STATUSES

/** One call away from ACTIVE: a volume is scarce, and waits for its server to get there. */
const NEAR: readonly ServerStatus[] = ['SHUTOFF', 'PAUSED']

/**
 * The requirements with a cell, each in every cell that it settles: a lock keeps members out of an action in whatever status else
 * takes it, though the catalogue names one of them.
 */
const SETTLING: readonly Requirement[] = catalogue().flatMap((requirement) => {
  const { cell, operationId } = requirement
  if (cell === undefined || !cell.locked || cell.role !== 'member' || cell.outcome !== 'refused')
    return [requirement]
  const { action, precondition } = operation(operationId)
  const takes = (precondition?.server?.accepted ?? []).filter(
    (each) => COLUMNS.includes(each) && (action !== undefined || NEAR.includes(each)),
  )
  const statuses = [cell.status, ...takes.filter((each) => each !== cell.status)]
  return statuses.map((status) => ({ ...requirement, cell: { ...cell, status } }))
})

/** The cells that requirements settle, by action and status. */
const SETTLED = new Map<string, Variant[]>()
for (const { operationId, cell } of SETTLING) {
  if (cell === undefined) continue
  const key = `${operationId} ${cell.status}`
  SETTLED.set(key, [...(SETTLED.get(key) ?? []), cell])
}

/** The requirements that settle cells of one column, those of locked servers last: one is locked once for all of them. */
export const settledIn = (status: ServerStatus, outcome: 'accepted' | 'refused'): Requirement[] =>
  SETTLING.filter(({ cell }) => cell?.status === status && cell.outcome === outcome).sort(
    (a, b) => Number(a.cell!.locked) - Number(b.cell!.locked),
  )

/** Who may most comes first: what is refused to an administrator is refused to a member, and one look serves both. */
const ROLES: readonly Role[] = ['admin', 'member']

/** The cells of one action in one status of which the documents say nothing, unlocked ones first. */
export const unsettled = (op: Operation, status: ServerStatus): Variant[] => {
  const settled = SETTLED.get(`${op.id} ${status}`) ?? []
  return [false, true]
    .flatMap((locked) => ROLES.map((role) => ({ locked, role })))
    .filter(({ locked, role }) => !settled.some((cell) => cell.locked === locked && cell.role === role))
}

/** Ends the server for good. */
const ENDS = 'servers.forceDelete'
/** Rewrites the record of a server whatever the server is. */
const REWRITES = 'servers.resetState'

/** Once taken, the call costs a server: it is gone, or its record says something else than what it is. */
export const costsServer = (op: Operation, status: ServerStatus): boolean =>
  op.id === ENDS || (op.id === REWRITES && status !== 'ACTIVE' && status !== 'ERROR')

/**
 * The order of an action's cells in one status. Where the first taken call costs the server, the others stay unreached:
 * which one comes first changes from column to column, so that all are seen in some.
 */
export const turns = (op: Operation, status: ServerStatus): Variant[] => {
  const variants = unsettled(op, status)
  if (!costsServer(op, status)) return variants
  const likelyRefused = variants.filter(
    ({ locked, role }) => role === 'member' && (locked || op.role === 'admin'),
  )
  const others = variants.filter((variant) => !likelyRefused.includes(variant))
  const first = others.length === 0 ? 0 : COLUMNS.indexOf(status) % others.length
  return [...likelyRefused, ...others.slice(first), ...others.slice(0, first)]
}
