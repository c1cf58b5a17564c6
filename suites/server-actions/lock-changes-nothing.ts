import { said } from '../../fixtures/client/answer.ts'
import { awaitedAddresses } from '../../fixtures/expect/by-itself.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { differences } from '../../fixtures/resources/server-view.ts'
import { look } from '../../fixtures/resources/watch-server.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'

/** Locking and unlocking leave all that is seen of a server as it was. @throws Broken with what changed */
export async function asItWas(server: GivenServer): Promise<void> {
  const { context } = server
  const view = await look(context, server.id, (seen) => context.failure('servers.show', said(seen)))
  awaitedAddresses(server, view, 'servers.lock')
  const changed = differences(server.view, view)
  demand(changed.length === 0, `the server's ${changed.join('; ')}`)
}
