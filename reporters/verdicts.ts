import type { Exchange } from '../spec/exchange.ts'
import type { Requirement } from '../spec/requirement.ts'
import { showsAttributeOf, unseenExtension } from './attributes-seen.ts'
import type { Break } from './cause-kinds.ts'
import type { Outcome, RunHeader } from './evidence.ts'
import { EvidenceIndex } from './evidence-index.ts'
import { broken, type Graded, worst } from './gravest.ts'
import { keptByPolicy, keptPhrase } from './kept-by-policy.ts'
import type { Finding, Footprint, RequirementRow, Verdict } from './report.ts'

/** What judging needs besides evidence; nothing here is read from a file. */
export interface Judging {
  catalogue: readonly Requirement[]
  /** The least footprint a run must have chosen before this requirement can be put to the test. */
  footprintOf?: (requirement: Requirement) => Footprint
  /** Requirement → why no client can observe it. */
  exemptions?: Readonly<Record<string, string>>
  /** Whether a profile, by its name, holds a requirement; absent: every one does. */
  inProfile?: (profile: string, requirement: Requirement) => boolean
}

/** Footprints from least to most. */
export const FOOTPRINTS: readonly Footprint[] = ['read-only', 'own-resources', 'admin', 'disruptive']

interface Found extends Graded {
  reason: string
  leftOutBy?: RequirementRow['leftOutBy']
  seen?: RequirementRow['seen']
  finding?: Finding
}

/** The rows, and what is known beyond them. */
export interface Judged {
  rows: RequirementRow[]
  /** What broke each broken row. */
  breaks: Break[]
  /** Operations that the target does not have, whether or not the profile allows that. */
  absent: Set<string>
}

/** Every requirement has a test, or is judged on answers: without one there is nothing to judge. */
const NEVER_ANSWERED = 'No answer of the operation was seen in this run.'

/**
 * Joins the catalogue to a run's evidence: one row a requirement, in the catalogue's order, also for
 * requirements that nothing put to the test.
 */
