import { causes } from './causes.ts'
import { type Evidence, EXCHANGES_FILE, linesLost, OUTCOMES_FILE, type Transition } from './evidence.ts'
import type { Judging } from './judging.ts'
import { latencies } from './latencies.ts'
import { untriedCells } from './matrix-cells.ts'
import { inOrder, waitsInOrder } from './matrix-order.ts'
import { byArea, conformance, isPartial, offer, part } from './parts.ts'
import type { AppliedErratum, Report, RequirementRow, RunError, Verdict } from './report.ts'
import { VERDICTS } from './report.ts'
import { plural } from './terminal.ts'
import { verdicts } from './verdicts.ts'
import { applyWaivers } from './waivers.ts'

/** All that a report is made of besides its evidence. */
export interface BuildContext extends Judging {
  errata?: readonly AppliedErratum[]
}

/** The evidence says too little to make a report of it. */
export class NoEvidence extends Error {
  override readonly name = 'NoEvidence'
}

/** Calls that make the target build a server, which real clouds charge most for. */
const BUILDS = new Set(['servers.create', 'volumesBoot.create'])

/**
 * Makes the report of a run from what it left behind, finished or not. Pure: the same evidence and catalogue
 * give the same report.
 * @throws NoEvidence when the run's header is missing: the run ended before it began, or it was lost
 */
export function buildReport(evidence: Evidence, context: BuildContext): Report {
  const { header, end, exchanges } = evidence
  if (!header) throw new NoEvidence(withoutHeader(evidence))
  const interrupted = !end || end.interrupted === true
  const {
    rows: requirements,
    breaks,
    absent,
  } = verdicts(context, header, evidence.outcomes, exchanges, interrupted)
  const operations = requirements.map((row) => row.operationId)
  const stale = applyWaivers(requirements, header.waivers ?? [], header.run.startedAt.slice(0, 10))
  const applied = new Set(requirements.flatMap((row) => row.errata ?? []))
  const errata = (context.errata ?? []).filter((erratum) => applied.has(erratum.id))
  const { schemaVersion, tool, spec, target, run } = header
  const byId = new Map(context.catalogue.map((requirement) => [requirement.id, requirement]))
  const rowsOf = (profile: string) =>
    requirements.filter((row) => context.inProfile?.(profile, byId.get(row.id)!) ?? true)
  const inProfile = rowsOf(header.run.profile)
  const profiles = header.run.profile.split(',').map((name) => name.trim())
  const errors = [...evidence.errors, ...lost(evidence)]
  const complete = !interrupted && errors.length === 0
  return {
    schemaVersion,
    tool,
    spec,
    target,
    run: {
      ...run,
      durationMs: Math.round(end?.durationMs ?? lastSign(evidence, run.startedAt)),
      requests: end?.requests ?? exchanges.length,
      serverBuilds:
        end?.serverBuilds ??
        exchanges.filter((each) => BUILDS.has(each.operationId) && (each.response?.status ?? 999) < 300)
          .length,
      ...(interrupted ? { interrupted } : {}),
      ...(exchanges.length > 0 ? { latencies: latencies(exchanges, operations) } : {}),
      ...(evidence.transitions.length > 0
        ? { transitions: waitsInOrder(grouped(evidence.transitions), operations) }
        : {}),
    },
    conformant: conformance(inProfile, complete),
    ...(isPartial(inProfile) ? { partial: true as const } : {}),
    offer: offer(inProfile, absent),
    ...(profiles.length > 1 || header.run.selection
      ? { profiles: profiles.map((name) => part(name, rowsOf(name), complete)) }
      : {}),
    areas: [...byArea(inProfile)].map(([name, rows]) => part(name, rows, complete)),
    causes: causes(
      breaks.filter(({ row }) => !row.waiver),
      requirements,
    ),
    summary: summarise(requirements),
    requirements,
    matrix: inOrder([...evidence.cells, ...untriedCells(requirements, byId, evidence.cells)], operations),
    observations: firstOfEach(evidence),
    leaks: [...evidence.leaks, ...(end?.leaks ?? [])],
    ...(errors.length > 0 ? { errors } : {}),
    ...(stale.length > 0 ? { staleWaivers: stale } : {}),
    ...(errata.length > 0 ? { errata: errata.map(shown) } : {}),
  }
}

