import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { failedServer } from '../../fixtures/given/failed-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { everything } from './list-pages.ts'

describe('Get server details: a server that failed', () => {
  test(...requirement('servers.listDetail/lists-project-servers'), async ({ compute, given, context }) => {
    const failed = await failedServer(context, given)
    // Where the target lets no build fail, the requirement rests on servers that were built well.
    if (failed === undefined) return
    await comesTrue(
      context,
      `${failed.id}, whose build failed just now, is in the whole list`,
      async () => (await everything(compute, 'servers.listDetail')).some(({ id }) => id === failed.id),
      { cause: 'servers.listDetail', within: LIST_DELAY_MS },
    )
    // What a server shows as its fault is judged on the way, as the member and as an administrator see it.
    await context.admin?.servers.show(failed)
    await context.admin?.servers.listDetail()
  })
})
