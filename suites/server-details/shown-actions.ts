import { eventually } from '../../fixtures/expect/eventually.ts'
import { Given } from '../../fixtures/given/given.ts'
import { foundOnce } from '../../fixtures/given/shared.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { firstOf, listedSoon } from './history.ts'

/** A step of an action, as far as these suites rely on it. */
interface ShownStep {
  event?: unknown
  start_time?: unknown
  finish_time?: unknown
  result?: unknown
}

/** An action of a server that succeeded, as it is shown once its steps have ended, or should have. */
export interface ShownAction {
  /** Which it is, as a phrase. */
  what: string
  began: unknown
  steps: readonly ShownStep[]
  /** When the server last changed, as it is shown once the action is done. */
  updated: unknown
}

/** The creation of a server and its pausing, with their steps; looked at once for all who ask what these tell. */
export const shownActions = (context: TestContext): Promise<ShownAction[]> =>
  foundOnce(context, 'the steps of a creation and of a pausing', async (own) => {
    const server = await new Given(own).server()
    const first = firstOf(await listedSoon(own, own.compute, server))
    const call = own.need(202, await own.compute.servers.pause(server))
    await eventually(server, { status: 'PAUSED', cause: 'servers.pause' })
    const [pausing] = await listedSoon(
      own,
      own.compute,
      server,
      ({ request_id }) => request_id === call.requestId,
    )
    const { body } = own.need(200, await own.compute.servers.show(server))
    const all = [
      ['the creation', first],
      ['the pausing', pausing],
    ] as const
    const shown: ShownAction[] = []
    // That either is not listed, or not by the id of its request, is judged by itself.
    for (const [what, entry] of all)
      if (entry !== undefined)
        shown.push({ what, updated: body.server.updated, ...(await finished(own, server, entry.request_id)) })
    return shown
  })

/** An action, once all of its steps have ended; as it is, where they do not in time. */
const finished = async (own: TestContext, { id: server_id }: GivenServer, action_id: string) => {
  const { pace, config } = own.run
  const { last } = await watch({
    kind: 'the steps of an action have ended',
    pace,
    within: LIST_DELAY_MS * config.timeoutScale,
    look: async () =>
      own.need(200, await own.administrator.instanceActions.show({ server_id, action_id })).body
        ?.instanceAction,
    waits: own.waits,
    judge: (action) =>
      stepsOf(action?.events).every(({ finish_time }) => finish_time != null) ? 'done' : 'wait',
  })
  return { began: last?.start_time, steps: stepsOf(last?.events) }
}

const stepsOf = (events: unknown): ShownStep[] => (Array.isArray(events) ? events : [])
