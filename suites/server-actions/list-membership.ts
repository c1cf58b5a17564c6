import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'

/** Whether the list of servers holds the server. */
export async function isListed(compute: TypedClient, server: GivenServer): Promise<boolean> {
  const answer = answers(200, await compute.servers.list({ query: { name: server.name } }))
  const servers: unknown = answer.body?.servers
  return Array.isArray(servers) && servers.some((one) => one?.id === server.id)
}
