import type { Exchange } from '../spec/exchange.ts'

/** By which a caller is told that it may not. */
const FORBIDDEN = 403

const told = ({ response }: Exchange): boolean =>
  response?.status === FORBIDDEN && !/quota/i.test(response.body ?? '')

/**
 * Tells of an answer whether it refused, with 403, an operation that the target lets its caller use at no time: every right
 * call of that role was answered so, in whatever words. Such a refusal says who called, and nothing of how the call was made.
 */
export function keptByPolicy(exchanges: readonly Exchange[]): (exchange: Exchange | undefined) => boolean {
  const kept = new Map<string, boolean>()
  const key = ({ role, operationId }: Exchange) => `${role} ${operationId}`
  for (const exchange of exchanges) {
    const { response, probe } = exchange
    if (probe || !response || response.status === 401 || response.status === 429) continue
    kept.set(key(exchange), told(exchange) && kept.get(key(exchange)) !== false)
  }
  return (exchange) => exchange !== undefined && told(exchange) && kept.get(key(exchange)) === true
}

/** What is said of it. */
export const keptPhrase = ({ operationId, role }: Exchange): string =>
  `${operationId} answered 403, as it does to every right call of the ${role}: the target’s policy keeps it from ${role === 'admin' ? 'this administrator' : 'members'}.`
