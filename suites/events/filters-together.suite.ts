import { answers } from '../../fixtures/expect/answers.ts'
import { hasTrait, q, type StoredEvent, storedEvents, tellingTrait } from '../../fixtures/given/events.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { ask, must, mustNot, say } from './asking.ts'
import { byTrait, byType, type Telling, threeFilters, twoTexts } from './telling-events.ts'

const said = (all: Telling[]) => all.map(({ filter }) => say(filter)).join(' and ')

const inEachOrder = <T>([one, two, three]: [T, T, T]): T[][] => [
  [one, two, three],
  [two, three, one],
  [three, one, two],
]

/** What a query that names one field twice is refused with, where the service takes no such query. */
const NOT_TAKEN = 400

describe('Events by several filters', () => {
  test(...requirement('events.list/q-several'), async ({ panko, context }) => {
    const { event, filters } = await threeFilters(context, panko)
    for (const all of inEachOrder(filters)) {
      const found = await ask(panko, ...all.map(({ filter }) => filter))
      must(found, event, said(all))
      mustNot(found, (each) => !all.every(({ holds }) => holds(each)), said(all))
    }
  })

  test(...requirement('events.list/q-several'), async ({ panko, context }) => {
    const [one, other] = (await twoTexts(context, panko)).map(byTrait) as [Telling, Telling]
    for (const all of [
      [one, other],
      [other, one],
    ]) {
      const answer = await panko.send('events.list', { query: q(...all.map(({ filter }) => filter)) })
      // No document says that a field may be named twice; where it may, both filters count.
      if (answer.status === NOT_TAKEN) return
      const found = answers(200, answer).body as StoredEvent[]
      mustNot(found, (each) => !all.every(({ holds }) => holds(each)), said(all))
    }
  })

  for (const type of ['integer', 'float', 'datetime'] as const)
    test(...requirement(`events.list/q-type-${type}`), async ({ panko, context }) => {
      const { event, trait } = await tellingTrait(context, panko, type)
      const ofType = byType(event.event_type).filter
      const typed = { field: trait.name, op: 'eq', type, value: trait.value }
      for (const filters of [
        [ofType, typed],
        [typed, ofType],
      ])
        must(await ask(panko, ...filters), event, `${filters.map(say).join(' and ')} as ${type}`)
    })

  test(...requirement('events.list/q-op-order'), async ({ panko, context }) => {
    const [one, other] = await twoTexts(context, panko)
    const event = (await storedEvents(context, panko)).find((each) => hasTrait(each, other))!
    const ofType = byType(event.event_type)
    const differs = { field: one.name, op: 'ne', value: one.value }
    for (const filters of [[differs], [ofType.filter, differs], [differs, ofType.filter]]) {
      const found = await ask(panko, ...filters)
      const what = filters.map(say).join(' and ')
      must(found, event, what)
      const unequal = (each: StoredEvent) =>
        each.traits.some((trait) => trait.name === one.name && trait.value !== one.value)
      mustNot(found, (each) => !unequal(each) || (filters.length > 1 && !ofType.holds(each)), what)
    }
  })
})
