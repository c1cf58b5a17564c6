import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { type EventFilter, q, type StoredEvent, storedEvents } from '../../fixtures/given/events.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'

/** Enough for every event that matches to be in one answer. */
export const ALL = 1000

/** The events that a query lists. */
export const list = async (panko: TypedClient, query: Record<string, unknown>): Promise<StoredEvent[]> =>
  answers(200, await panko.send('events.list', { query })).body as StoredEvent[]

/** All events that some filters select. */
export const ask = (panko: TypedClient, ...filters: EventFilter[]): Promise<StoredEvent[]> =>
  list(panko, { ...q(...filters), limit: ALL })

/** Message ids of events. */
export const ids = (events: StoredEvent[]) => events.map((event) => event.message_id)

/**
 * An event is among those found.
 * @throws Broken if it is not; Blocked by `environment` where so many were found that it may come behind them
 */
export function must(found: StoredEvent[], event: StoredEvent, filter: string): void {
  if (ids(found).includes(event.message_id)) return
  if (found.length >= ALL) throw new Blocked('environment', `more than ${ALL} events match ${filter}`)
  demand(false, `${filter} does not select the event ${event.message_id}, which matches`)
}

/** No event is among those found of which it can be said that it does not match. @throws Broken with the first that is */
export const mustNot = (found: StoredEvent[], fails: (event: StoredEvent) => boolean, filter: string) => {
  const wrong = found.find(fails)
  demand(wrong === undefined, `${filter} selects the event ${wrong?.message_id}, which does not match`)
}

/** The ids of the events that were there when the run began: others may come between two answers. */
export async function knownOf(
  context: TestContext,
  panko: TypedClient,
): Promise<(events: StoredEvent[]) => string[]> {
  const known = new Set(ids(await storedEvents(context, panko)))
  return (events) => ids(events).filter((id) => known.has(id))
}

/** A filter in words. */
export const say = (filter: EventFilter) => `q ${filter.field} ${filter.op ?? 'eq'} ${filter.value}`

/** Milliseconds of a time in UTC, as events and their traits tell it. */
export const millis = (text: string): number => Date.parse(`${text.replace(' ', 'T').replace(/Z$/, '')}Z`)
