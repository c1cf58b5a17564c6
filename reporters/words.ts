import type { Report, Verdict } from './report.ts'
import { count, plural } from './terminal.ts'

/** The report's judgement in words, as every format says it. */
export function judgement(report: Report): string {
  if (report.conformant === true) return 'Conforms'
  return report.conformant === false ? 'Does not conform' : 'Could not be judged'
}

/** One sentence on why the judgement is what it is. */
export function because(report: Report): string {
  const { requirements, run } = report
  const failed = requirements.filter((row) => row.verdict === 'fail' && !row.waiver).length
  const judged = requirements.filter((row) => ['pass', 'fail', 'warn'].includes(row.verdict)).length
  const total = requirements.length
  if (report.conformant === false) {
    return failed === 1 ? 'One MUST requirement is broken.' : `${failed} MUST requirements are broken.`
  }
  if (report.conformant === true) {
    const { waived } = report.summary
    const known =
      waived === 0
        ? ''
        : waived === 1
          ? ' One known failure is waived.'
          : ` ${waived} known failures are waived.`
    const open = waived === 0 ? '' : ' unwaived'
    return `No${open} MUST is broken; ${count(judged)} of ${plural(total, 'requirement')} were judged.${known}`
  }
  if (run.interrupted)
    return `The run was cut short after ${count(judged)} of ${plural(total, 'requirement')}; none of these MUST is broken.`
  if (report.errors?.length) return 'The suite itself broke in places; see the errors of the run.'
  const kept = (verdict: Verdict) =>
    requirements.filter((row) => row.level === 'MUST' && row.verdict === verdict).length
  const [blocked, errors] = [kept('blocked'), kept('error')]
  if (blocked + errors === 0) return 'Nothing was judged: no requirement passed and none failed.'
  const parts = [blocked > 0 ? `${blocked} blocked` : '', errors > 0 ? `${errors} in error` : ''].filter(
    Boolean,
  )
  return `No MUST is broken, but some could not be put to the test: ${parts.join(' and ')}.`
}

/** What each verdict means, for legends. */
export const MEANING: Readonly<Record<Verdict, string>> = {
  pass: 'The target keeps the requirement.',
  fail: 'The target breaks a MUST.',
  warn: 'The target breaks a SHOULD.',
  note: 'A MAY that the target does not take, or something to know.',
  unsupported: 'The target does not offer this, and the profile allows that.',
  blocked: 'A prerequisite of the test was not met; says nothing about the requirement.',
  error: 'The suite or the wire broke; never held against the target.',
  disabled: "Outside this run's selection or footprint.",
  untested: 'Nothing has put this to the test.',
}
