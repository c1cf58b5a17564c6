import { type Graded, worst } from './gravest.ts'
import type { Finding, RequirementRow, Verdict } from './report.ts'

/** What is said of a requirement, with the reason. */
export interface Found extends Graded {
  reason: string
  leftOutBy?: RequirementRow['leftOutBy']
  seen?: RequirementRow['seen']
  finding?: Finding
}

/** Verdicts that the target's answers decide. */
const DECIDED: readonly Verdict[] = ['pass', 'fail', 'warn', 'note']

/** What nobody asked for is not judged, whatever the answers to other tests showed of it; that is told beside it. */
export function inPassing(told: readonly Found[], outside: 'selection' | 'profile'): Found {
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
export function overBudget(reason: string): Found {
  return { verdict: 'disabled', reason: `Disabled by budget: ${sentence(reason)}`, leftOutBy: 'budget' }
}

/** A reason as a sentence of its own. */
export function sentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}
