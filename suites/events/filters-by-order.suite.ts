import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import {
  type EventFilter,
  q,
  type StoredEvent,
  type StoredTrait,
  storedEvents,
  tellingTrait,
} from '../../fixtures/given/events.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { ALL, ask, millis, must, mustNot, say } from './asking.ts'
import { isExact, neighbours, ORDERS, twoValues } from './telling-events.ts'

const KINDS = ['integer', 'float', 'datetime'] as const

const HOLDS: Record<string, (order: number) => boolean> = {
  lt: (order) => order < 0,
  le: (order) => order < 0,
  ne: (order) => order !== 0,
  ge: (order) => order > 0,
  gt: (order) => order > 0,
}

/** Whether an event has one trait of a name, and that is the one. */
const onlyHas = ({ traits }: StoredEvent, { name, value, type = 'string' }: StoredTrait) => {
  const [one, ...others] = traits.filter((trait) => trait.name === name)
  return others.length === 0 && one?.value === value && (one.type ?? 'string') === type
}

/** Whether the events whose trait is what a filter names are found, as its operator has it. @throws Broken with one that is not */
const equals = (known: StoredEvent[], found: StoredEvent[], pivot: StoredTrait, filter: EventFilter) => {
  for (const event of known.filter((each) => onlyHas(each, pivot)))
    if (['le', 'ge'].includes(String(filter.op))) must(found, event, say(filter))
    else mustNot(found, ({ message_id: id }) => id === event.message_id, say(filter))
}

const time = ({ generated }: StoredEvent) => millis(String(generated))

const SECOND = 1000

/** What a value that the service cannot read is refused with. */
const NOT_TAKEN = 400

/** A filter on one end of a span of time, as the document's data name it. */
const edge = (id: 'events.list/q-start-timestamp' | 'events.list/q-end-timestamp') => {
  const { field, op } = requirementOf(id).data as unknown as EventFilter
  return ({ generated }: StoredEvent): EventFilter => ({ field, op, value: generated })
}
const since = edge('events.list/q-start-timestamp')
const until = edge('events.list/q-end-timestamp')

const inBothOrders = <T>(one: T, other: T): T[][] => [
  [one, other],
  [other, one],
]

/**
 * Two events with others before, between and behind them, and two of one second where there are any.
 * @throws Blocked by `environment` where all that can be seen are of three times or fewer
 */
async function span(context: TestContext, panko: TypedClient) {
  const all = [...(await storedEvents(context, panko))].sort((a, b) => time(a) - time(b))
  const [start, end] = [1, 2].map((third) => all[Math.floor((third * all.length) / 3)]!) as [
    StoredEvent,
    StoredEvent,
  ]
  const [first, last] = [all[0]!, all.at(-1)!]
  if (!(time(first) < time(start) && time(start) < time(end) && time(end) < time(last)))
    throw new Blocked('environment', 'the events that can be seen are of too few times')
  const at = all.findIndex((event, index) => {
    const before = all[index - 1]
    const second = (each: StoredEvent) => Math.floor(time(each) / SECOND)
    return before !== undefined && time(before) < time(event) && second(before) === second(event)
  })
  return { start, end, close: at < 0 ? undefined : { earlier: all[at - 1]!, later: all[at]! } }
}

