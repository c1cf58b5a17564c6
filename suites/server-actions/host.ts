import type { TypedClient } from '../../fixtures/client.ts'
import type { GivenServer } from '../../fixtures/given/server.ts'
import { answers, demand } from '../../fixtures/verbs.ts'

/** The host that an administrator sees a server on; null if it is on none. */
export async function hostOf(admin: TypedClient, server: GivenServer): Promise<string | null> {
  const { body } = answers(200, await admin.servers.show(server))
  const host: unknown = body?.server?.['OS-EXT-SRV-ATTR:host']
  demand(
    host === null || typeof host === 'string',
    `an administrator is not shown the host of server ${server.id}: ${JSON.stringify(host)}`,
  )
  return host === '' ? null : host
}
