import { isSuccess } from '../../fixtures/client/answer.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { Given } from '../../fixtures/given/given.ts'
import { foundOnce } from '../../fixtures/given/shared.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { history, type ListedAction } from './history.ts'

/** An action of a member, and the status that shows that it has succeeded. */
interface Step {
  id: OperationId
  body?: (given: Given) => Promise<object>
  becomes: readonly string[]
}

/** There and back: where the first is refused, the second is not asked for. */
const STEPS: readonly (readonly Step[])[] = [
  [
    { id: 'servers.pause', becomes: ['PAUSED'] },
    { id: 'servers.unpause', becomes: ['ACTIVE'] },
  ],
  [
    { id: 'servers.suspend', becomes: ['SUSPENDED'] },
    { id: 'servers.resume', becomes: ['ACTIVE'] },
  ],
  [
    { id: 'servers.stop', becomes: ['SHUTOFF'] },
    { id: 'servers.start', becomes: ['ACTIVE'] },
  ],
  [
    { id: 'servers.rescue', body: async () => ({ rescue: {} }), becomes: ['RESCUE'] },
    { id: 'servers.unrescue', becomes: ['ACTIVE'] },
  ],
  [
    {
      id: 'servers.rebuild',
      body: async (given) => ({ rebuild: { imageRef: await given.imageId() } }),
      becomes: ['ACTIVE'],
    },
  ],
  [
    {
      id: 'servers.resize',
      body: async (given) => ({ resize: { flavorRef: await given.largerFlavorId() } }),
      becomes: ['VERIFY_RESIZE'],
    },
    { id: 'servers.revertResize', becomes: ['ACTIVE'] },
  ],
  [
    { id: 'servers.shelve', becomes: ['SHELVED', 'SHELVED_OFFLOADED'] },
    { id: 'servers.unshelve', becomes: ['ACTIVE'] },
  ],
]

/** An action that was taken and succeeded, and how the history tells of it. */
export interface Done {
  operationId: OperationId
  /** Absent where no entry bears the id of its request. */
  entry: ListedAction | undefined
}

/** What was done to a server. */
export interface MuchDone {
  done: Done[]
  /** So many entries its history had more than before. */
  more: number
  /** Its whole history. */
  listed: ListedAction[]
  /** The ids of the requests, in the order in which they were sent. */
  asked: (string | undefined)[]
}

/** A server that one action after the other was asked for, with the history of it; one for all who look at what that tells. */
export const muchDone = (context: TestContext): Promise<MuchDone> =>
  foundOnce(context, 'the history of a server that much was done to', async (own) => {
    const server = await new Given(own).server()
    const before = (await history(own.compute, server)).length
    const ids = new Map<OperationId, string | undefined>()
    for (const pair of STEPS)
      for (const step of pair) {
        const taken = await take(own, server, step)
        if (taken === undefined) break
        ids.set(step.id, taken.requestId)
      }
    if (ids.size === 0) throw new Blocked('environment', 'setup: no action of a member was taken')
    const { pace, config } = own.run
    const wanted = [...ids.values()]
    const { last } = await watch({
      kind: 'a history is whole',
      pace,
      within: LIST_DELAY_MS * config.timeoutScale,
      look: () => history(own.compute, server),
      waits: own.waits,
      judge: (listed) => {
        const found = wanted.filter((id) => listed.some(({ request_id }) => request_id === id)).length
        const byOtherIds = found === 0 && listed.length - before >= wanted.length
        return found === wanted.length || byOtherIds ? 'done' : 'wait'
      },
    })
    const done = [...ids].map(([operationId, id]) => ({
      operationId,
      entry: last.find(({ request_id }) => request_id === id),
    }))
    return { done, more: last.length - before, listed: last, asked: wanted }
  })

/** @returns undefined if the target does not take it, or it does not succeed */
const take = async (own: TestContext, server: GivenServer, { id, body, becomes }: Step) => {
  try {
    const wanted = await body?.(new Given(own))
    const call = { server_id: server.id, ...(wanted === undefined ? {} : { body: wanted }) }
    const answer = await own.compute.send(id, call)
    if (!isSuccess(answer)) return undefined
    await eventually(server, { status: becomes })
    return { requestId: answer.requestId }
  } catch (error) {
    if (error instanceof Blocked) return undefined
    throw error
  }
}
