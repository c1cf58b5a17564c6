import { type Change, caveatsOf, diffReports, judged } from './diff.ts'
import type { Report } from './report.ts'
import { oneLine, plural } from './terminal.ts'

/** What a run is measured by that has an earlier one for its baseline. */
export interface BaselineGate {
  /** A MUST or a SHOULD broken now and not before, or more gravely; fails the gate unless waived. */
  regressed: Change[]
  /** Kept before, and kept from being judged now though the run took it on; fails the gate. */
  vanished: Change[]
  /** Ids of what was broken before and still is: listed, and tolerated. */
  known: string[]
  /** Ids of what was broken before and is kept now. */
  fixed: string[]
  /** How many requirements were judged both before and now. */
  both: number
  /** What else differs between the two, in sentences. */
  caveats: string[]
}

/** Measures a report by an earlier one. */
export function againstBaseline(before: Report, after: Report): BaselineGate {
  const diff = diffReports(before, after)
  const { regressed, fixed, noLongerTested } = diff
  const judgedBefore = new Set(before.requirements.filter(judged).map(({ id }) => id))
  const now = new Map(after.requirements.map((row) => [row.id, row]))
  const worse = new Set(regressed.map(({ id }) => id))
  // What may be left out, or is not offered, is no worse for that. And where less was asked, fewer answers tell of the rest.
  const lost = ['blocked', 'error', ...(sameSelection(before, after) ? ['untested'] : [])]
  return {
    regressed: regressed.filter(({ id, after }) => after !== 'note' && !now.get(id)?.waiver),
    vanished: noLongerTested.filter((change) => {
      const row = now.get(change.id)
      return change.before === 'pass' && row !== undefined && lost.includes(row.verdict) && !row.waiver
    }),
    known: after.requirements
      .filter(({ id, verdict }) => verdict === 'fail' && !worse.has(id))
      .map(({ id }) => id),
    fixed: fixed.map(({ id }) => id),
    both: after.requirements.filter((row) => judged(row) && judgedBefore.has(row.id)).length,
    caveats: caveatsOf(diff),
  }
}

function sameSelection({ run: one }: Report, { run: other }: Report): boolean {
  return one.selection?.join() === other.selection?.join() && one.footprint === other.footprint
}

/**
 * The exit code of a run with a baseline: 0 no worse than before; 1 worse, or a waiver is stale; 2 the run was cut short or
 * broke, or left something behind, or nothing was judged both before and now.
 */
export function baselineExitCode({ regressed, vanished, both }: BaselineGate, report: Report): 0 | 1 | 2 {
  if (regressed.length + vanished.length > 0 || report.staleWaivers?.length) return 1
  if (both === 0) return 2
  return report.run.interrupted || report.errors?.length || report.leaks.length > 0 ? 2 : 0
}

/** How the gate ended, for whoever reads above it that the target does not conform. */
const ENDS = {
  0: 'The gate passes: nothing is worse than there.',
  1: 'The gate fails.',
  2: 'The gate could not tell: the run was cut short, broke, or left something behind.',
}

const NOTHING_IN_COMMON = 'The gate could not tell: no requirement was judged both there and here.'

/** The gate in plain text. @param named the baseline, as the user named it */
export function describeBaseline(gate: BaselineGate, report: Report, named: string): string {
  const { regressed, vanished, known, fixed, both, caveats } = gate
  const code = baselineExitCode(gate, report)
  const line = ({ id, before, after, reason }: Change) =>
    `    ${id}: ${before} → ${after}${reason ? `. ${oneLine(reason, 200)}` : ''}`
  const section = (title: string, lines: string[]) => (lines.length === 0 ? [] : [`  ${title}`, ...lines])
  const counted = [
    plural(regressed.length, 'new failure'),
    `${plural(vanished.length, 'pass', 'passes')} vanished`,
    plural(known.length, 'known failure'),
    `${fixed.length} fixed`,
  ]
  return `${[
    '',
    `  Against ${named}: ${counted.join(', ')}`,
    ...caveats.map((each) => `  ${each}`),
    ...section('New', regressed.map(line)),
    ...section('Vanished', vanished.map(line)),
    ...section(
      'Known',
      known.map((id) => `    ${id}`),
    ),
    `  ${code === 2 && both === 0 ? NOTHING_IN_COMMON : ENDS[code]}`,
  ].join('\n')}\n`
}
