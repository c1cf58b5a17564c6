import type { Requirement } from '../spec/requirement.ts'
import type { Verdict } from './report.ts'

/** What one test, or one answer, says about a requirement. */
export interface Graded {
  verdict: Verdict
  /** For `blocked`: what stood in the way. */
  blockedBy?: string
}

/** Of several verdicts on one requirement, the first of these counts. */
const FIRST_COUNTS: readonly Verdict[] = [
  'fail',
  'warn',
  'note',
  'error',
  'blocked',
  'unsupported',
  'pass',
  'disabled',
]

/** The verdict that counts; of equals, the earlier. */
export function worst<Found extends Graded>(found: readonly Found[]): Found | undefined {
  return found.reduce<Found | undefined>(
    (worse, each) =>
      !worse || FIRST_COUNTS.indexOf(each.verdict) < FIRST_COUNTS.indexOf(worse.verdict) ? each : worse,
    undefined,
  )
}

/** A breach, as grave as the requirement is binding. */
export function broken({ level }: Pick<Requirement, 'level'>): Verdict {
  return level === 'MUST' ? 'fail' : level === 'SHOULD' ? 'warn' : 'note'
}
