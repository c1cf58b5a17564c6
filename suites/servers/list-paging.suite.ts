import { isDeepStrictEqual } from 'node:util'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { type SampleServers, sampleServers } from '../../fixtures/given/sample-servers.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { continues } from './list-behind-marker.ts'
import {
  ask,
  everything,
  type ListOperation,
  orderOf,
  restingOn,
  samplesAmong,
  samplesIn,
  walk,
} from './list-pages.ts'
import { hostOf, scopeOf } from './server-host.ts'

/** With limit, a page is as full as it can be. */
const fills = async (compute: TypedClient, list: ListOperation, people: SampleServers) => {
  const { all, stem } = people
  for (let limit = 1; limit <= all.length; limit++) {
    const { ids } = await ask(compute, list, { name: stem, limit })
    demand(
      ids.length >= limit,
      `limit=${limit} gave ${ids.length} servers of the ${all.length} that there are`,
    )
  }
}

/** Walking the pages gives everyone once. */
const once = async (
  compute: TypedClient,
  list: ListOperation,
  people: SampleServers,
  limits: readonly number[],
) => {
  const everyone = people.all.map((each) => each.nick).sort()
  for (const limit of limits) {
    const found = samplesAmong(await walk(compute, list, { name: people.stem }, limit), people)
    same(found.sort(), everyone, `the sample servers on pages of ${limit}`)
  }
}

/** What pages are cut from by a filter, and by a filter for administrators. */
const FILTERS = ['flavor', 'image', 'status'] as const

/** So often is asked again, where servers change while the pages are walked. */
const ROUNDS = 3

/** Page by page, a query finds which sample servers it finds at once. */
const keeps = async (compute: TypedClient, list: ListOperation, people: SampleServers, query: object) => {
  const asked = { name: people.stem, ...query }
  const atOnce = async () => samplesIn(await everything(compute, list, asked), people).sort()
  for (let round = 1; ; round++) {
    const whole = await atOnce()
    const paged = samplesAmong(await walk(compute, list, asked, 1), people).sort()
    // A server may be started from inside, or moved, meanwhile.
    const changes = !isDeepStrictEqual(paged, whole) && !isDeepStrictEqual(await atOnce(), whole)
    if (changes && round < ROUNDS) continue
    if (changes) throw new Blocked('environment', 'the sample servers change though nobody touches them')
    const said = Object.entries(query).map(([filter, value]) => `${filter}=${value}`)
    same(paged, whole, `the sample servers with ${said.join('&')}, page by page`)
    return
  }
}

describe('servers.list: limits and markers that are wrong', () => {
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
})

/** Every page here is asked for by the names of the sample servers, so that other servers that come and go do not shift it. */
for (const list of ['servers.list', 'servers.listDetail'] as const)
  describe(`${list}: pages`, () => {
    test(...requirement(`${list}/limit-fills`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      const [first] = await orderOf(compute, list, people)
      await fills(compute, list, people)
      // Pages after the first, too: behind the first server there are all the others.
      const limit = people.all.length - 1
      const rest = samplesIn(
        await everything(compute, list, { name: people.stem, marker: first!.id }),
        people,
      )
      const { ids } = await ask(compute, list, { name: people.stem, marker: first!.id, limit })
      demand(
        ids.length >= Math.min(limit, rest.length),
        `limit=${limit} gave ${ids.length} servers of the ${rest.length} that there are behind the marker`,
      )
    })

    test(...requirement(`${list}/pages-give-each-server-once`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      await orderOf(compute, list, people)
      await restingOn(
        list,
        () => fills(compute, list, people),
        () => once(compute, list, people, [1, 2, people.all.length + 1]),
      )
    })

    test(...requirement(`${list}/paging-keeps-filters`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      await orderOf(compute, list, people)
      const plain = async () => {
        await fills(compute, list, people)
        await once(compute, list, people, [1])
      }
      await restingOn(list, plain, async () => {
        for (const filter of FILTERS)
          for (const value of new Set(people.all.map((each) => each[filter])))
            await keeps(compute, list, people, { [filter]: value })
      })
    })

    test(
      `${list}/paging-keeps-filters, the host, too`,
      requirement(`${list}/paging-keeps-filters`)[1],
      async ({ admin, context }) => {
        const people = await sampleServers(context)
        const scope = scopeOf(context)
        await orderOf(admin, list, people, scope)
        const hosts = await Promise.all(people.all.map((each) => hostOf(admin, each)))
        await restingOn(
          list,
          () => keeps(admin, list, people, scope),
          async () => {
            for (const host of new Set(hosts)) await keeps(admin, list, people, { ...scope, host })
          },
        )
      },
    )
  })

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
