import { demand } from '../../fixtures/expect/demand.ts'
import { q } from '../../fixtures/given/events.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { ALL, ids, list, mustNot, say } from './asking.ts'
import { past, until } from './event-order.ts'
import { walk } from './pages.ts'
import { mixedFilter } from './telling-events.ts'

/** Events are walked one a page, so that each stands at the edge of one. */
const ONE_A_PAGE = { size: 1, most: 10 }

describe('Pages of filtered events', () => {
  test(...requirement('events.list/q-excludes'), async ({ panko, context }) => {
    const { filter, holds } = await mixedFilter(context, panko)
    for (const limit of [3, 50]) {
      const found = await list(panko, { ...q(filter), limit })
      mustNot(found, (event) => !holds(event), `${say(filter)} with the limit ${limit}`)
    }
  })

  test(...requirement('events.list/limit-filled'), async ({ panko, context }) => {
    const { filter, matching } = await mixedFilter(context, panko)
    const query = q(filter, until(matching))
    for (const limit of [1, 2, 3]) {
      const { length } = await list(panko, { ...query, limit })
      if (length >= limit) continue
      // Old events may be done away with meanwhile.
      const there = new Set(ids(await list(panko, { ...query, limit: ALL })))
      const left = matching.filter(({ message_id }) => there.has(message_id)).length
      if (left < limit) throw new Blocked('environment', 'events went while they were asked for')
      demand(false, `${say(filter)} with the limit ${limit} gives ${length} events, and ${left} match`)
    }
  })

  test(...requirement('events.list/pages-hold-each-once'), async ({ panko, context }) => {
    const { filter, holds, matching } = await mixedFilter(context, panko)
    const what = `the events of ${say(filter)}, page by page`
    const walked = await walk(panko, q(filter, until(matching)), { ...ONE_A_PAGE, what })
    mustNot(walked, (event) => !holds(event), `a page behind a marker, of ${say(filter)},`)
  })

  test(...requirement('events.list/pages-hold-each-once'), async ({ panko, context }) => {
    const { query } = await past(context, panko)
    await walk(panko, query, { ...ONE_A_PAGE, what: 'the events, one a page' })
  })

  test(...requirement('events.list/pages-hold-each-once'), async ({ panko, context }) => {
    const { query } = await past(context, panko)
    // By keys that settle the order of any two events.
    for (const sort of [['message_id:desc'], ['generated:desc', 'message_id:desc'], ['message_id:asc']]) {
      const sorted = { ...query, sort }
      // The words of a sort are judged by themselves.
      const first = context.need(200, await panko.send('events.list', { query: { ...sorted, limit: 2 } }))
      if ((first.body as unknown[]).length < 2)
        throw new Blocked('environment', 'fewer than two events are left')
      await walk(panko, sorted, {
        size: 2,
        most: 8,
        what: `the events by ${sort.join(' and ')}, page by page`,
      })
    }
  })
})