/** What is true of evidence that does not begin as a run's does. */
function withoutHeader({ outcomes, exchanges, unreadable }: Evidence): string {
  if (outcomes.length + exchanges.length + unreadable === 0)
    return 'The evidence holds no header of a run: it ended before its first request.'
  const there = [
    plural(outcomes.length, 'test'),
    plural(exchanges.length, 'exchange'),
    ...(unreadable > 0 ? [plural(unreadable, 'line that cannot be read', 'lines that cannot be read')] : []),
  ]
  return `The evidence has lost its header, the first line of ${OUTCOMES_FILE}, which says what the run was held to: no report can be made of what is there (${there.join(', ')}). What answers break without it, \`stackproof judge ${EXCHANGES_FILE}\` tells.`
}

/** The exit code that a report stands for: 0 conforms; 1 does not, or a waiver is stale; 2 could not be judged, or left something behind. */
export function exitCode(report: Report): 0 | 1 | 2 {
  if (report.conformant === false || report.staleWaivers?.length) return 1
  return report.conformant && report.leaks.length === 0 ? 0 : 2
}

/** Counts the rows by verdict, and the waived ones again. */
export function summarise(rows: readonly RequirementRow[]): Report['summary'] {
  const summary = Object.fromEntries(
    [...VERDICTS, 'waived'].map((verdict) => [verdict, 0]),
  ) as Report['summary']
  for (const row of rows) {
    summary[row.verdict as Verdict]++
    if (row.waiver) summary.waived++
  }
  return summary
}

/** What is lost of the evidence may have held anything: a run that lost some is not known to conform. */
function lost(evidence: Evidence): RunError[] {
  const { unreadable, end, exchanges, outcomes } = evidence
  const said = (message: string): RunError => ({
    where: 'evidence',
    message: `${message} What stood there is not in this report.`,
  })
  const found: RunError[] = []
  if (unreadable > 0) {
    const lines = unreadable === 1 ? 'One line' : `${unreadable} lines`
    const why =
      end === undefined
        ? ': the run was killed as it wrote, or the files were damaged since'
        : ': the files are damaged'
    found.push(said(`${lines} of the evidence cannot be read${why}.`))
  }
  const judged = outcomes.some(({ state, error }) => state === 'passed' || error?.name === 'Broken')
  const gone = linesLost(evidence)
  // A test that came to a judgement has asked the target something.
  if (exchanges.length === 0 && (gone > 0 || judged))
    found.push(said(`${EXCHANGES_FILE} is missing or empty: no answer can be judged or shown.`))
  else if (gone > 0)
    found.push(
      said(`${EXCHANGES_FILE} is ${gone === 1 ? 'a line' : `${gone} lines`} shorter than the run left it.`),
    )
  return found
}

/** How long a run without a last line is known to have lasted: until its last exchange ended. */
function lastSign(evidence: Evidence, startedAt: string): number {
  const start = Date.parse(startedAt)
  let last = start
  for (const exchange of evidence.exchanges) {
    const end = Date.parse(exchange.startedAt) + exchange.durationMs
    if (end > last) last = end
  }
  return last - start
}

function grouped(transitions: readonly Transition[]): NonNullable<Report['run']['transitions']> {
  const groups = new Map<string, NonNullable<Report['run']['transitions']>[number]>()
  for (const { from, to, operationId, ms } of transitions) {
    const key = `${operationId} ${from} ${to}`
    const group = groups.get(key) ?? { from, to, operationId, durationsMs: [] }
    group.durationsMs.push(Math.round(ms))
    groups.set(key, group)
  }
  return [...groups.values()]
}

function firstOfEach(evidence: Evidence): Report['observations'] {
  const first = new Map<string, Report['observations'][number]>()
  for (const exchange of evidence.exchanges) {
    for (const { operationId, attribute } of exchange.observations) {
      const key = `${operationId} ${attribute}`
      if (!first.has(key)) first.set(key, { operationId, attribute, exchange: exchange.id })
    }
  }
  return [...first.values()]
}

function shown({ id, contradiction, settled, evidence }: AppliedErratum): AppliedErratum {
  return { id, contradiction, settled, evidence }
}
