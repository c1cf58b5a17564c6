import type { TypedClient } from '../../fixtures/client/calls.ts'
import { behindLink } from '../../fixtures/expect/behind-link.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { type SampleServer, type SampleServers, sampleServers } from '../../fixtures/given/sample-servers.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import {
  ask,
  everything,
  type ListOperation,
  orderOf,
  pageOf,
  restingOn,
  samplesAmong,
  samplesIn,
  walk,
} from './list-pages.ts'
import { scopeOf } from './server-host.ts'

/** With limit, a page is as full as it can be. */
const fills = async (compute: TypedClient, people: SampleServers) => {
  const { all, stem } = people
  for (let limit = 1; limit <= all.length; limit++) {
    const { ids } = await ask(compute, 'servers.list', { name: stem, limit })
    demand(
      ids.length >= limit,
      `limit=${limit} gave ${ids.length} servers of the ${all.length} that there are`,
    )
  }
}

/** With marker, the list goes on behind that server. */
const continues = async (
  compute: TypedClient,
  list: ListOperation,
  people: SampleServers,
  order: readonly SampleServer[],
  scope: Record<string, unknown> = {},
) => {
  const nicks = order.map(({ nick }) => nick)
  for (const [at, { nick, id }] of order.entries()) {
    const rest = samplesIn(
      await everything(compute, list, { ...scope, name: people.stem, marker: id }),
      people,
    )
    same(rest, nicks.slice(at + 1), `the servers behind ${nick}, of ${nicks.join(', ')}`)
  }
}

/** Walking the pages gives everyone once. */
const once = async (compute: TypedClient, people: SampleServers, limits: readonly number[]) => {
  const everyone = people.all.map((each) => each.nick).sort()
  for (const limit of limits) {
    const found = samplesAmong(await walk(compute, 'servers.list', { name: people.stem }, limit), people)
    same(found.sort(), everyone, `the sample servers on pages of ${limit}`)
  }
}

/** Every page here is asked for by the names of the sample servers, so that other servers that come and go do not shift it. */
describe('servers.list: limit, marker and pages', () => {
  test(...requirement('servers.list/limit-fills'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    const [first] = await orderOf(compute, 'servers.list', people)
    await fills(compute, people)
    // Pages after the first, too: behind the first server there are all the others.
    const limit = people.all.length - 1
    const rest = samplesIn(
      await everything(compute, 'servers.list', { name: people.stem, marker: first!.id }),
      people,
    )
    const { ids } = await ask(compute, 'servers.list', { name: people.stem, marker: first!.id, limit })
    demand(
      ids.length >= Math.min(limit, rest.length),
      `limit=${limit} gave ${ids.length} servers of the ${rest.length} that there are behind the marker`,
    )
  })

  for (const limit of ['many', '1.5'])
    test(...requirement('servers.list/limit-malformed'), async ({ compute }) => {
      refusedAs(
        'servers.list/limit-malformed',
        await compute.send('servers.list', { query: { limit }, probe: true }),
        `limit=${limit}`,
      )
    })

  test(...requirement('servers.list/limit-negative'), async ({ compute }) => {
    refusedAs(
      'servers.list/limit-negative',
      await compute.send('servers.list', { query: { limit: -1 }, probe: true }),
      'limit=-1',
    )
  })

  test(...requirement('servers.list/marker-unknown'), async ({ compute, given }) => {
    const marker = given.unknownId()
    refusedAs(
      'servers.list/marker-unknown',
      await compute.send('servers.list', { query: { marker }, probe: true }),
      `marker=${marker}`,
    )
  })

  test(...requirement('servers.list/pages-give-each-server-once'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    await orderOf(compute, 'servers.list', people)
    await restingOn(
      'servers.list',
      () => fills(compute, people),
      () => once(compute, people, [1, 2, people.all.length + 1]),
    )
  })

  test(...requirement('servers.list/paging-keeps-filters'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    await orderOf(compute, 'servers.list', people)
    const plain = async () => {
      await fills(compute, people)
      await once(compute, people, [1])
    }
    await restingOn('servers.list', plain, async () => {
      for (const server of people.all) {
        const query = { name: people.stem, flavor: server.flavor }
        const whole = samplesIn(await everything(compute, 'servers.list', query), people)
        const paged = samplesAmong(await walk(compute, 'servers.list', query, 1), people)
        same(paged.sort(), whole.sort(), `the servers of flavor ${server.flavor}, page by page`)
      }
    })
  })

  test(...requirement('servers.list/next-link-leads-on'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    const order = await orderOf(compute, 'servers.list', people)
    const plain = () => continues(compute, 'servers.list', people, order)
    // bobb has another flavor: a link that drops the filter leads to it. Of two on a page, a link must not repeat one.
    for (const [query, limit] of [
      [{ name: people.stem, flavor: people.bob.flavor }, 1],
      [{ name: people.stem }, 1],
      [{ name: people.stem }, 2],
    ] as const)
      await restingOn('servers.list', plain, async () => {
        const whole = (await everything(compute, 'servers.list', query)).map((entry) => String(entry.id))
        same(
          await follow(compute, { ...query, limit }, whole.length),
          whole,
          'the servers behind the next links',
        )
      })
  })

  test(...requirement('servers.list/previous-link-leads-back'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    const order = await orderOf(compute, 'servers.list', people)
    const plain = () => continues(compute, 'servers.list', people, order)
    // alice is the newest: a link that drops the filter leads to her.
    const alike = order.filter(({ name }) => name.includes(people.bob.name))
    let seen = 0
    for (const [query, all, limit] of [
      [{ name: people.stem }, order, 1],
      [{ name: people.stem }, order, 2],
      [{ name: people.bob.name }, alike, 1],
    ] as const)
      await restingOn('servers.list', plain, async () => {
        const marker = all[limit - 1]!.id
        const { previous } = await ask(compute, 'servers.list', { ...query, limit, marker })
        if (previous === undefined) return
        seen++
        const page = pageOf(
          await behindLink(compute, 'servers.list', { what: 'the previous link', link: previous }),
        )
        // One that failed when it was built may have the name of the one that was built in its place.
        const ids = page.ids.filter((id) => all.some((each) => each.id === id))
        // A page may be shorter than was asked for.
        const before = all.slice(Math.max(0, limit - Math.max(1, ids.length)), limit).map(({ id }) => id)
        same(ids, before, 'the servers behind the previous link')
      })
    if (seen === 0) throw new Unsupported('no page links to the one before it')
  })
})