describe('Events by order', () => {
  test(...requirement('events.list/q-op-order'), async ({ panko, context }) => {
    const known = await storedEvents(context, panko)
    let tried = 0
    for (const type of KINDS) {
      for (const pivot of (await twoValues(context, panko, type)) ?? []) {
        tried++
        for (const op of requirementOf('events.list/q-op-order').data!.ops as string[]) {
          const filter = { field: pivot.name, op, type, value: pivot.value }
          // What is equal, or nearly so, is told apart only where any storage keeps all digits.
          const ranks = (event: StoredEvent, ...types: unknown[]) =>
            event.traits
              .filter((trait) => trait.name === pivot.name && types.includes(trait.type))
              .map((trait) => ORDERS[type](trait.value, pivot.value))
          const found = await ask(panko, filter)
          for (const event of known.filter((each) => ranks(each, type).some(HOLDS[op]!)))
            must(found, event, say(filter))
          mustNot(
            found,
            (event) => !ranks(event, type, undefined).some((order) => order === 0 || HOLDS[op]!(order)),
            say(filter),
          )
          if (isExact(type, pivot.value)) equals(known, found, pivot, filter)
        }
      }
    }
    if (tried === 0)
      throw new Blocked(
        'environment',
        'no number and no time among the traits that can be seen has two values',
      )
  })

  test(
    'events.list/q-op-order of texts',
    requirement('events.list/q-op-order')[1],
    async ({ panko, context }) => {
      const known = await storedEvents(context, panko)
      const [smaller, greater] = await neighbours(context, panko)
      for (const op of requirementOf('events.list/q-op-order').data!.ops as string[]) {
        const filter = { field: smaller.name, op, type: 'string', value: smaller.value }
        const found = await ask(panko, filter)
        equals(known, found, smaller, filter)
        for (const event of known.filter((each) => onlyHas(each, greater)))
          if (HOLDS[op]!(1)) must(found, event, say(filter))
          else mustNot(found, ({ message_id: id }) => id === event.message_id, say(filter))
      }
    },
  )

  test(...requirement('events.list/q-type-datetime'), async ({ panko, context }) => {
    const { event, trait } = await tellingTrait(context, panko, 'datetime')
    const naive = trait.value.replace(/Z$/, '')
    const whole = naive.includes('.') ? naive.padEnd(26, '0') : `${naive}.000000`
    // As clocks show it that are two hours ahead of UTC.
    const ahead = `${new Date(millis(naive) + 2 * 3_600_000).toISOString().slice(0, 19)}${naive.slice(19)}+02:00`
    for (const value of [whole, `${naive}Z`, ahead]) {
      const filter = { field: trait.name, op: 'eq', type: 'datetime', value }
      const answer = await panko.send('events.list', { query: { ...q(filter), limit: ALL } })
      // How a point in time is written is not documented; what is taken stands for the same point.
      if (answer.status === NOT_TAKEN) continue
      must(answers(200, answer).body as StoredEvent[], event, `${say(filter)} as datetime`)
    }
    // Another instant of the same second is another point in time.
    const part = naive.includes('.') ? Number(`0${naive.slice(19)}`) : 0
    const value = `${naive.slice(0, 19)}.${part === 0.5 ? '250000' : '500000'}`
    const filter = { field: trait.name, op: 'eq', type: 'datetime', value }
    const answer = await panko.send('events.list', { query: { ...q(filter), limit: ALL } })
    if (answer.status !== NOT_TAKEN && isExact('datetime', trait.value))
      mustNot(
        answers(200, answer).body as StoredEvent[],
        (each) => onlyHas(each, trait),
        `${say(filter)} as datetime`,
      )
  })

  test(...requirement('events.list/q-start-timestamp'), async ({ panko, context }) => {
    const { start, end, close } = await span(context, panko)
    for (const filters of inBothOrders(since(start), until(end))) {
      const found = await ask(panko, ...filters)
      const what = filters.map(say).join(' and ')
      must(found, start, what)
      mustNot(found, (event) => time(event) < time(start), what)
    }
    if (close === undefined) return
    const found = await ask(panko, since(close.later))
    mustNot(found, (event) => time(event) < time(close.later), say(since(close.later)))
  })

  test(...requirement('events.list/q-end-timestamp'), async ({ panko, context }) => {
    const { start, end, close } = await span(context, panko)
    for (const filters of inBothOrders(since(start), until(end))) {
      const found = await ask(panko, ...filters)
      const what = filters.map(say).join(' and ')
      must(found, end, what)
      mustNot(found, (event) => time(event) > time(end), what)
    }
    if (close === undefined) return
    const found = await ask(panko, until(close.earlier))
    mustNot(found, (event) => time(event) > time(close.earlier), say(until(close.earlier)))
  })
})
