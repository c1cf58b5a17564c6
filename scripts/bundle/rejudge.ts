import { rejudgeable } from '../../reporters/evidence.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { CODES } from '../../spec/derive/refusals.ts'
import { type Exchange, HIDDEN } from '../../spec/exchange.ts'
import { judge } from '../../spec/judge.ts'

/** Exchanges with the judgement of the present contract. */
export interface Rejudged {
  exchanges: Exchange[]
  /** How many were judged again; the others have no answer, were cut when they were recorded, or were never judged. */
  judged: number
  /** Ids of exchanges that break other requirements than they did when they were recorded. */
  differing: string[]
}

/** Judges recorded answers again. @param features the extensions that the target offered */
export function rejudge(exchanges: readonly Exchange[], features: readonly string[]): Rejudged {
  const offered = new Set(features)
  const result: Rejudged = { exchanges: [], judged: 0, differing: [] }
  for (const exchange of exchanges) {
    const { id, operationId, response, problems, role } = exchange
    if (!rejudgeable(exchange) || response === undefined) {
      result.exchanges.push(exchange)
      continue
    }
    const { status, headers, body = '' } = response
    const anew = judge({ operationId, status, headers, body }, { features: offered, role })
    asRecordedOfSecrets(anew, exchange)
    const codes = codesOf(exchange, status)
    anew.problems.push(...codes.problems)
    anew.kept.push(...codes.kept)
    result.judged++
    if (brokenBy(anew.problems) !== brokenBy(problems)) result.differing.push(id)
    result.exchanges.push({ ...exchange, problems: anew.problems, kept: anew.kept })
  }
  return result
}

/** What was found wrong, or right, of a value that the evidence hides, stands as it was recorded: nothing else is known of it. */
function asRecordedOfSecrets(
  anew: Pick<Exchange, 'problems' | 'kept'>,
  { problems, kept }: Pick<Exchange, 'problems' | 'kept'>,
): void {
  const ofSecret = ({ found }: Exchange['problems'][number]) => found.includes(HIDDEN)
  const recorded = problems.filter(ofSecret)
  const ids = new Set(
    [...recorded, ...anew.problems.filter(ofSecret)].flatMap(({ requirements }) => requirements),
  )
  if (ids.size === 0) return
  anew.problems = [...anew.problems.filter((problem) => !ofSecret(problem)), ...recorded]
  anew.kept = [...anew.kept.filter((id) => !ids.has(id)), ...kept.filter((id) => ids.has(id))]
}

const CODE_SLUGS: readonly string[] = Object.values(CODES)

/** Requirements on the codes of refusals, which a suite judges by what it asked: all of them are about the status alone. */
function codesOf(
  { problems, kept }: Exchange,
  status: number,
): { problems: Exchange['problems']; kept: string[] } {
  const named = [...kept, ...problems.flatMap(({ requirements }) => requirements)]
  const ids = new Set(named.filter((id) => CODE_SLUGS.includes(id.split('/')[1] ?? '')))
  const again: ReturnType<typeof codesOf> = { problems: [], kept: [] }
  for (const id of ids) {
    const statuses = catalogue().find((requirement) => requirement.id === id)?.statuses
    if (statuses?.includes(status)) again.kept.push(id)
    else {
      const expected = statuses?.join(' or ') ?? 'a documented status'
      again.problems.push({ pointer: '/status', expected, found: String(status), requirements: [id] })
    }
  }
  return again
}

function brokenBy(problems: Exchange['problems']): string {
  return [...new Set(problems.flatMap(({ requirements }) => requirements))].sort().join(' ')
}
