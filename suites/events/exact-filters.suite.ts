import {
  alike,
  eventWith,
  hasTrait,
  type StoredTrait,
  storedEvents,
  tellingTrait,
} from '../../fixtures/given/events.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { ask, must, mustNot, say } from './asking.ts'

/** All of a text but its end, which no storage takes for the text itself. */
const beginningOf = (text: string) => text.slice(0, Math.ceil(text.length / 2))

/** Longer values are not put into an address. */
const LONG = 200

/** A text that has to be coded in an address, and can be: letters beyond ASCII tell most. */
const needsCoding = ({ type = 'string', value }: StoredTrait) =>
  type === 'string' && value.length < LONG && value === value.trim() && /[^\x20-\x7e]/.test(value)

describe('Events by exactly what is asked for', () => {
  test(...requirement('events.list/q-event-type'), async ({ panko, context }) => {
    const event = await eventWith(
      context,
      panko,
      'is of a type that is told from its beginning',
      ({ event_type: type }) => !alike(type, beginningOf(type)),
    )
    const { field, op } = requirementOf('events.list/q-event-type').data as { field: string; op: string }
    const filter = { field, op, value: beginningOf(event.event_type) }
    mustNot(await ask(panko, filter), ({ event_type: type }) => !alike(type, filter.value), say(filter))
  })

  for (const [id, named] of [
    ['events.list/q-trait', {}],
    ['events.list/q-op-eq', { op: requirementOf('events.list/q-op-eq').data!.op as string }],
  ] as const)
    test(...requirement(id), async ({ panko, context }) => {
      const { trait } = await tellingTrait(context, panko, 'string')
      const part = { name: trait.name, value: beginningOf(trait.value) }
      const filter = { field: part.name, ...named, value: part.value }
      mustNot(await ask(panko, filter), (event) => !hasTrait(event, part), say(filter))
    })

  test(...requirement('events.list/q-trait'), async ({ panko, context }) => {
    const all = await storedEvents(context, panko)
    const event = all.find(({ traits }) => traits?.some(needsCoding))
    // Most clouds have plain texts only: with those, filters on traits are judged all the same.
    if (event === undefined) return
    const { name, value } = event.traits.find(needsCoding)!
    const filter = { field: name, value }
    must(await ask(panko, filter), event, say(filter))
  })
})
