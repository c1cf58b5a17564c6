import type { TypedClient } from '../../fixtures/client/calls.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { ifHad } from '../../fixtures/given/if-had.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { agree } from './agreement.ts'
import { attempt } from './create-cases.ts'
import { OTHERWISE, RICH } from './create-recipes.ts'
import { entryOf, findIn, type ListOperation } from './list-pages.ts'
import { scopeOf } from './server-host.ts'
import { shownFor } from './show-answer.ts'

/** Servers that were asked for with nearly all that can be asked for, by their ids; those that the target made. */
const richServers = async (context: TestContext): Promise<string[]> => {
  const tried = [RICH, OTHERWISE].map((recipe) => ifHad(() => attempt(context, recipe)))
  return (await Promise.all(tried)).flatMap((each) =>
    each?.made.end === 'done' ? [each.made.server_id] : [],
  )
}

/** A list tells of a server what showing it tells, as far as it is shown the same before and after. */
const listedAsShown = async (
  client: TypedClient,
  id: string,
  entry: () => ReturnType<typeof findIn>,
  to: string,
) => {
  const before = await shownFor(client, { id })
  const found = await entry()
  if (found !== undefined)
    agree(found, before, await shownFor(client, { id }), `of server ${id} in the list${to}`)
}

/** Servers that have a key pair, groups of their own, a drive, much metadata, a long name. */
describe('Lists of servers that have much', () => {
  test(
    'servers.list/agrees-with-show of servers that have much',
    requirement('servers.list/agrees-with-show')[1],
    async ({ compute, context }) => {
      const list: ListOperation = 'servers.list'
      for (const id of await richServers(context)) {
        const { name } = await shownFor(compute, { id }, 'name')
        same((await entryOf(compute, list, { id })).name, name, `the name of server ${id} in the list`)
      }
    },
  )

  test(
    'servers.listDetail/agrees-with-show of servers that have much',
    requirement('servers.listDetail/agrees-with-show')[1],
    async ({ compute, context }) => {
      for (const id of await richServers(context))
        await listedAsShown(compute, id, () => entryOf(compute, 'servers.listDetail', { id }), '')
    },
  )

  test(
    'servers.listDetail/agrees-with-show of servers that have much, to an administrator',
    requirement('servers.listDetail/agrees-with-show')[1],
    async ({ context }) => {
      const { admin } = context
      if (admin === undefined) return
      for (const id of await richServers(context)) {
        // Which servers an administrator is listed is another matter.
        const entry = () => findIn(admin, 'servers.listDetail', { id }, scopeOf(context))
        await listedAsShown(admin, id, entry, ' that an administrator is given')
      }
    },
  )
})
