import type { TypedClient } from '../../fixtures/client/calls.ts'
import { type EventFilter, type StoredEvent, storedEvents } from '../../fixtures/given/events.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { ask, millis, must, mustNot, say } from './asking.ts'
import { byTrait, byType, type Telling } from './telling-events.ts'

const time = ({ generated }: StoredEvent) => millis(String(generated))

/** Events that were there when the run began, of this one or later. */
const from = (event: StoredEvent): Telling => {
  const { field, op } = requirementOf('events.list/q-start-timestamp').data as unknown as EventFilter
  return { filter: { field, op, value: event.generated }, holds: (each) => time(each) >= time(event) }
}

const itself = ({ message_id: value }: StoredEvent): Telling => ({
  filter: { field: 'message_id', value },
  holds: (each) => each.message_id === value,
})

/** An event with filters that it matches, each of which leaves out another that the other one selects. */
type Crossing = [event: StoredEvent | undefined, one: Telling, other: Telling]

/** Filters of two kinds that cross: on a type or a trait beside a time, and on a type beside a message id. */
function crossings(known: readonly StoredEvent[]): Crossing[] {
  const all = [...known].sort((a, b) => time(a) - time(b))
  const found: Crossing[] = []
  const tellings: ((event: StoredEvent) => Telling[])[] = [
    ({ event_type }) => [byType(event_type)],
    ({ traits }) => traits.filter(({ type = 'string' }) => type === 'string').map(byTrait),
  ]
  for (const tellingsOf of tellings)
    for (const event of all) {
      const telling = tellingsOf(event).find(({ holds }) =>
        all.some((each) => holds(each) && time(each) < time(event)),
      )
      // What the time alone selects must hold one, too, that the other filter leaves out.
      if (!telling || all.every((each) => telling.holds(each) || time(each) < time(event))) continue
      found.push([event, telling, from(event)])
      break
    }
  const [first] = all
  const other = all.find((each) => first !== undefined && !byType(first.event_type).holds(each))
  if (first !== undefined && other !== undefined)
    found.push([undefined, itself(first), byType(other.event_type)])
  return found
}

/** Both of two filters count, whichever stands first. @throws Broken with the event that one of them alone selects */
async function bothCount(context: TestContext, panko: TypedClient): Promise<void> {
  const all = crossings(await storedEvents(context, panko))
  if (all.length === 0)
    throw new Blocked('environment', 'of the events that can be seen, filters of two kinds select the same')
  for (const [event, one, other] of all)
    for (const both of [
      [one, other],
      [other, one],
    ]) {
      const what = both.map(({ filter }) => say(filter)).join(' and ')
      const found = await ask(panko, ...both.map(({ filter }) => filter))
      if (event !== undefined) must(found, event, what)
      mustNot(found, (each) => !both.every(({ holds }) => holds(each)), what)
    }
}

describe('Events by filters of several kinds', () => {
  const [title, options] = requirement('events.list/q-several')

  test(`${title}, of several kinds`, options, ({ panko, context }) => bothCount(context, panko))

  test(`${title}, of several kinds, to an administrator`, options, ({ admin, context }) =>
    bothCount(context, admin),
  )
})
