import type { Condition } from '../../fixtures/reference-cloud/conditions/condition.ts'
import type { Verdict } from '../../reporters/report.ts'
import type { Outcome } from './outcome.ts'

/** How many more servers than without a condition may be built: to try again is fine, to go on trying is not. */
const MORE_BUILDS = 30
/** How many times as many requests as without a condition may be sent. */
const MORE_REQUESTS = 3

const BLAME: readonly Verdict[] = ['fail', 'warn', 'error']
const UNJUDGED: readonly Verdict[] = ['blocked', 'unsupported', 'untested']

/** The rows that could be judged without the condition, and could not with it. */
export function unjudged(found: Outcome, plain: Outcome): Outcome['requirements'] {
  const before = new Map(plain.requirements.map((row) => [row.id, row.verdict]))
  return found.requirements.filter(
    ({ id, verdict }) => UNJUDGED.includes(verdict) && !UNJUDGED.includes(before.get(id)!),
  )
}

/** What is wrong with what was found under a condition: blame, a wrong reason, too much of anything. */
export function complaints(
  { reason, hides, builds = MORE_BUILDS }: Pick<Condition, 'reason' | 'hides' | 'builds'>,
  found: Outcome,
  plain: Outcome,
): string[] {
  const wrong: string[] = []
  for (const row of found.requirements)
    if (BLAME.includes(row.verdict)) wrong.push(`blamed: ${row.id} (${row.verdict}: ${row.reason})`)
  for (const row of unjudged(found, plain)) {
    const text = `${row.id} (${row.verdict}: ${row.reason})`
    if (reason === undefined) wrong.push(`could be judged: ${text}`)
    else if (!reason.test(row.reason) && row.verdict !== 'untested')
      wrong.push(`not the true reason: ${text}`)
  }
  const more = found.serverBuilds - plain.serverBuilds
  if (more > builds) wrong.push(`builds: ${found.serverBuilds} servers, ${more} more than without it`)
  if (found.requests > MORE_REQUESTS * plain.requests)
    wrong.push(`requests: ${found.requests}, more than ${MORE_REQUESTS} times those without it`)
  if (!hides) for (const thing of found.left) wrong.push(`left: ${thing}`)
  return wrong
}
