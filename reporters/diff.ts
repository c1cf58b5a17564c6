import type { Report, RequirementRow, Verdict } from './report.ts'

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
  /** Broken now and not before. A change from warn to fail counts. */
  regressed: Change[]
  /** Judged now and not before, and kept. */
  newlyTested: Change[]
  /** Judged before and not now. */
  noLongerTested: Change[]
  /** Waived now and not before. */
  newlyWaived: Change[]
  /** Why the two may not be comparable: another profile, contract, target or footprint. Sentences. */
  caveats: string[]
}

const BROKEN: readonly Verdict[] = ['fail', 'warn']
const JUDGED: readonly Verdict[] = ['pass', 'fail', 'warn']

/** Compares two reports, requirement by requirement. */
export function diffReports(before: Report, after: Report): ReportDiff {
  const diff: ReportDiff = {
    fixed: [],
    regressed: [],
    newlyTested: [],
    noLongerTested: [],
    newlyWaived: [],
    caveats: caveats(before, after),
  }
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
    else if (judged(was) && !judged(is)) diff.noLongerTested.push(change)
  }
  return diff
}

/** The diff in plain text, one line a change. */
export function describeDiff(diff: ReportDiff): string {
  const section = (title: string, changes: readonly Change[]) =>
    changes.length === 0
      ? []
      : [
          `${title} (${changes.length})`,
          ...changes.map(
            (change) =>
              `  ${change.id}: ${change.before} → ${change.after}${change.reason ? `. ${change.reason}` : ''}`,
          ),
          '',
        ]
  const lines = [
    ...diff.caveats.map((caveat) => `Note: ${caveat}`),
    ...(diff.caveats.length > 0 ? [''] : []),
    ...section('Regressed', diff.regressed),
    ...section('Fixed', diff.fixed),
    ...section('Newly tested', diff.newlyTested),
    ...section('No longer tested', diff.noLongerTested),
    ...section('Newly waived', diff.newlyWaived),
  ]
  if (lines.length === diff.caveats.length + (diff.caveats.length > 0 ? 1 : 0))
    lines.push('No requirement changed its verdict.')
  return `${lines.join('\n').trimEnd()}\n`
}

function broken(row: RequirementRow | undefined): row is RequirementRow {
  return row !== undefined && BROKEN.includes(row.verdict)
}

function judged(row: RequirementRow | undefined): boolean {
  return row !== undefined && JUDGED.includes(row.verdict)
}

function gravity(row: RequirementRow | undefined): number {
  return row?.verdict === 'fail' ? 2 : row?.verdict === 'warn' ? 1 : 0
}

function caveats(before: Report, after: Report): string[] {
  const pairs: [string, string, string][] = [
    ['target', before.target.name, after.target.name],
    ['profile', before.run.profile, after.run.profile],
    ['footprint', before.run.footprint, after.run.footprint],
    ['contract', before.spec.digest, after.spec.digest],
  ]
  return pairs
    .filter(([, was, is]) => was !== is)
    .map(([what, was, is]) => `the ${what} differs: ${was} before, ${is} after.`)
}
