import { isDeepStrictEqual } from 'node:util'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { q, type StoredEvent, storedEvents } from '../../fixtures/given/events.ts'
import { throughXml, xmlItems, xmlRoot, xmlText } from '../../fixtures/given/xml.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { ids, list } from './asking.ts'
import { by, byTime, past } from './event-order.ts'
import { behind, walk } from './pages.ts'

function inOrder(
  events: StoredEvent[],
  order: (a: StoredEvent, b: StoredEvent) => number,
  what: string,
): void {
  const at = events.findIndex((event, index) => index > 0 && order(events[index - 1]!, event) > 0)
  const told = (event?: StoredEvent) => `${event?.message_id} of ${event?.generated}`
  demand(at < 0, `${what}: ${told(events[at - 1])} stands before ${told(events[at])}`)
}

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

  test(
    'events.list/limit-limits, to an administrator',
    requirement('events.list/limit-limits')[1],
    async ({ admin, context }) => {
      const { query } = await past(context, admin)
      const { length } = await list(admin, { ...query, limit: 1 })
      demand(length <= 1, `limit 1 gives an administrator ${length} events`)
    },
  )

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
      const next = await behind(panko, first[0]!.message_id, { ...query, limit: 2 })
      const came = !isDeepStrictEqual(ids(await list(panko, { ...query, limit: 3 })), ids(first))
      if (came && round < ROUNDS) continue
      if (came) throw new Blocked('environment', 'events come and go between any two answers')
      same(ids(next), ids(first.slice(1)), 'the events behind the marker')
      return
    }
  })

  test(...requirement('events.list/marker-continues'), async ({ panko, context }) => {
    const { events } = await past(context, panko)
    // Of one instant, so that they are few whatever order they are listed in.
    const value = events.at(-1)!.generated
    const instant = q(
      { field: 'start_timestamp', op: 'ge', value },
      { field: 'end_timestamp', op: 'le', value },
    )
    const few = { ...instant, limit: 50 }
    const whole = ids(
      context.need(200, await panko.send('events.list', { query: few })).body as StoredEvent[],
    )
    if (whole.length === 0 || whole.length === 50)
      throw new Blocked('environment', 'the events of one instant are none or too many to be in one list')
    const after = ids(await behind(panko, whole.at(-1)!, few))
    const again = after.filter((id) => whole.includes(id))
    same(again, [], 'behind the last event, of those before it')
  })

  test(...requirement('events.list/pages-hold-each-once'), async ({ panko, context }) => {
    const { query } = await past(context, panko)
    await walk(panko, query, { size: 4, most: 30, what: 'the events of all pages in turn' })
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

    test(`${id}, for an administrator`, requirement(id)[1], async ({ admin, context }) => {
      const { query } = await past(context, admin)
      const sort = `message_id:${direction}`
      const found = await list(admin, { ...query, limit: 50, sort })
      const order = by.message_id
      inOrder(found, direction === 'asc' ? order : (a, b) => order(b, a), `by ${sort}, for an administrator`)
    })

    test(...requirement(id), async ({ panko, context }) => {
      const { query } = await past(context, panko)
      for (const key of requirementOf(id).data!.keys as ('generated' | 'message_id')[]) {
        const sort = `${key}:${direction}`
        const keys = (events: StoredEvent[]) => events.map((event) => event[key])
        for (let round = 1; ; round++) {
          const wide = await list(panko, { ...query, limit: 50, sort })
          const few = await list(panko, { ...query, limit: 2, sort })
          const came = !isDeepStrictEqual(keys(await list(panko, { ...query, limit: 50, sort })), keys(wide))
          if (came && round < ROUNDS) continue
          if (came) throw new Blocked('environment', 'events come and go between any two answers')
          // Whether they are as many as asked for is judged by itself.
          const top = few.slice(0, 2)
          same(keys(top), keys(wide.slice(0, top.length)), `the ${key} of the first two by ${sort}`)
          break
        }
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
            .map((t) => `${xmlText(t, 'name')}=${xmlText(t, 'value')} of type ${xmlText(t, 'type')}`)
            .sort(),
    ])
    const wanted = json.map((e) => [
      ...[e.message_id, e.event_type, e.generated].map(throughXml),
      e.traits.map((t) => `${throughXml(t.name)}=${throughXml(t.value)} of type ${t.type}`).sort(),
    ])
    same(told, wanted, 'the events in XML')
  })
})
