import type { TypedClient } from '../../fixtures/client/calls.ts'
import { q, type StoredEvent, storedEvents } from '../../fixtures/given/events.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A time that sorts as a text, with however many digits of a second, and with a zone or without. */
const instant = (time: string) => {
  const [second = '', fraction = ''] = time.replace(' ', 'T').replace(/Z$/, '').split('.')
  return `${second}.${fraction.padEnd(9, '0')}`
}

/** Ids as every database sorts them: where capitals, dashes and the like stand in an alphabet is its own affair. */
const comparable = (a: string, b: string) => outline(a) === outline(b)
const outline = (id: string) => id.replaceAll(/[0-9a-z]/g, 'x')

/** Negative, positive or, where they are equal or no order is settled, 0. */
export const by = {
  generated: (a: StoredEvent, b: StoredEvent) => compare(instant(a.generated), instant(b.generated)),
  message_id: (a: StoredEvent, b: StoredEvent) =>
    comparable(a.message_id, b.message_id) ? compare(a.message_id, b.message_id) : 0,
}

/** Events as they are listed where nobody asks for an order. */
export const byTime = (a: StoredEvent, b: StoredEvent) => by.generated(a, b) || by.message_id(a, b)

/** New events may come while a test looks: a filter on the time keeps them out. */
export async function past(
  context: TestContext,
  panko: TypedClient,
): Promise<{ events: StoredEvent[]; query: Record<string, string[]> }> {
  const events = [...(await storedEvents(context, panko))]
  if (events.length < 3) throw new Blocked('environment', 'fewer than three events can be seen')
  if (events.some((event) => typeof event.generated !== 'string'))
    throw new Blocked('events.list', 'setup: an event tells no time that could be asked for')
  events.sort(by.generated)
  return { events, query: q(until(events)) }
}

/** The filter that keeps out what comes after the last of some events. */
export const until = (events: StoredEvent[]) => ({
  field: 'end_timestamp',
  op: 'le',
  value: events.reduce((last, each) => (by.generated(each, last) > 0 ? each : last)).generated,
})
