import { demand } from '../../fixtures/expect/demand.ts'
import { failedServer } from '../../fixtures/given/failed-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { everything } from './list-pages.ts'

describe('Get server details: a server that failed', () => {
  test(...requirement('servers.listDetail/lists-project-servers'), async ({ compute, given, context }) => {
    const failed = await failedServer(context, given)
    // Where the target lets no build fail, the requirement rests on servers that were built well.
    if (failed === undefined) return
    const entries = await everything(compute, 'servers.listDetail')
    demand(
      entries.some(({ id }) => id === failed.id),
      `${failed.id}, whose build failed just now, is not in the whole list`,
    )
    // What a server shows as its fault is judged on the way, as the member and as an administrator see it.
    await context.admin?.servers.show(failed)
    await context.admin?.servers.listDetail()
  })
})
