import { failedServer } from '../../fixtures/given/failed-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { demand } from '../../fixtures/verbs.ts'
import { everything } from './listing.ts'

describe('Get server details: a server that failed', () => {
  test(...requirement('servers.listDetail/lists-project-servers'), async ({ compute, given, scene }) => {
    const failed = await failedServer(scene, given)
    // Where the target lets no build fail, the requirement rests on servers that were built well.
    if (failed === undefined) return
    const entries = await everything(compute, 'servers.listDetail')
    demand(
      entries.some(({ id }) => id === failed.id),
      `${failed.id}, whose build failed just now, is not in the whole list`,
    )
    // What a server shows as its fault is judged on the way, as the member and as an administrator see it.
    await scene.admin?.servers.show(failed)
    await scene.admin?.servers.listDetail()
  })
})
