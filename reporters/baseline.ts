import { type Change, diffReports } from './diff.ts'
import type { Report } from './report.ts'
import { oneLine, plural } from './terminal.ts'

/** What a run is measured by that has an earlier one for its baseline. */
export interface BaselineGate {
  /** Broken now and not before, or more gravely; fails the gate unless waived. */
  regressed: Change[]
  /** Kept before, and not judged now though the run took it on; fails the gate. */
  vanished: Change[]
  /** Ids of what was broken before and still is: listed, and tolerated. */
  known: string[]
}

/** Measures a report by an earlier one. */
export function againstBaseline(before: Report, after: Report): BaselineGate {
  const { regressed, noLongerTested } = diffReports(before, after)
  const now = new Map(after.requirements.map((row) => [row.id, row]))
  const worse = new Set(regressed.map(({ id }) => id))
  return {
    regressed: regressed.filter(({ id }) => !now.get(id)?.waiver),
    vanished: noLongerTested.filter((change) => {
      const row = now.get(change.id)
      const takenOn = row !== undefined && !['disabled', 'unsupported'].includes(row.verdict) && !row.waiver
      return change.before === 'pass' && takenOn
    }),
    known: after.requirements
      .filter(({ id, verdict }) => verdict === 'fail' && !worse.has(id))
      .map(({ id }) => id),
  }
}

/** The exit code of a run with a baseline: 0 no worse than before; 1 worse, or a waiver is stale; 2 the run was cut short or broke. */
export function baselineExitCode({ regressed, vanished }: BaselineGate, report: Report): 0 | 1 | 2 {
  if (regressed.length + vanished.length > 0 || report.staleWaivers?.length) return 1
  return report.run.interrupted || report.errors?.length ? 2 : 0
}

/** The gate in plain text. @param named the baseline, as the user named it */
export function describeBaseline(gate: BaselineGate, named: string): string {
  const { regressed, vanished, known } = gate
  const line = ({ id, before, after, reason }: Change) =>
    `    ${id}: ${before} → ${after}${reason ? `. ${oneLine(reason, 200)}` : ''}`
  const section = (title: string, lines: string[]) => (lines.length === 0 ? [] : [`  ${title}`, ...lines])
  return `${[
    '',
    `  Against ${named}: ${plural(regressed.length, 'new failure')}, ${plural(vanished.length, 'pass', 'passes')} vanished, ${plural(known.length, 'known failure')}`,
    ...section('New', regressed.map(line)),
    ...section('Vanished', vanished.map(line)),
    ...section(
      'Known',
      known.map((id) => `    ${id}`),
    ),
  ].join('\n')}\n`
}
