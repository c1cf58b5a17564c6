import type { Exchange } from '../spec/exchange.ts'
import type { Requirement } from '../spec/requirement.ts'
import type { RunHeader } from './evidence.ts'
import { type Found, sentence } from './found.ts'

/** Of an exchange, what tells whether the target has an operation. */
export type Answered = Pick<Exchange, 'operationId' | 'probe' | 'test'> & { response?: { status: number } }

const OUTSIDE: readonly string[] = ['pool', 'cleanup', 'looks']

/** Whether a call was made outside of tests, where things are looked at that may be gone by then. */
export const isOutside = (test: string): boolean => OUTSIDE.includes(test)

/**
 * Whether an answer says anything of whether there is such an operation. Calls made wrong on purpose do not, nor do refusals
 * that are about the session or the rate of calls, nor that something is not there which may be gone.
 */
function tells({ probe, response, test }: Answered): boolean {
  if (probe || !response || response.status === 401 || response.status === 429) return false
  return response.status !== 404 || !isOutside(test)
}

/**
 * Operations that the target does not offer, with the reason: discovery said so, or every proper call was
 * answered with a status by which the profile lets a target say so.
 */
export function missingOperations(header: RunHeader, exchanges: Iterable<Answered>): Map<string, string> {
  const missing = new Map(Object.entries(header.unsupportedOperations ?? {}))
  const answers = new Map<string, Set<number>>()
  for (const exchange of exchanges) {
    const { operationId, response } = exchange
    if (!header.allowedMissing[operationId] || !tells(exchange)) continue
    const statuses = answers.get(operationId) ?? new Set()
    answers.set(operationId, statuses.add(response!.status))
  }
  for (const [operationId, statuses] of answers) {
    const allowed = header.allowedMissing[operationId]!
    if ([...statuses].every((status) => allowed.includes(status))) {
      const list = [...statuses].sort().join(' and ')
      missing.set(
        operationId,
        `the target answers ${list}, and the profile ${header.run.profile} allows that.`,
      )
    }
  }
  return missing
}

/** How a target says that it knows no such operation at all. */
const UNKNOWN_OPERATION = [404, 405, 501]

/** And how it says so of an action, whose path it has for the others. */
const UNKNOWN_ACTION = /\b(no|unknown)( such)? action\b/i

/** Operations whose every proper call, by whomever, was answered as if there were no such operation. */
export function absentOperations(exchanges: readonly Exchange[]): string[] {
  const absent = new Map<string, boolean>()
  for (const exchange of exchanges) {
    if (!tells(exchange)) continue
    const { operationId } = exchange
    const { status, body = '' } = exchange.response!
    const unknown = UNKNOWN_OPERATION.includes(status) || (status === 400 && UNKNOWN_ACTION.test(body))
    absent.set(operationId, unknown && absent.get(operationId) !== false)
  }
  return [...absent].filter(([, all]) => all).map(([id]) => id)
}

/** Why a requirement does not bind the target, if it does not. @param missing as `missingOperations` found it */
export function notOffered(
  requirement: Requirement,
  header: RunHeader,
  features: ReadonlySet<string>,
  missing: ReadonlyMap<string, string>,
): Found | undefined {
  const gone = missing.get(requirement.operationId)
  if (gone) return { verdict: 'unsupported', reason: sentence(gone) }
  if (!header.target.endpoints[requirement.service]) {
    const reason = `The target has no ${requirement.service} endpoint`
    if (header.optionalServices?.includes(requirement.service)) {
      return {
        verdict: 'unsupported',
        reason: `${reason}, and the profile ${header.run.profile} allows that.`,
      }
    }
  }
  if (requirement.feature && header.featuresDecide !== false && !features.has(requirement.feature)) {
    return { verdict: 'unsupported', reason: `The target does not offer ${requirement.feature}.` }
  }
  return undefined
}
