import type { GivenServer } from '../../fixtures/given/server.ts'
import { said } from '../../fixtures/scene.ts'
import { differences, look } from '../../fixtures/server-view.ts'
import { demand } from '../../fixtures/verbs.ts'

/** Locking and unlocking leave all that is seen of a server as it was. @throws Broken with what changed */
export async function asItWas(server: GivenServer): Promise<void> {
  const { scene } = server
  const view = await look(scene.compute, server.id, (seen) => scene.failure('servers.show', said(seen)))
  const changed = differences(server.view, view)
  demand(changed.length === 0, `the server's ${changed.join('; ')}`)
}
