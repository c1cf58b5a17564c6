import type { Exchange } from '../spec/exchange.ts'
import type { Requirement } from '../spec/requirement.ts'
import { showsAttributeOf, unseenExtension } from './attributes-seen.ts'
import type { Break } from './cause-kinds.ts'
import type { Outcome, RunHeader } from './evidence.ts'
import { EvidenceIndex } from './evidence-index.ts'
import { type Found, inPassing, overBudget, sentence } from './found.ts'
import { worst } from './gravest.ts'
import type { Judging } from './judging.ts'
import { keptByPolicy } from './kept-by-policy.ts'
import { absentOperations, missingOperations, notOffered } from './not-offered.ts'
import type { Footprint, RequirementRow } from './report.ts'
import { byPolicy, fromExchanges, fromTest } from './told.ts'

/** Footprints from least to most. */
const FOOTPRINTS: readonly Footprint[] = ['read-only', 'own-resources', 'admin', 'disruptive']

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
      // What takes other credentials keeps one test from an operation, and what keeps another from it may keep all.
      const before = blockedOperations.get(requirement.operationId)
      if (before === undefined || before.blockedBy === 'credentials')
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
    const blocked = blockedOperations.get(operationId)
    const others = outsideOperations.get(operationId) ?? lackingOperations.get(operationId)
    const cause = blocked?.blockedBy === 'credentials' ? (others ?? blocked) : (blocked ?? others)
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