/** Follows the links from page to page until as many servers were seen as there are. */
async function follow(
  compute: TypedClient,
  query: Record<string, unknown>,
  count: number,
): Promise<string[]> {
  let page = await ask(compute, 'servers.list', query)
  const seen = [...page.ids]
  const most = page.ids.length
  while (seen.length < count) {
    if (page.next === undefined || most === 0)
      throw new Blocked(
        'servers.list',
        `setup: after ${seen.length} of ${count} servers no page is linked to`,
      )
    page = pageOf(await behindLink(compute, 'servers.list', { what: 'the next link', link: page.next }))
    demand(
      page.ids.length > 0 && page.ids.length <= most,
      `the page behind the next link holds ${page.ids.length} servers; the one before it had ${most}`,
    )
    seen.push(...page.ids)
  }
  return seen
}

for (const list of ['servers.list', 'servers.listDetail'] as const) {
  describe(`${list}: limit and marker`, () => {
    test(...requirement(`${list}/limit-limits`), async ({ compute, context }) => {
      const { stem, all, bob, bobb, alice } = await sampleServers(context)
      for (let limit = 1; limit < all.length; limit++) {
        // On a page after the first, and of what a filter finds, no more than that, either.
        const others =
          limit > 1
            ? []
            : [
                ...all.map(({ id }) => [' behind a marker', { limit, name: stem, marker: id }] as const),
                [` with status=${bob.status}`, { limit, status: bob.status }] as const,
                [` with flavor=${alice.flavor}`, { limit, flavor: alice.flavor }] as const,
                [` with image=${bobb.image}`, { limit, image: bobb.image }] as const,
              ]
        for (const [how, query] of [['', { limit }], ['', { limit, name: stem }], ...others] as const) {
          const { ids } = await ask(compute, list, query)
          demand(ids.length <= limit, `limit=${limit} gave ${ids.length} servers${how}`, {
            pointer: '/servers',
            expected: `${limit} at most`,
            found: `${ids.length} servers`,
          })
        }
      }
    })

    test(
      `${list}/limit-limits, to an administrator`,
      requirement(`${list}/limit-limits`)[1],
      async ({ admin, context }) => {
        await sampleServers(context)
        const { ids } = await ask(admin, list, { ...scopeOf(context), limit: 1 })
        demand(ids.length <= 1, `limit=1 gave ${ids.length} servers to an administrator`)
      },
    )

    test(...requirement(`${list}/marker-continues`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      await continues(compute, list, people, await orderOf(compute, list, people))
    })

    test(
      `${list}/marker-continues, to an administrator`,
      requirement(`${list}/marker-continues`)[1],
      async ({ admin, context }) => {
        const people = await sampleServers(context)
        const scope = scopeOf(context)
        await continues(admin, list, people, await orderOf(admin, list, people, scope), scope)
      },
    )

    test(...requirement(`${list}/next-link`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      await orderOf(compute, list, people)
      for (let limit = 1; limit < people.all.length; limit++) {
        const { next, ids } = await ask(compute, list, { name: people.stem, limit })
        if (ids.length === 0 || ids.length >= people.all.length)
          throw new Blocked(
            list,
            `setup: limit=${limit} gave ${ids.length} servers: there is no page to follow`,
          )
        demand(next !== undefined, `limit=${limit} leaves servers over, and the answer links to no next page`)
      }
    })
  })
}
