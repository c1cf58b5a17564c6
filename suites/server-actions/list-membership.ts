import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { Blocked, Broken } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { everything, type ListOperation } from '../servers/list-pages.ts'

/** How long a list may lag behind what was done, in milliseconds before scaling. */
export const LIST_DELAY_MS = 30_000

/** Whether the list of servers holds the server. */
export async function isListed(compute: TypedClient, server: GivenServer): Promise<boolean> {
  const answer = answers(200, await compute.servers.list({ query: { name: server.name } }))
  const servers: unknown = answer.body?.servers
  return Array.isArray(servers) && servers.some((one) => one?.id === server.id)
}

/**
 * Waits until a list has a server that was built for the test alone: a list may lag behind.
 * @throws Blocked by the list if it never has it: whether it must is judged once
 */
export async function untilListed(
  client: TypedClient,
  list: ListOperation,
  server: GivenServer,
): Promise<void> {
  const what = `${server.id}, which was built just now, is in the list`
  const holds = async () => (await everything(client, list)).some(({ id }) => id === server.id)
  try {
    await comesTrue(server.context, what, holds, { cause: list, within: LIST_DELAY_MS })
  } catch (error) {
    throw error instanceof Broken ? new Blocked(list, `setup: ${error.message}`) : error
  }
}
