import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Body } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { CLOCKS_APART_MS } from '../clocks.ts'
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

const began = ({ start_time }: ListedAction): number => momentOf(start_time)

/** The creation, where it can be the first of some actions by clocks that are apart; else the earliest. */
export const firstOf = (actions: readonly ListedAction[]): ListedAction | undefined => {
  const [earliest] = [...actions].sort((a, b) => began(a) - began(b))
  if (earliest === undefined) return undefined
  const made = actions.find(({ action }) => action === CREATION())
  return made !== undefined && began(made) - began(earliest) <= CLOCKS_APART_MS ? made : earliest
}

const CREATION = () => requirementOf('instanceActions.list/creation-appears').data!.action

/**
 * Whether actions are listed newest first: by the times that they tell, or, where several hosts took them whose clocks are apart, by
 * when they were asked for.
 * @param asked the ids of requests, in the order in which they were sent
 */
export function isNewestFirst(
  listed: readonly ListedAction[],
  asked: readonly (string | undefined)[],
): boolean {
  const times = listed.map(began)
  const backwards = times.map((time, at) => Math.max(0, ...times.slice(at + 1)) - time)
  // Times of which one cannot be read are judged where their form is.
  if (!backwards.some((by) => by > 0)) return true
  const turns = listed.map(({ request_id }) => asked.indexOf(request_id)).filter((turn) => turn >= 0)
  const asAsked = turns.length > 1 && turns.every((turn, at) => at === 0 || turn < turns[at - 1]!)
  return asAsked && Math.max(...backwards) <= CLOCKS_APART_MS
}

/**
 * A time of a history, which is told in several forms, in milliseconds since the epoch; NaN where it is none. One that names no
 * zone is in UTC; of a fraction that stands there twice, the first counts.
 */
export function momentOf(time: unknown): number {
  const [, whole, fraction = '', zone = 'Z'] = FORM.exec(String(time)) ?? []
  return Date.parse(`${whole?.replace(' ', 'T')}${zone}`) + 1000 * Number(`0${fraction}`)
}

const FORM = /^(.{19})(\.\d+)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$/
