import { type Answer, tellsOfRequest } from '../../fixtures/client/answer.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { ServerRequest } from '../../fixtures/resources/resources.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'

/** Names by which targets publish how much one request may hold, and how much of it a request does hold. */
const HELD: readonly [limit: string, what: string, held: (server: ServerRequest) => number][] = [
  ['maxPersonality', 'files in a server', ({ personality = [] }) => personality.length],
  [
    'maxPersonalitySize',
    'bytes in a file',
    ({ personality = [] }) =>
      Math.max(0, ...personality.map(({ contents = '' }) => Buffer.from(contents, 'base64').length)),
  ],
  ['maxServerMeta', 'items of metadata', ({ metadata = {} }) => Object.keys(metadata).length],
]

/** How a refusal for the sake of a limit is answered. */
const OF_LIMIT: readonly number[] = [403, 413]

/**
 * Was a creation refused because it held more than an operator lets one request hold? What is published decides; where a
 * target publishes nothing, what it says of the refusal does.
 */
export async function overLimit(
  context: TestContext,
  answer: Answer,
  server: ServerRequest,
): Promise<Blocked | undefined> {
  if (!OF_LIMIT.includes(answer.status)) return undefined
  const { body } = await context.compute.limits.show()
  const limits = (body?.limits?.absolute ?? {}) as Record<string, unknown>
  const published = HELD.map(([name, what, held]) => ({ most: limits[name], what, held: held(server) }))
  for (const { most, what, held } of published)
    if (typeof most === 'number' && most >= 0 && held > most)
      return new Blocked('environment', `the target allows ${most} ${what}; ${held} were asked for`)
  const untold = published.some(({ most, held }) => held > 0 && typeof most !== 'number')
  return untold && tellsOfRequest(answer.text)
    ? new Blocked(
        'environment',
        'the target allows less in a request than was asked for, and publishes no limit',
      )
    : undefined
}
