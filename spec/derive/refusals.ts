import type { Operation } from '../document.ts'
import type { Draft } from './draft.ts'

/**
 * The statuses by which an API refuses a call for what it asks. Not among them: 401, 405, 406, 410 and 429, which are about
 * the caller, the route, the rate or an operation that is gone, and would refuse a right call just as well.
 */
export const REFUSALS: readonly number[] = [400, 403, 404, 409, 413, 415, 422]

/** The statuses by which a caller is refused for who it is, whatever it asks; 404 keeps from it that there is anything. */
export const CALLER_REFUSALS: readonly number[] = [401, 403, 404]

/** Slugs of the requirements on the code of a refusal. The documents state many refusals and leave their codes open. */
export const CODES = {
  badRequest: 'code-of-bad-requests',
  conflict: 'code-of-conflicts',
  lock: 'code-of-locks',
  token: 'code-without-token',
  member: 'code-for-members',
} as const

const TEXTS: Record<string, { text: string; statuses: number[]; errata: string[] }> = {
  [CODES.badRequest]: {
    text: 'a call that asks for what is not documented is refused with 400',
    statuses: [400],
    errata: ['codes-of-refusals'],
  },
  [CODES.conflict]: {
    text: 'a call that the state of its resource does not allow is refused with 409',
    statuses: [409],
    errata: ['refusal-of-breached-preconditions'],
  },
  [CODES.lock]: {
    text: 'a call that a lock keeps out is refused with 409 or 403',
    statuses: [409, 403],
    errata: ['refusal-of-breached-preconditions'],
  },
  [CODES.token]: {
    text: 'a call without a valid token is refused with 401',
    statuses: [401],
    errata: ['tokens-everywhere'],
  },
  [CODES.member]: {
    text: 'a member of the project who is no administrator is refused with 403',
    statuses: [403],
    errata: ['default-roles'],
  },
}

/** The requirements on codes that the other requirements of an operation refer to. */
export function codeRequirements(op: Operation, others: readonly Draft[]): Draft[] {
  const named = new Set(others.flatMap(({ code }) => code ?? []))
  return [...named].map((slug) => {
    const known = TEXTS[slug]
    if (known === undefined) throw new Error(`${op.id}: no requirement on codes is called ${slug}`)
    const judged = others.filter(({ code }) => code === slug)
    return {
      slug,
      basis: 'implied',
      kind: 'fault',
      ...known,
      text: `${op.summary}: ${known.text}.`,
      source: judged[0]!.source,
      role: judged.every(({ role }) => role === 'admin') ? 'admin' : undefined,
    }
  })
}
