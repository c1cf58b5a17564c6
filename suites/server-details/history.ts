import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Body } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'

/** An action as the list of a server's actions tells it. */
export type ListedAction = Body<'instanceActions.list'>['instanceActions'][number]

/** The actions that the target lists for a server; junk as none. */
export const history = async (client: TypedClient, server: GivenServer): Promise<ListedAction[]> => {
  const { body } = answers(200, await client.instanceActions.list(server))
  return Array.isArray(body?.instanceActions) ? body.instanceActions : []
}

/**
 * The actions of a server that are wanted, once the list has one: it may lag behind what was done.
 * @returns none if none came in time
 */
export const listedSoon = async (
  context: TestContext,
  client: TypedClient,
  server: GivenServer,
  isWanted: (action: ListedAction) => boolean = () => true,
): Promise<ListedAction[]> => {
  const { pace, config } = context.run
  const waited = await watch({
    kind: 'an action is listed',
    pace,
    within: LIST_DELAY_MS * config.timeoutScale,
    look: async () => (await history(client, server)).filter(isWanted),
    waits: context.waits,
    judge: (found) => (found.length > 0 ? 'done' : 'wait'),
  })
  return waited.last
}

/** The earliest of some actions. */
export const firstOf = (actions: readonly ListedAction[]): ListedAction | undefined =>
  [...actions].sort((a, b) => momentOf(a.start_time) - momentOf(b.start_time))[0]

/**
 * A time of a history, which is told in several forms, in milliseconds since the epoch; NaN where it is none. One that names no
 * zone is in UTC; of a fraction that stands there twice, the first counts.
 */
export function momentOf(time: unknown): number {
  const [, whole, fraction = '', zone = 'Z'] = FORM.exec(String(time)) ?? []
  return Date.parse(`${whole?.replace(' ', 'T')}${zone}`) + 1000 * Number(`0${fraction}`)
}

const FORM = /^(.{19})(\.\d+)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$/
