import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { Given } from '../../fixtures/given/given.ts'
import { sharedResource } from '../../fixtures/given/shared.ts'
import { type ServerView, viewOf } from '../../fixtures/resources/server-view.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { had, richServer } from './shelving-rounds.ts'

/** One server that has something to lose, on which all the calls are made; each hands it on as it left it. Evacuation uses it last. */
export const serverWithAll = (
  context: TestContext,
): Promise<{ id: string; name: string; view: ServerView }> =>
  sharedResource(context, 'a server with all that an action might take', async (own) => {
    const { server } = await richServer(own)
    await had(() => floating(own, server))
    return { id: server.id, name: server.name, view: server.view }
  })

/** Gives a server a floating address too. @throws Blocked by what stood in the way */
const floating = async (own: TestContext, server: GivenServer) => {
  const address = (await new Given(own).floatingIp()).floating_ip_address
  const body = { addFloatingIp: { address } }
  own.need(202, await own.compute.servers.addFloatingIp({ server_id: server.id, body }))
  const isShown = async () => {
    const { body: shown } = own.need(200, await own.compute.servers.show(server))
    server.view = viewOf(200, shown?.server)
    return server.view.addresses.some((each) => each.includes(address))
  }
  await comesTrue(own, 'the floating address is shown', isShown, { cause: 'servers.addFloatingIp' })
}
