import { failedServer } from '../../fixtures/given/failed-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { entryOf, excludes, selects } from './listing.ts'

/**
 * The lists again with a server whose build failed, where the target lets one fail; what it shows as the server's fault
 * is judged on the way, as the member and as an administrator see it.
 */
describe('Get server details: a server that failed', () => {
  test(...requirement('servers.listDetail/status-selects'), async ({ compute, given, scene }) => {
    const failed = await failedServer(scene, given)
    if (failed === undefined) return
    const server = { ...failed, nick: 'the failed server' }
    await selects(compute, 'servers.listDetail', { status: failed.status, name: failed.name }, server)
    await excludes(compute, 'servers.listDetail', { status: 'ACTIVE', name: failed.name }, server)
    await entryOf(compute, 'servers.listDetail', failed, { name: failed.name })
    await scene.admin?.servers.show(failed)
    await scene.admin?.servers.listDetail({ query: { name: failed.name } })
  })
})
