import type { Report, RequirementRow, Verdict } from './report.ts'
import { oneLine, took } from './terminal.ts'

/** What became of one requirement from one report to the next. */
export interface Change {
  id: string
  before: Verdict | 'absent'
  after: Verdict | 'absent'
  reason: string
}

/** What changed between two reports. A requirement stands in one list at most, but for `newlyWaived`. */
export interface ReportDiff {
  /** Broken before, kept now. */
  fixed: Change[]
  /** Broken now and not before. What was broken and is so more gravely counts. */
  regressed: Change[]
  /** Judged now and not before, and kept. */
  newlyTested: Change[]
  /** Judged before and not now. */
  noLongerTested: Change[]
  /** Waived now and not before. */
  newlyWaived: Change[]
  /** Answered more slowly now: by half again, and by more than a clock's noise. */
  slower: Slower[]
  /** What else differs between the two, so that a change can be put down to it. Sentences. */
  caveats: { target: string[]; contract: string[]; run: string[] }
}

/** An operation whose answers take longer, in milliseconds. */
export interface Slower {
  operationId: string
  before: number
  after: number
}

/** From the least grave. */
const BROKEN: readonly Verdict[] = ['note', 'warn', 'fail']
const JUDGED: readonly Verdict[] = ['pass', ...BROKEN]
/** Slower is what takes this many times as long, and this many milliseconds longer, in so many calls at least. */
const SLOWER = { times: 1.5, ms: 20, calls: 5 }

/** Compares two reports, requirement by requirement. */
export function diffReports(before: Report, after: Report): ReportDiff {
  const diff: ReportDiff = {
    fixed: [],
    regressed: [],
    newlyTested: [],
    noLongerTested: [],
    newlyWaived: [],
    slower: slower(before, after),
    caveats: caveats(before, after),
  }
  const narrower = before.run.selection?.join() !== after.run.selection?.join()
  const old = new Map(before.requirements.map((row) => [row.id, row]))
  const now = new Map(after.requirements.map((row) => [row.id, row]))
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    const was = old.get(id)
    const is = now.get(id)
    const change: Change = {
      id,
      before: was?.verdict ?? 'absent',
      after: is?.verdict ?? 'absent',
      reason: is?.reason ?? was?.reason ?? '',
    }
    if (is?.waiver && !was?.waiver) diff.newlyWaived.push(change)
    if (broken(is) && gravity(is) > gravity(was)) diff.regressed.push(change)
    else if (broken(was) && is?.verdict === 'pass') diff.fixed.push(change)
    else if (!judged(was) && judged(is)) diff.newlyTested.push(change)
    // What a narrower run leaves out was not lost: the caveat on its selection says as much.
    else if (judged(was) && !judged(is) && !(narrower && is?.verdict === 'disabled'))
      diff.noLongerTested.push(change)
  }
  return diff
}

/** The lists of a diff with their headings, in the order in which every format shows them. */
export const SECTIONS = [
  ['regressed', 'Regressed'],
  ['fixed', 'Fixed'],
  ['newlyTested', 'Newly tested'],
  ['noLongerTested', 'No longer tested'],
  ['newlyWaived', 'Newly waived'],
] as const

/** What else changed, each in a sentence that says whether the target, the contract or the run did. */
export function caveatsOf({ caveats }: ReportDiff): string[] {
  return [
    ...caveats.target.map((text) => `The target changed: ${text}`),
    ...caveats.contract.map((text) => `The contract or the suite changed: ${text}`),
    ...caveats.run.map((text) => `The run differs: ${text}`),
  ]
}

/** Said where all lists are empty, also of two runs that were not about the same. */
export const UNCHANGED = 'No requirement that both judged changed its verdict.'

/** The diff in plain text, one line a change. */
export function describeDiff(diff: ReportDiff): string {
  const lines: string[] = []
  for (const [key, title] of SECTIONS) {
    const changes = diff[key]
    if (changes.length === 0) continue
    lines.push(`${title} (${changes.length})`)
    for (const { id, before, after, reason } of changes)
      lines.push(`  ${id}: ${before} → ${after}${reason ? `. ${oneLine(reason, 300)}` : ''}`)
    lines.push('')
  }
  if (lines.length === 0) lines.push(UNCHANGED, '')
  if (diff.slower.length > 0) {
    lines.push(`Slower (${diff.slower.length})`)
    for (const { operationId, before, after } of diff.slower)
      lines.push(`  ${operationId}: half within ${took(after)}, before within ${took(before)}`)
    lines.push('')
  }
  const head = caveatsOf(diff)
  return `${[...head, ...(head.length > 0 ? [''] : []), ...lines].join('\n').trimEnd()}\n`
}

function broken(row: RequirementRow | undefined): row is RequirementRow {
  return row !== undefined && BROKEN.includes(row.verdict)
}

/** Whether the target's answers decided a row. */
export function judged(row: RequirementRow | undefined): boolean {
  return row !== undefined && JUDGED.includes(row.verdict)
}

function gravity(row: RequirementRow | undefined): number {
  return row === undefined ? 0 : BROKEN.indexOf(row.verdict) + 1
}

function slower(before: Report, after: Report): Slower[] {
  const old = new Map((before.run.latencies ?? []).map((latency) => [latency.operationId, latency]))
  return (after.run.latencies ?? []).flatMap(({ operationId, p50, calls }) => {
    const was = old.get(operationId)
    if (!was || Math.min(calls, was.calls) < SLOWER.calls) return []
    const grown = p50 >= was.p50 * SLOWER.times && p50 - was.p50 >= SLOWER.ms
    return grown ? [{ operationId, before: was.p50, after: p50 }] : []
  })
}

function caveats(before: Report, after: Report): ReportDiff['caveats'] {
  const changed = (pairs: [what: string, was: string, is: string][]) =>
    pairs.filter(([, was, is]) => was !== is).map(([what, was, is]) => `${what} ${was} before, ${is} now.`)
  const versions = ({ versions }: Report['target']) =>
    Object.entries(versions)
      .sort()
      .map(([service, version]) => `${service} ${version}`)
      .join(', ') || 'none known'
  const gone = before.target.features.filter((each) => !after.target.features.includes(each))
  const come = after.target.features.filter((each) => !before.target.features.includes(each))
  return {
    target: [
      ...changed([
        ['name', before.target.name, after.target.name],
        ['versions', versions(before.target), versions(after.target)],
      ]),
      ...(gone.length > 0 ? [`it no longer offers ${gone.join(', ')}.`] : []),
      ...(come.length > 0 ? [`it now offers ${come.join(', ')}.`] : []),
    ],
    contract: changed([
      ['version', before.spec.version, after.spec.version],
      ['digest', before.spec.digest, after.spec.digest],
      ['stackproof', before.tool.version, after.tool.version],
    ]),
    run: changed([
      ['profile', before.run.profile, after.run.profile],
      ['footprint', before.run.footprint, after.run.footprint],
      ['selection', before.run.selection?.join(' ') ?? 'none', after.run.selection?.join(' ') ?? 'none'],
    ]),
  }
}
