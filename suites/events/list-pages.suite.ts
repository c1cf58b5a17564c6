import { isDeepStrictEqual } from 'node:util'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { q, type StoredEvent, storedEvents } from '../../fixtures/given/events.ts'
import { throughXml, xmlItems, xmlRoot, xmlText } from '../../fixtures/given/xml.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'

/** New events may come while a test looks: a filter on the time keeps them out. */
async function past(
  context: TestContext,
  panko: TypedClient,
): Promise<{ events: StoredEvent[]; query: Record<string, string[]> }> {
  const events = [...(await storedEvents(context, panko))]
  if (events.length < 3) throw new Blocked('environment', 'fewer than three events can be seen')
  if (events.some((event) => typeof event.generated !== 'string'))
    throw new Blocked('events.list', 'setup: an event tells no time that could be asked for')
  events.sort(by.generated)
  const query = q({ field: 'end_timestamp', op: 'le', value: events.at(-1)!.generated })
  return { events, query }
}

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
const by = {
  generated: (a: StoredEvent, b: StoredEvent) => compare(instant(a.generated), instant(b.generated)),
  message_id: (a: StoredEvent, b: StoredEvent) =>
    comparable(a.message_id, b.message_id) ? compare(a.message_id, b.message_id) : 0,
}
const byTime = (a: StoredEvent, b: StoredEvent) => by.generated(a, b) || by.message_id(a, b)

function inOrder(
  events: StoredEvent[],
  order: (a: StoredEvent, b: StoredEvent) => number,
  what: string,
): void {
  const at = events.findIndex((event, index) => index > 0 && order(events[index - 1]!, event) > 0)
  const told = (event?: StoredEvent) => `${event?.message_id} of ${event?.generated}`
  demand(at < 0, `${what}: ${told(events[at - 1])} stands before ${told(events[at])}`)
}

const list = async (panko: TypedClient, query: Record<string, unknown>): Promise<StoredEvent[]> =>
  answers(200, await panko.send('events.list', { query })).body as StoredEvent[]

const ids = (events: StoredEvent[]) => events.map((event) => event.message_id)

/** More pages than this are not walked. */
const MOST_PAGES = 30
/** So often is asked again, where events came or went between two answers. */
const ROUNDS = 3

describe('Events by limit and marker', () => {
  test(...requirement('events.list/limit-limits'), async ({ panko, context }) => {
    const { query } = await past(context, panko)
    for (const limit of [1, 2]) {
      const { length } = await list(panko, { ...query, limit })
      demand(length <= limit, `limit ${limit} gives ${length} events`)
    }
  })

  test(...requirement('events.list/limit-filled'), async ({ panko, context }) => {
    const { query } = await past(context, panko)
    for (const limit of [1, 2, 3]) {
      const { length } = await list(panko, { ...query, limit })
      demand(length >= limit, `limit ${limit} gives ${length} events where at least ${limit} match`)
    }
  })

  test(...requirement('events.list/limit-default'), async ({ panko, context }) => {
    await storedEvents(context, panko)
    const most = requirementOf('events.list/limit-default').data!.default as number
    const { length } = await list(panko, {})
    demand(length <= most, `without a limit ${length} events are listed`)
  })

  test(...requirement('events.list/limit-malformed-refused'), async ({ panko }) => {
    const { statuses } = requirementOf('events.list/limit-malformed-refused')
    for (const limit of ['-1', 'many', '1.5']) {
      refused(
        statuses!,
        await panko.send('events.list', { query: { limit }, probe: true }),
        `for the limit ${limit}`,
      )
    }
  })

  test(...requirement('events.list/marker-continues'), async ({ panko, context }) => {
    const { query } = await past(context, panko)
    for (let round = 1; ; round++) {
      const first = await list(panko, { ...query, limit: 3 })
      const next = await list(panko, { ...query, limit: 2, marker: first[0]!.message_id })
      const came = !isDeepStrictEqual(ids(await list(panko, { ...query, limit: 3 })), ids(first))
      if (came && round < ROUNDS) continue
      if (came) throw new Blocked('environment', 'events come and go between any two answers')
      same(ids(next), ids(first.slice(1)), 'the events behind the marker')
      return
    }
  })

  test(...requirement('events.list/pages-hold-each-once'), async ({ panko, context }) => {
    const { query } = await past(context, panko)
    const whole = ids(await list(panko, { ...query, limit: 30 }))
    const walked: string[] = []
    for (let pages = 0; pages < MOST_PAGES && !walked.includes(whole.at(-1)!); pages++) {
      const page = ids(
        await list(panko, { ...query, limit: 4, ...(walked.length === 0 ? {} : { marker: walked.at(-1) }) }),
      )
      if (page.length === 0) break
      walked.push(...page)
    }
    // Events may come and go meanwhile: those that were there before and after must have been on one page each, in order.
    const after = new Set(ids(await list(panko, { ...query, limit: 30 })))
    const stayed = whole.filter((id) => after.has(id))
    same(
      walked.filter((id) => stayed.includes(id)),
      stayed,
      'the events of all pages in turn',
    )
  })

  test(...requirement('events.list/unknown-marker'), async ({ panko, context }) => {
    const { statuses } = requirementOf('events.list/unknown-marker')
    const marker = context.faker.string.uuid()
    refused(
      statuses!,
      await panko.send('events.list', { query: { marker }, probe: true }),
      'for a marker that names no event',
    )
  })
})

