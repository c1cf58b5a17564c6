import type { Answer } from '../../fixtures/client/answer.ts'
import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Body } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { Blocked } from '../../fixtures/outcome.ts'

export type ServerShown = Body<'servers.show'>['server']

/**
 * The answer is a success. Which success status is documented is judged on every exchange, and told once: what an answer
 * holds is looked at all the same.
 * @throws Broken or Blocked if it is none
 */
export function success<A extends Answer>(answer: A): A {
  if (!isSuccess(answer)) answers(200, answer)
  return answer
}

/**
 * Attributes that a test goes on from are there and of the documented type.
 * @param at where they stand in the body: `server`, `servers[]`
 * @throws Blocked by the operation if the judge found fault with them: that is told by their own requirements
 */
export function needs(answer: Answer, at: string, names: readonly string[]): void {
  const faulty = new Set(answer.exchange.problems.flatMap(({ requirements }) => requirements))
  for (const name of names) {
    const id = `${answer.operationId}/body.${at}.${name}`
    const found = [...faulty].find(
      (each) => each === id || each.startsWith(`${id}.`) || each.startsWith(`${id}[`),
    )
    if (found !== undefined) throw new Blocked(answer.operationId, `${name} is not as documented (${found})`)
  }
}

/** The server that an answer shows, with the attributes that a test needs as documented. */
export function serverOf(answer: Answer<'servers.show'>, ...names: string[]): ServerShown {
  success(answer)
  needs(answer, 'server', names)
  const server = answer.body?.server
  demand(typeof server === 'object' && server !== null, `${answer.operationId} answered without a server`)
  return server
}

/**
 * A server as showing it tells, for holding something else against it.
 * @param names the attributes that matter; without any, all do
 * @throws Blocked if what is shown of them is broken itself
 */
export async function shownFor(
  compute: TypedClient,
  server: { id: string },
  ...names: string[]
): Promise<ServerShown> {
  const answer = await compute.servers.show({ server_id: server.id })
  const shown = serverOf(answer, ...names)
  if (shown.id !== server.id) throw new Blocked('servers.show', 'another server is shown than was asked for')
  const broken = answer.exchange.problems
    .flatMap(({ requirements }) => requirements)
    .find((id) => id.startsWith('servers.show/body'))
  if (names.length === 0 && broken !== undefined)
    throw new Blocked('servers.show', `what is shown is broken itself (${broken})`)
  return shown
}
