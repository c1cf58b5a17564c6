import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'

/** The host that an administrator sees a server on; null if it is on none. */
export async function hostOf(admin: TypedClient, server: GivenServer): Promise<string | null> {
  const { body } = answers(200, await admin.servers.show(server))
  const host: unknown = body?.server?.['OS-EXT-SRV-ATTR:host']
  if (host !== null && typeof host !== 'string')
    throw server.context.failure(
      'servers.show',
      `an administrator is not shown the host of server ${server.id}: ${JSON.stringify(host)}`,
    )
  return host === '' ? null : host
}
