import { population } from '../../fixtures/given/population.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { demand, refused, same } from '../../fixtures/verbs.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { ask, everything, LISTS, pageOf, residents, residentsOf, walk } from './listing.ts'

/** Every page here is asked for by the names of the population, so that other servers that come and go do not shift it. */
describe('servers.list: limit, marker and pages', () => {
  test(...requirement('servers.list/limit-fills'), async ({ compute, scene }) => {
    const { stem, all } = await population(scene)
    for (let limit = 1; limit <= all.length; limit++) {
      const { ids } = await ask(compute, 'servers.list', { name: stem, limit })
      demand(
        ids.length >= limit,
        `limit=${limit} gave ${ids.length} servers of the ${all.length} that there are`,
      )
    }
  })

  for (const limit of ['many', '1.5'])
    test(...requirement('servers.list/limit-malformed'), async ({ compute }) => {
      const { statuses } = requirementOf('servers.list/limit-malformed')
      refused(
        statuses ?? [],
        await compute.send('servers.list', { query: { limit }, probe: true }),
        `limit=${limit}`,
      )
    })

  test(...requirement('servers.list/limit-negative'), async ({ compute }) => {
    const { statuses } = requirementOf('servers.list/limit-negative')
    refused(
      statuses ?? [],
      await compute.send('servers.list', { query: { limit: -1 }, probe: true }),
      'limit=-1',
    )
  })

  test(...requirement('servers.list/marker-unknown'), async ({ compute, given }) => {
    const { statuses } = requirementOf('servers.list/marker-unknown')
    const marker = given.unknownId()
    refused(
      statuses ?? [],
      await compute.send('servers.list', { query: { marker }, probe: true }),
      `marker=${marker}`,
    )
  })

  test(...requirement('servers.list/pages-give-each-server-once'), async ({ compute, scene }) => {
    const people = await population(scene)
    const everyone = people.all.map((each) => each.nick).sort()
    for (const limit of [1, 2, people.all.length + 1]) {
      const found = residentsOf(await walk(compute, 'servers.list', { name: people.stem }, limit), people)
      same(found.sort(), everyone, `the servers of the population on pages of ${limit}`)
    }
  })

  test(...requirement('servers.list/paging-keeps-filters'), async ({ compute, scene }) => {
    const people = await population(scene)
    for (const server of people.all) {
      const query = { name: people.stem, flavor: server.flavor }
      const whole = residents(await everything(compute, 'servers.list', query), people)
      const paged = residentsOf(await walk(compute, 'servers.list', query, 1), people)
      same(paged.sort(), whole.sort(), `the servers of flavor ${server.flavor}, page by page`)
    }
  })

  test(...requirement('servers.list/next-link-leads-on'), async ({ compute, scene }) => {
    const people = await population(scene)
    const query = { name: people.stem, flavor: people.bob.flavor }
    const whole = (await everything(compute, 'servers.list', query)).map((entry) => String(entry.id))
    let page = await ask(compute, 'servers.list', { ...query, limit: 1 })
    const walked = [...page.ids]
    for (let at = 1; at < whole.length; at++) {
      demand(page.next !== undefined, `page ${at} of ${whole.length} has no link to the next page`)
      page = pageOf(await compute.send('servers.list', { root: page.next, route: '' }))
      demand(
        page.ids.length <= 1,
        `the page behind the next link holds ${page.ids.length} servers; the limit was 1`,
      )
      walked.push(...page.ids)
    }
    same(
      residentsOf(walked, people),
      residentsOf(whole, people),
      'the servers behind the next links, in order',
    )
    const strays = walked.filter((id) => !whole.includes(id))
    same(residentsOf(strays, people), [], 'servers behind the next links that the filters leave out')
  })
})

for (const list of LISTS) {
  describe(`${list}: limit and marker`, () => {
    test(...requirement(`${list}/limit-limits`), async ({ compute, scene }) => {
      const { stem, all } = await population(scene)
      for (let limit = 1; limit < all.length; limit++) {
        for (const query of [{ limit }, { limit, name: stem }]) {
          const { ids } = await ask(compute, list, query)
          demand(ids.length <= limit, `limit=${limit} gave ${ids.length} servers`)
        }
      }
    })

    test(...requirement(`${list}/marker-continues`), async ({ compute, scene }) => {
      const people = await population(scene)
      const order = residents(await everything(compute, list, { name: people.stem }), people)
      for (const [at, nick] of order.entries()) {
        const marker = people.all.find((each) => each.nick === nick)!.id
        const rest = residents(await everything(compute, list, { name: people.stem, marker }), people)
        same(rest, order.slice(at + 1), `the servers behind ${nick}, of ${order.join(', ')}`)
      }
    })

    test(...requirement(`${list}/next-link`), async ({ compute, scene }) => {
      const { stem, all } = await population(scene)
      for (let limit = 1; limit < all.length; limit++) {
        const { next } = await ask(compute, list, { name: stem, limit })
        demand(next !== undefined, `limit=${limit} leaves servers over, and the answer links to no next page`)
      }
    })
  })
}