describe('Events in order', () => {
  for (const direction of ['asc', 'desc'] as const) {
    const id = direction === 'asc' ? 'events.list/sort-ascending' : 'events.list/sort-descending'
    test(...requirement(id), async ({ panko, context }) => {
      const { query } = await past(context, panko)
      for (const key of requirementOf(id).data!.keys as ('generated' | 'message_id')[]) {
        const found = await list(panko, { ...query, limit: 50, sort: `${key}:${direction}` })
        const order = by[key]
        inOrder(found, direction === 'asc' ? order : (a, b) => order(b, a), `by ${key}:${direction}`)
      }
    })
  }

  test(...requirement('events.list/sort-several'), async ({ panko, context }) => {
    const { query } = await past(context, panko)
    const found = await list(panko, { ...query, limit: 50, sort: ['generated:asc', 'message_id:desc'] })
    const order = (a: StoredEvent, b: StoredEvent) => by.generated(a, b) || by.message_id(b, a)
    inOrder(found, order, 'by generated, and equal ones by message_id from the greatest')
  })

  test(...requirement('events.list/sort-unknown-key-refused'), async ({ panko }) => {
    const { statuses } = requirementOf('events.list/sort-unknown-key-refused')
    refused(
      statuses!,
      await panko.send('events.list', { query: { sort: 'colour:asc' }, probe: true }),
      'for the key colour',
    )
  })

  test(...requirement('events.list/order-default'), async ({ panko, context }) => {
    const { query } = await past(context, panko)
    const found = await list(panko, { ...query, limit: 50 })
    inOrder(found, byTime, 'by generated, then message_id')
  })

  test(...requirement('events.list/xml'), async ({ panko, context }) => {
    const { query } = await past(context, panko)
    const json = await list(panko, { ...query, limit: 5 })
    const headers = { Accept: 'application/xml' }
    const xml = answers(200, await panko.send('events.list', { query: { ...query, limit: 5 }, headers }))
    const told = xmlItems(xmlRoot(xml.text)).map((item) => [
      ...['message_id', 'event_type', 'generated'].map((name) => xmlText(item, name)),
      typeof item === 'string'
        ? []
        : xmlItems(item.traits)
            .map((t) => `${xmlText(t, 'name')}=${xmlText(t, 'value')}`)
            .sort(),
    ])
    const wanted = json.map((e) => [
      ...[e.message_id, e.event_type, e.generated].map(throughXml),
      e.traits.map((t) => `${throughXml(t.name)}=${throughXml(t.value)}`).sort(),
    ])
    same(told, wanted, 'the events in XML')
  })
})