export function verdicts(
  judging: Judging,
  header: RunHeader,
  outcomes: readonly Outcome[],
  exchanges: readonly Exchange[],
  interrupted = false,
): Judged {
  const evidence = new EvidenceIndex(outcomes, exchanges)
  const byId = new Map(judging.catalogue.map((requirement) => [requirement.id, requirement]))
  const missing = missingOperations(header, exchanges)
  const selected = header.selected && new Set(header.selected)
  const features = new Set(header.target.features)
  const blockedOperations = new Map<string, Found>()
  const outsideOperations = new Map<string, Found>()
  /** Operations of which a test found that the target lacks what it needs. */
  const lackingOperations = new Map<string, Found>()

  const kept = keptByPolicy(exchanges)
  const short = outcomes.find(({ error }) => error?.by === 'budget')?.error?.message

  const isSelected = ({ id }: Requirement) => !selected || selected.has(id)

  /** All that tests and answers say of a requirement. */
  const told = (requirement: Requirement): Found[] =>
    [
      ...evidence
        .tests(requirement.id)
        // A run that was told to end did not break on the tests that it never began.
        .filter((outcome) => !(interrupted && outcome.state === 'pending'))
        .map(
          (outcome) =>
            byPolicy(outcome, requirement, evidence, byId, kept) ??
            fromTest(outcome, requirement, evidence, byId),
        ),
      ...fromExchanges(requirement, evidence, kept),
    ].filter((each) => each !== undefined)

  let seen: Set<string> | undefined
  const attributesSeen = () => {
    seen ??= new Set(
      judging.catalogue.flatMap((each) => {
        const feature = showsAttributeOf(each)
        return feature !== undefined && told(each).length > 0 ? [feature] : []
      }),
    )
    return seen
  }

  const judge = (requirement: Requirement): Found => {
    if (!isSelected(requirement)) {
      const inProfile = judging.inProfile?.(header.run.profile, requirement) !== false
      return inPassing(told(requirement), inProfile ? 'selection' : 'profile')
    }
    const unsupported = notOffered(requirement, header, features, missing)
    if (unsupported) return unsupported
    const found = worst(told(requirement))
    const unseen = found && unseenExtension(requirement, found.verdict, header, attributesSeen())
    if (unseen) return { verdict: 'unsupported', reason: unseen }
    if (found?.verdict === 'blocked') {
      // What the profile lets a target do without cannot be held against what needs it.
      const gone = found.blockedBy && missing.get(found.blockedBy)
      if (gone) return { verdict: 'unsupported', reason: `Needs ${found.blockedBy}: ${gone}` }
      if (found.blockedBy === 'footprint') {
        const outside: Found = { verdict: 'disabled', reason: sentence(found.reason) }
        if (!outsideOperations.has(requirement.operationId))
          outsideOperations.set(requirement.operationId, outside)
        return outside
      }
      if (found.blockedBy === 'budget') return overBudget(found.reason)
      if (!blockedOperations.has(requirement.operationId))
        blockedOperations.set(requirement.operationId, found)
    }
    if (found?.verdict === 'unsupported' && !lackingOperations.has(requirement.operationId))
      lackingOperations.set(requirement.operationId, found)
    return found ?? nothingFound(requirement)
  }

  const nothingFound = (requirement: Requirement): Found => {
    const needs = judging.footprintOf?.(requirement) ?? 'read-only'
    if (FOOTPRINTS.indexOf(needs) > FOOTPRINTS.indexOf(header.run.footprint)) {
      return {
        verdict: 'disabled',
        reason: `Needs the footprint ${needs}; this run had ${header.run.footprint}.`,
      }
    }
    const exempt = judging.exemptions?.[requirement.id]
    if (!exempt && header.run.shard !== undefined)
      return { verdict: 'disabled', reason: 'Not put to the test in this shard of the run.' }
    if (!exempt && short) return overBudget(short)
    if (exempt) return { verdict: 'untested', reason: `No client can observe this: ${sentence(exempt)}` }
    const skipped = evidence.tests(requirement.id).find((outcome) => outcome.state === 'skipped')
    if (skipped)
      return { verdict: 'untested', reason: `Skipped: ${skipped.error?.message ?? 'no reason given'}.` }
    if (interrupted)
      return { verdict: 'untested', reason: 'The run was cut short before this was put to the test.' }
    if (requirement.optional && evidence.answered(requirement.operationId)) {
      return { verdict: 'unseen', reason: 'May be left out, and no answer held it.' }
    }
    if (evidence.answered(requirement.operationId)) {
      return { verdict: 'untested', reason: 'The operation was called, but no answer put this to the test.' }
    }
    return { verdict: 'untested', reason: NEVER_ANSWERED }
  }

  const rows = judging.catalogue.map((requirement) => ({ requirement, found: judge(requirement) }))
  const absent = new Set([...missing.keys(), ...absentOperations(exchanges)])
  const byExchange = new Map(exchanges.map((exchange) => [exchange.id, exchange]))
  const breaks: Break[] = []
  const judged = rows.map(({ requirement, found }) => {
    // Nothing judged on an answer can be known of an operation whose every test was blocked before it was called.
    const { operationId } = requirement
    const cause =
      blockedOperations.get(operationId) ??
      outsideOperations.get(operationId) ??
      lackingOperations.get(operationId)
    const known =
      found.verdict === 'untested' && found.reason === NEVER_ANSWERED && cause
        ? { ...cause, reason: `Never called: ${cause.reason}` }
        : found
    const made = row(requirement, known, evidence)
    if (made.verdict === 'fail' || made.verdict === 'warn') {
      const exchange = byExchange.get(made.finding?.exchange ?? made.exchanges[0] ?? '')
      breaks.push({ row: made, requirement, exchange, absent: absent.has(requirement.operationId) })
    }
    return made
  })
  return { rows: judged, breaks, absent }
}

/**
 * What a policy leaves unknown of a requirement that a test judged: both whether it is broken, and, where another code than
 * that of the policy is due, whether it is kept. Undefined where it was not the policy that answered.
 */
