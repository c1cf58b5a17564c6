import type { Exchange } from '../spec/exchange.ts'
import type { Requirement } from '../spec/requirement.ts'
import type { Outcome } from './evidence.ts'
import type { EvidenceIndex } from './evidence-index.ts'
import { type Found, overBudget, sentence } from './found.ts'
import { broken } from './gravest.ts'
import { type keptByPolicy, keptPhrase } from './kept-by-policy.ts'
import { count } from './terminal.ts'

/**
 * What a policy leaves unknown of a requirement that a test judged: both whether it is broken, and, where another code than
 * that of the policy is due, whether it is kept. Undefined where it was not the policy that answered.
 */
export function byPolicy(
  { state, error, test }: Outcome,
  requirement: Requirement,
  evidence: EvidenceIndex,
  byId: ReadonlyMap<string, Requirement>,
  kept: ReturnType<typeof keptByPolicy>,
): Found | undefined {
  const broken = error?.name === 'Broken'
  const due = requirement.code && byId.get(`${requirement.operationId}/${requirement.code}`)?.statuses
  if (!broken && !(state === 'passed' && due && !due.includes(403))) return undefined
  const operationId = error?.spot?.operationId ?? requirement.operationId
  const exchange = evidence.exchange(error?.spot?.exchange) ?? evidence.judged(test, operationId)
  if (!exchange || !kept(exchange)) return undefined
  return { verdict: 'blocked', reason: keptPhrase(exchange), blockedBy: 'policy' }
}

/** What one test says about a requirement it names. */
export function fromTest(
  outcome: Outcome,
  requirement: Requirement,
  evidence: EvidenceIndex,
  byId: ReadonlyMap<string, Requirement>,
): Found | undefined {
  const { error } = outcome
  if (outcome.state === 'skipped') {
    if (error?.name === 'Disabled' && error.by === 'budget') return overBudget(error.message)
    if (error?.name === 'Disabled') return { verdict: 'disabled', reason: sentence(error.message) }
    if (error?.name === 'Unsupported') return { verdict: 'unsupported', reason: sentence(error.message) }
    return undefined
  }
  if (outcome.state === 'passed') return { verdict: 'pass', reason: '' }
  if (outcome.state === 'pending') {
    return { verdict: 'error', reason: error?.message ?? 'The run ended before this test did.' }
  }
  const message = error?.message || 'The test failed without a message.'
  if (error?.name === 'Broken') {
    const { spot } = error
    const exchange =
      spot?.exchange ?? evidence.judged(outcome.test, spot?.operationId ?? requirement.operationId)?.id
    const { expected, found, pointer } = spot ?? {}
    return {
      verdict: broken(requirement),
      reason: message,
      ...(exchange !== undefined && expected !== undefined && found !== undefined
        ? { finding: { exchange, ...(pointer === undefined ? {} : { pointer }), expected, found } }
        : {}),
    }
  }
  // Cut short by the budget or never begun for it: either way nothing is said of what the answers showed.
  if (error?.name === 'Blocked' && error.by === 'budget') return overBudget(message)
  if (error?.name === 'Blocked')
    return { verdict: 'blocked', reason: message, blockedBy: error.by ?? 'environment' }
  if (error?.name === 'Unsupported') return { verdict: 'unsupported', reason: message }
  // A test that stumbles over an answer already judged broken is not the suite's fault: that answer blocks it.
  for (const exchange of evidence.of(outcome.test)) {
    const id = exchange.problems[0]?.requirements[0]
    if (!id) continue
    const by = byId.get(id)?.operationId ?? exchange.operationId
    return { verdict: 'blocked', reason: `${by} answered against the contract (${id}).`, blockedBy: by }
  }
  return {
    verdict: 'error',
    reason: error?.name && error.name !== 'Error' ? `${error.name}: ${message}` : message,
  }
}

/** What the judged exchanges say about a requirement. */
export function fromExchanges(
  requirement: Requirement,
  evidence: EvidenceIndex,
  kept: ReturnType<typeof keptByPolicy>,
): Found[] {
  const all = evidence.breaking(requirement.id)
  const ofStatus = ({ problems }: Exchange) =>
    problems.every((each) => each.pointer === '/status' || !each.requirements.includes(requirement.id))
  const breaking = all.filter((exchange) => !(kept(exchange) && ofStatus(exchange)))
  if (breaking.length === 0 && all[0])
    return [{ verdict: 'blocked', reason: keptPhrase(all[0]), blockedBy: 'policy' }]
  if (breaking.length === 0)
    return evidence.keeping(requirement.id).length > 0 ? [{ verdict: 'pass', reason: '' }] : []
  const problem = breaking[0]!.problems.find((each) => each.requirements.includes(requirement.id))!
  const place = problem.pointer === '' ? '' : `${problem.pointer}: `
  const more = breaking.length > 1 ? ` In ${count(breaking.length)} exchanges.` : ''
  return [
    {
      verdict: broken(requirement),
      reason: `${place}expected ${problem.expected}, found ${problem.found}.${more}`,
      finding: {
        exchange: breaking[0]!.id,
        pointer: problem.pointer,
        expected: problem.expected,
        found: problem.found,
      },
    },
  ]
}
