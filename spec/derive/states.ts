import type { Operation } from '../document.ts'
import type { Cell, ServerStatus } from '../requirement.ts'
import type { Draft } from './draft.ts'
import { CODES, REFUSALS } from './refusals.ts'

/** Server statuses that a client can bring a server into and that stay until it acts: the columns of the lifecycle matrix. */
export const REACHABLE_STATUSES: readonly ServerStatus[] = [
  'ACTIVE',
  'PAUSED',
  'SUSPENDED',
  'SHUTOFF',
  'RESCUE',
  'SHELVED',
  'SHELVED_OFFLOADED',
  'VERIFY_RESIZE',
  'ERROR',
  'SOFT_DELETED',
]

const word = (status: ServerStatus) => status.toLowerCase().replaceAll('_', '-')

/** Requirements on the server's status and lock before a call, and on the status that must follow. */
export function stateRequirements(op: Operation): Draft[] {
  const drafts: Draft[] = []
  const { precondition, postcondition } = op
  const caller = op.role
  const becomes = postcondition?.server
  // Where it is only implied what becomes of the server, that is for a requirement of its own.
  const stated = (postcondition?.basis ?? 'stated') === 'stated' ? becomes : undefined
  for (const status of precondition?.server?.accepted ?? []) {
    drafts.push({
      slug: `from-${word(status)}`,
      basis: (precondition!.server!.implied ?? []).includes(status) ? 'implied' : 'stated',
      kind: 'precondition',
      text: `${op.summary}: a server in status ${status} takes the call.`,
      source: precondition!.source,
      cell: cell(status, false, caller, 'accepted'),
      becomes: stated,
      errata: refusedStatuses(op).length === 0 ? ['implied-preconditions'] : precondition!.server!.errata,
      role: role(caller),
    })
  }
  for (const status of refusedStatuses(op)) {
    drafts.push({
      slug: `refused-from-${word(status)}`,
      basis: precondition!.basis ?? 'stated',
      kind: 'precondition',
      text: `${op.summary}: a server in status ${status} refuses the call and stays as it is.`,
      source: precondition!.source,
      cell: cell(status, false, caller, 'refused'),
      statuses: [...REFUSALS],
      code: CODES.conflict,
      errata: ['refusal-of-breached-preconditions', ...(precondition!.server!.errata ?? [])],
      role: role(caller),
    })
  }
  if (precondition?.locked !== undefined) drafts.push(...locks(op, stated))
  for (const status of becomes ?? []) {
    if (becomes!.indexOf(status) > 0) continue
    drafts.push({
      slug: `becomes-${word(status)}`,
      basis: postcondition!.basis ?? 'stated',
      kind: 'postcondition',
      text: `${op.summary}: after the call is taken, the server's status becomes ${becomes!.join(' or ')}.`,
      source: postcondition!.source,
      becomes,
      role: role(caller),
    })
  }
  return drafts
}

function refusedStatuses(op: Operation): readonly ServerStatus[] {
  const server = op.precondition?.server
  if (server === undefined || server.refused === undefined || server.refused === 'none') return []
  if (server.refused !== 'rest') return server.refused
  const settled = [...server.accepted, ...(server.open ?? [])]
  return REACHABLE_STATUSES.filter((status) => !settled.includes(status))
}

function locks(op: Operation, becomes: ServerStatus[] | undefined): Draft[] {
  const { locked, server, source } = op.precondition!
  const status = server?.accepted[0] ?? 'ACTIVE'
  return (
    (['member', 'admin'] as const)
      // A member's call of an administrator's action is never taken; that it is refused stays true under a lock.
      .filter((who) => who === 'admin' || op.role !== 'admin' || locked!.member === 'refused')
      .map((who) => {
        const outcome = locked![who]
        return {
          slug: outcome === 'refused' ? `locked-refused-to-${who}` : `locked-accepted-from-${who}`,
          basis: (who === 'admin' ? locked!.adminBasis : undefined) ?? 'stated',
          kind: 'precondition',
          text:
            outcome === 'refused'
              ? `${op.summary}: on a locked server the call of ${who === 'admin' ? 'an administrator' : 'a member'} is refused and changes nothing.`
              : `${op.summary}: on a locked server the call of ${who === 'admin' ? 'an administrator' : 'a member'} is taken.`,
          source,
          cell: cell(status, true, who, outcome),
          becomes: outcome === 'accepted' ? becomes : undefined,
          statuses: outcome === 'refused' ? [...REFUSALS] : undefined,
          code: outcome === 'refused' ? CODES.lock : undefined,
          errata:
            outcome === 'refused'
              ? ['refusal-of-breached-preconditions']
              : who === 'admin' && locked!.adminBasis !== undefined
                ? locked!.errata
                : undefined,
          role: role(who),
        }
      })
  )
}

const cell = (
  status: ServerStatus,
  locked: boolean,
  who: 'member' | 'admin',
  outcome: Cell['outcome'],
): Cell => ({
  status,
  locked,
  role: who,
  outcome,
})

const role = (who: 'member' | 'admin') => (who === 'admin' ? ('admin' as const) : undefined)