function byPolicy(
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
  const id = error?.spot?.exchange
  const exchange = evidence.of(test).find((each) => each.id === id) ?? evidence.judged(test, operationId)
  if (!exchange || !kept(exchange)) return undefined
  return { verdict: 'blocked', reason: keptPhrase(exchange), blockedBy: 'policy' }
}

/** Verdicts that the target's answers decide. */
const DECIDED: readonly Verdict[] = ['pass', 'fail', 'warn', 'note']

/** What nobody asked for is not judged, whatever the answers to other tests showed of it; that is told beside it. */
function inPassing(told: readonly Found[], outside: 'selection' | 'profile'): Found {
  const found = worst(told.filter(({ verdict }) => DECIDED.includes(verdict)))
  const left: Found = {
    verdict: 'disabled',
    reason: `Outside the ${outside} of this run.`,
    leftOutBy: 'selection',
  }
  if (found === undefined) return left
  const { verdict, reason, finding } = found
  const what = verdict === 'pass' ? 'kept.' : `broken: ${sentence(reason)}`
  return {
    ...left,
    reason: `${left.reason} Seen in passing, and not counted: ${what}`,
    seen: verdict as RequirementRow['seen'],
    ...(finding === undefined ? {} : { finding }),
  }
}

/** Left out since it would have cost more than the run may. */
function overBudget(reason: string): Found {
  return { verdict: 'disabled', reason: `Disabled by budget: ${sentence(reason)}`, leftOutBy: 'budget' }
}

/** What one test says about a requirement it names. */
function fromTest(
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
function fromExchanges(
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
  const more = breaking.length > 1 ? ` In ${breaking.length} exchanges.` : ''
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

/** Of an exchange, what tells whether the target has an operation. */
export type Answered = Pick<Exchange, 'operationId' | 'probe'> & { response?: { status: number } }

/**
 * Operations that the target does not offer, with the reason: discovery said so, or every proper call was
 * answered with a status by which the profile lets a target say so. Calls made wrong on purpose prove nothing
 * here, and neither do refusals that are about the session or the rate of calls.
 */
export function missingOperations(header: RunHeader, exchanges: Iterable<Answered>): Map<string, string> {
  const missing = new Map(Object.entries(header.unsupportedOperations ?? {}))
  const answers = new Map<string, Set<number>>()
  for (const { operationId, response, probe } of exchanges) {
    if (!header.allowedMissing[operationId] || probe || !response) continue
    if (response.status === 401 || response.status === 429) continue
    const statuses = answers.get(operationId) ?? new Set()
    answers.set(operationId, statuses.add(response.status))
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

/** Operations whose every proper call, by whomever, was answered as if there were no such operation. */
function absentOperations(exchanges: readonly Exchange[]): string[] {
  const absent = new Map<string, boolean>()
  for (const { operationId, response, probe } of exchanges) {
    if (probe || !response || response.status === 401 || response.status === 429) continue
    const unknown = UNKNOWN_OPERATION.includes(response.status)
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

/** A reason as a sentence of its own. */
function sentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function row(requirement: Requirement, found: Found, evidence: EvidenceIndex): RequirementRow {
  const { id, operationId, method, path, service, level, basis, kind, text, source, feature, errata } =
    requirement
  return {
    id,
    operationId,
    method,
    path,
    service,
    level,
    basis,
    kind,
    text,
    source,
    ...(feature ? { feature } : {}),
    verdict: found.verdict,
    reason: found.reason,
    ...(found.blockedBy ? { blockedBy: found.blockedBy } : {}),
    ...(found.leftOutBy ? { leftOutBy: found.leftOutBy } : {}),
    ...(found.seen ? { seen: found.seen } : {}),
    ...(found.finding ? { finding: found.finding } : {}),
    tests: evidence
      .tests(id)
      .map(({ file, line, name, durationMs }) => ({ file, line, name, durationMs: Math.round(durationMs) })),
    exchanges: evidence.explaining(requirement),
    ...(errata?.length ? { errata } : {}),
  }
}
