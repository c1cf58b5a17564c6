import type { TypedClient } from '../../fixtures/client/calls.ts'
import { behindLink } from '../../fixtures/expect/behind-link.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { sampleServers } from '../../fixtures/given/sample-servers.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { continues } from './list-behind-marker.ts'
import { ask, everything, type ListOperation, orderOf, pageOf, restingOn } from './list-pages.ts'

/** Every page here is asked for by the names of the sample servers, so that other servers that come and go do not shift it. */
for (const list of ['servers.list', 'servers.listDetail'] as const)
  describe(`${list}: links between pages`, () => {
    test(...requirement(`${list}/next-link-leads-on`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      const order = await orderOf(compute, list, people)
      const plain = () => continues(compute, list, people, order)
      // bobb has another flavor: a link that drops the filter leads to it. Of two on a page, a link must not repeat one.
      for (const [query, limit] of [
        [{ name: people.stem, flavor: people.bob.flavor }, 1],
        [{ name: people.stem }, 1],
        [{ name: people.stem }, 2],
      ] as const)
        await restingOn(list, plain, async () => {
          const whole = (await everything(compute, list, query)).map((entry) => String(entry.id))
          same(
            await follow(compute, list, { ...query, limit }, whole.length),
            whole,
            'the servers behind the next links',
          )
        })
    })

    test(...requirement(`${list}/previous-link-leads-back`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      const order = await orderOf(compute, list, people)
      const plain = () => continues(compute, list, people, order)
      // alice is the newest: a link that drops the filter leads to her.
      const alike = order.filter(({ name }) => name.includes(people.bob.name))
      let seen = 0
      for (const [query, all, limit] of [
        [{ name: people.stem }, order, 1],
        [{ name: people.stem }, order, 2],
        [{ name: people.bob.name }, alike, 1],
      ] as const)
        await restingOn(list, plain, async () => {
          const marker = all[limit - 1]!.id
          const { previous } = await ask(compute, list, { ...query, limit, marker })
          if (previous === undefined) return
          seen++
          const page = pageOf(await behindLink(compute, list, { what: 'the previous link', link: previous }))
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
  list: ListOperation,
  query: Record<string, unknown>,
  count: number,
): Promise<string[]> {
  let page = await ask(compute, list, query)
  const seen = [...page.ids]
  const most = page.ids.length
  while (seen.length < count) {
    if (page.next === undefined || most === 0)
      throw new Blocked(list, `setup: after ${seen.length} of ${count} servers no page is linked to`)
    page = pageOf(await behindLink(compute, list, { what: 'the next link', link: page.next }))
    demand(
      page.ids.length > 0 && page.ids.length <= most,
      `the page behind the next link holds ${page.ids.length} servers; the one before it had ${most}`,
    )
    seen.push(...page.ids)
  }
  return seen
}
