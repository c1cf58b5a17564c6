import type { Gravity, Part, Report, Verdict } from './report.ts'
import { count, plural } from './terminal.ts'

/** The report's judgement in words, as every format says it. */
export function judgement(report: Report): string {
  if (report.conformant === true) {
    if (!report.partial) return 'Conforms'
    return report.run.selection
      ? `What was selected conforms: ${count(selectedOf(report))} of ${count(totalOf(report))}`
      : 'What was put to the test conforms'
  }
  return report.conformant === false ? 'Does not conform' : 'Could not be judged'
}

/** How many requirements the profile has. */
function totalOf({ areas, requirements }: Report): number {
  return areas?.reduce((sum, area) => sum + area.total, 0) ?? requirements.length
}

/** How many of them the run was asked for. */
function selectedOf({ requirements }: Report): number {
  return requirements.filter((row) => row.leftOutBy !== 'selection').length
}

/** The judgement on a part, in words. */
export function judgementOn({ conformant, partial, outside }: Part): string {
  if (outside) return 'not part of this run'
  if (conformant === null) return 'could not be judged'
  if (!conformant) return 'does not conform'
  return partial ? 'conforms in part' : 'conforms'
}

/** How a judgement is shown: `neutral` where it is good news of a part only. */
export type Tone = 'good' | 'neutral' | 'bad' | 'unknown'

/** The tone of the judgement. */
export function tone({ conformant, partial }: Report): Tone {
  if (conformant === null) return 'unknown'
  if (!conformant) return 'bad'
  return partial ? 'neutral' : 'good'
}

/** Rows that the target's answers decided. */
const JUDGED: readonly Verdict[] = ['pass', 'fail', 'warn', 'note']

/** Why the judgement is what it is, in a sentence; in another, what was seen broken that nobody asked for. */
export function because(report: Report): string {
  const seen = report.requirements.filter((row) => row.seen === 'fail').length
  if (seen === 0) return reasonOf(report)
  return `${reasonOf(report)} Outside the selection, ${plural(seen, 'MUST')} ${seen === 1 ? 'was' : 'were'} seen broken in passing, and ${seen === 1 ? 'is' : 'are'} not counted.`
}

function reasonOf(report: Report): string {
  const { requirements, run } = report
  const failed = requirements.filter((row) => row.verdict === 'fail' && !row.waiver).length
  const judged = requirements.filter((row) => JUDGED.includes(row.verdict)).length
  const of = run.selection
    ? `${count(judged)} of ${count(selectedOf(report))} selected requirements`
    : `${count(judged)} of ${plural(totalOf(report), 'requirement')}`
  const were = judged === 1 ? 'was' : 'were'
  if (report.conformant === false) {
    const broken = failed === 1 ? 'One MUST is broken' : `${count(failed)} MUSTs are broken`
    const causes = (report.causes ?? []).filter((cause) => cause.verdict === 'fail').length
    const whence = causes > 0 && failed > 1 ? `, from ${plural(causes, 'cause')}` : ''
    return `${broken}${whence}; ${of} ${were} judged.`
  }
  if (report.conformant === true) {
    const { waived } = report.summary
    const open = waived === 0 ? '' : ' unwaived'
    const known =
      waived === 0
        ? ''
        : waived === 1
          ? ' One known failure is waived.'
          : ` ${waived} known failures are waived.`
    if (report.partial) return `${of} ${were} judged, and no${open} MUST among them is broken.${known}`
    return `No${open} MUST is broken; ${of} ${were} judged.${known}`
  }
  if (run.interrupted) return `The run was cut short after ${of}; none of these MUSTs is broken.`
  if (report.errors?.length) return 'The suite itself broke in places; see the errors of the run.'
  const open = (verdict: Verdict) =>
    requirements.filter((row) => row.level === 'MUST' && row.verdict === verdict && !row.waiver).length
  const [blocked, errors] = [open('blocked'), open('error')]
  if (blocked + errors === 0)
    return judged > 0
      ? 'Nothing was judged but what is known to fail, and waived.'
      : 'Nothing was judged: no requirement passed and none failed.'
  const parts = [blocked > 0 ? `${blocked} blocked` : '', errors > 0 ? `${errors} in error` : ''].filter(
    Boolean,
  )
  return `No MUST is broken, but some could not be put to the test: ${parts.join(' and ')}.`
}

/** What rows come to of which the profile lets a target do without the operation. */
const MAY_LACK: readonly Verdict[] = ['unsupported', 'untested', 'disabled']

/** What the target offers of what it was held to; empty where nothing was. */
export function offered({ offer, requirements }: Report): string {
  if (!offer || offer.operations + offer.lacking.length === 0) return ''
  if (offer.musts + offer.lacking.length === 0) return ''
  const { operations, lacking, musts, kept } = offer
  // Told apart, for a cause counts only those of them that it may not lack.
  const asked = new Set(
    requirements.filter(({ verdict }) => !MAY_LACK.includes(verdict)).map(({ operationId }) => operationId),
  )
  const allowed = lacking.filter((id) => !asked.has(id)).length
  const of = allowed === lacking.length ? '' : ` ${count(allowed)} of them`
  const which = allowed === 0 ? '' : `,${of} as the profile allows`
  const lacks = lacking.length === 0 ? '' : `; lacks ${plural(lacking.length, 'operation')}${which}`
  return `Holds ${count(kept)} of ${count(musts)} judged MUSTs of ${plural(operations, 'operation')}${lacks}.`
}

/** Whose requirements a cause breaks: names while they are few. */
export function ofOperations(operations: readonly string[]): string {
  return operations.length <= 2 ? operations.join(' and ') : plural(operations.length, 'operation')
}

/** What each verdict means, for legends. */
export const MEANING: Readonly<Record<Verdict, string>> = {
  pass: 'The target keeps the requirement.',
  fail: 'The target breaks a MUST.',
  warn: 'The target breaks a SHOULD.',
  note: 'A MAY that the target does not take, or something to know.',
  unseen: 'May be left out, and no answer held it: nothing was judged.',
  unsupported: 'The target does not offer this, and the profile allows that.',
  blocked: 'A prerequisite of the test was not met; says nothing about the requirement.',
  error: 'The suite or the wire broke; never held against the target.',
  disabled: "Outside this run's selection, footprint or budget.",
  untested: 'Nothing has put this to the test.',
}

/** What each gravity of a cause means, in a word or two. */
export const GRAVITY_WORDS: Readonly<Record<Gravity, string>> = {
  rights: 'rights',
  effects: 'effects',
  refusals: 'acts after refusal',
  answers: 'answers',
  form: 'form',
}
