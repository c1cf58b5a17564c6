import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { HOST_LEFT_MS } from '../../fixtures/given/at-rest.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
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

/** The host of an offloaded server, once it is on none or has had time to leave. */
export async function hostLeft(admin: TypedClient, server: GivenServer): Promise<string | null> {
  const { run, waits } = server.context
  const { last } = await watch<string | null>({
    kind: 'an offloaded server leaves its host',
    pace: run.pace,
    within: HOST_LEFT_MS * run.config.timeoutScale,
    look: () => hostOf(admin, server),
    waits,
    judge: (host) => (host === null ? 'done' : 'wait'),
  })
  return last
}
