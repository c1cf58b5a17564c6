import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import { seenAgain } from '../../fixtures/given/at-rest.ts'
import { attachedIds } from '../../fixtures/given/attachments.ts'
import type { ServerView } from '../../fixtures/resources/server-view.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { keepsWhatItIs } from './same-server.ts'
import { had, isLack, type Lack, lostOf } from './shelving-rounds.ts'

/** A server before something is done to it. */
export interface Before {
  view: ServerView
  /** Ids of the volumes in the list of its attachments. */
  attached: string[] | Lack
}

/** Looks at all that a call might take from a server. */
export async function beforeCall(server: GivenServer): Promise<Before> {
  await seenAgain(server)
  return { view: server.view, attached: await had(() => attachedIds(server.context, server)) }
}

/**
 * After a call a server is what it was but for what the call was for. What it was given besides may be the target's own.
 * @throws Broken with what it has lost
 */
export async function leavesTheRest(
  operationId: OperationId,
  server: GivenServer,
  { view, attached }: Before,
): Promise<void> {
  const which = `after ${operationId}`
  await inTheEnd(server.context, `${operationId} leaves the rest`, async () => {
    await seenAgain(server)
    keepsWhatItIs(view, server.view, which, operationId === 'servers.resize' ? ['flavor'] : [])
    const lost = lostOf(view, server.view)
    demand(lost.length === 0, `${which} the server has no longer ${lost.join('; ')}`)
    const now = isLack(attached) ? attached : await had(() => attachedIds(server.context, server))
    if (isLack(attached) || isLack(now)) return
    const gone = attached.filter((each) => !now.includes(each))
    demand(gone.length === 0, `${which} the server no longer lists its volume ${gone.join(', ')}`)
  })
}
