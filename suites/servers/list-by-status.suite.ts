import { isDeepStrictEqual } from 'node:util'
import { isSuccess } from '../../fixtures/client/answer.ts'
import { demand, same, sameButOrder } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { failedServer } from '../../fixtures/given/failed-server.ts'
import { Given } from '../../fixtures/given/given.ts'
import { foundOnce } from '../../fixtures/given/shared.ts'
import { bringInto } from '../../fixtures/given/status-steps.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { serverWithMetadata } from '../server-actions/shelve-steps.ts'
import { created } from './create-cases.ts'
import { findIn, type Listed, type ListOperation, pageOf } from './list-pages.ts'
import { type ServerShown, shownFor } from './show-answer.ts'
import { VOLUMES } from './volume-recipes.ts'

const LISTS = ['servers.list', 'servers.listDetail'] as const

/** Statuses that a server stays in, which the sample servers of the other tests of lists are not in. */
const STATUSES = ['PAUSED', 'SUSPENDED', 'RESCUE', 'VERIFY_RESIZE', 'SHELVED'] as const

/** What lists tell of a server while it rests in one status; undefined where they leave it out. */
interface Seen {
  status: string
  /** As it is shown, before the lists are asked and after. */
  shown: [before: ServerShown, after: ServerShown]
  entries: Record<ListOperation, Listed | undefined>
  /** Whether each list finds it by its status. */
  found: Record<ListOperation, boolean>
}

/** The attributes of an entry that are not as the server showed them all the while. */
const differing = (entry: Listed, [before, after]: Seen['shown']): string[] => {
  const [first, last] = [before, after] as Record<string, unknown>[]
  return Object.keys({ ...first, ...entry }).filter(
    (name) => isDeepStrictEqual(first![name], last![name]) && !isDeepStrictEqual(entry[name], first![name]),
  )
}

const lookAt = async (own: TestContext, id: string): Promise<Seen> => {
  const { compute } = own
  const { last } = await watch({
    kind: 'lists tell of a status',
    pace: own.run.pace,
    // A list may lag behind.
    within: LIST_DELAY_MS * own.run.config.timeoutScale,
    look: async () => {
      const before = await shownFor(compute, { id })
      const query = { status: before.status }
      const of = async (list: ListOperation) =>
        [await findIn(compute, list, { id }, {}), await findIn(compute, list, { id }, query)] as const
      const [plain, detailed] = [await of('servers.list'), await of('servers.listDetail')]
      const shown: Seen['shown'] = [before, await shownFor(compute, { id })]
      return {
        status: before.status,
        shown,
        entries: { 'servers.list': plain[0], 'servers.listDetail': detailed[0] },
        found: { 'servers.list': plain[1] !== undefined, 'servers.listDetail': detailed[1] !== undefined },
      }
    },
    waits: own.waits,
    judge: ({ shown, entries, found }) => {
      const entry = entries['servers.listDetail']
      const whole = entry !== undefined && entries['servers.list'] !== undefined
      return whole && LISTS.every((list) => found[list]) && differing(entry, shown).length === 0
        ? 'done'
        : 'wait'
    },
  })
  return last
}

/** What lists tell of one server in each status that it can be brought into, and of one whose build failed. */
const seenInEach = (context: TestContext): Promise<Seen[]> =>
  foundOnce(context, 'what lists tell of servers in each status', async (own) => {
    const given = new Given(own)
    const failed = await failedServer(own, given)
    const seen = failed === undefined ? [] : [await lookAt(own, failed.id)]
    // Not every target takes metadata.
    const server = await serverWithMetadata(given).catch((error: unknown) => {
      if (error instanceof Blocked) return given.server()
      throw error
    })
    for (const status of STATUSES) {
      try {
        await bringInto(own, server, status, () => given.largerFlavorId())
        const there = await lookAt(own, server.id)
        // Whoever left it meanwhile was not asked to.
        if (there.shown.every((each) => each.status === there.status)) seen.push(there)
      } catch (error) {
        // A status that is out of reach says nothing of lists; from where the server is now, others may be.
        if (!(error instanceof Blocked || error instanceof Unsupported)) throw error
      }
    }
    if (seen.length === 0) throw new Blocked('environment', 'setup: no server could be brought into a status')
    return seen
  })

for (const list of LISTS) {
  describe(`${list}: whatever the status`, () => {
    test(
      `${list}/lists-project-servers, whatever their status`,
      requirement(`${list}/lists-project-servers`)[1],
      async ({ context }) => {
        for (const { status, shown, entries } of await seenInEach(context))
          demand(entries[list] !== undefined, `${shown[0].id}, which is ${status}, is not in the whole list`)
      },
    )

    test(
      `${list}/status-selects, whatever the status`,
      requirement(`${list}/status-selects`)[1],
      async ({ context }) => {
        for (const { status, shown, entries, found } of await seenInEach(context))
          if (entries[list] !== undefined)
            same(found[list], true, `whether status=${status} finds ${shown[0].id}, which is ${status}`)
      },
    )
  })
}

for (const list of LISTS) {
  test(
    `${list}/image-excludes servers that boot from a volume`,
    requirement(`${list}/image-excludes`)[1],
    async ({ context, compute, given }) => {
      const { server_id: id } = await created(context, VOLUMES, ['boot'])
      const image = given.unknownId()
      // Who refuses to look for an image that there is not is not wrong.
      const answer = await compute.send(list, { query: { image }, probe: true })
      const ids = isSuccess(answer) ? pageOf(answer).ids : []
      demand(!ids.includes(id), `image=${image} finds ${id}, which boots from a volume and has no image`)
    },
  )

  test(
    `${list}/lists-project-servers that boot from a volume`,
    requirement(`${list}/lists-project-servers`)[1],
    async ({ context, compute }) => {
      const { server_id: id } = await created(context, VOLUMES, ['boot'])
      await comesTrue(
        context,
        `${id}, which boots from a volume, is in the whole list`,
        async () => (await findIn(compute, list, { id }, {})) !== undefined,
        { cause: list, within: LIST_DELAY_MS },
      )
    },
  )
}

describe('servers.listDetail: whatever the status', () => {
  test(
    'servers.listDetail/agrees-with-show, whatever the status',
    requirement('servers.listDetail/agrees-with-show')[1],
    async ({ context }) => {
      for (const { status, shown, entries } of await seenInEach(context)) {
        const entry = entries['servers.listDetail']
        if (entry === undefined) continue
        for (const name of differing(entry, shown))
          sameButOrder(
            entry[name],
            (shown[0] as Record<string, unknown>)[name],
            `${name} in the list of a server that is ${status}`,
          )
      }
    },
  )
})
