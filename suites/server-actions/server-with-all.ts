import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { Given } from '../../fixtures/given/given.ts'
import { sharedResource } from '../../fixtures/given/shared.ts'
import { type ServerView, viewOf } from '../../fixtures/resources/server-view.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { type Before, beforeCall, leavesTheRest } from './rest-unchanged.ts'
import { had, isLack, type Lack, richServer } from './shelving-rounds.ts'

/** The server on which all the calls are made. */
export interface Kept {
  id: string
  name: string
  view: ServerView
  /** What it lost when it was given a volume, and a floating address; or why it was given none. */
  given: Record<'volumeAttachments.attach' | 'servers.addFloatingIp', { lost: unknown } | Lack>
}

/** One server that has something to lose, on which all the calls are made; each hands it on as it left it. Evacuation uses it last. */
export const serverWithAll = (context: TestContext): Promise<Kept> =>
  sharedResource(context, 'a server with all that an action might take', async (own) => {
    let bare: Before | undefined
    const { server, volume } = await richServer(own, new Given(own), async (made) => {
      bare = await beforeCall(made)
    })
    const lost = async (id: OperationId, before: Before) => ({
      lost: await leavesTheRest(id, server, before).catch((error: unknown) => error),
    })
    const attaching = isLack(volume) ? volume : await lost('volumeAttachments.attach', bare!)
    const before = await beforeCall(server)
    const added = await had(() => floating(own, server))
    const adding = isLack(added) ? added : await lost('servers.addFloatingIp', before)
    const { id, name, view } = server
    const given = { 'volumeAttachments.attach': attaching, 'servers.addFloatingIp': adding }
    return { id, name, view, given }
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
