import { demand } from '../../fixtures/expect/demand.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import { Given } from '../../fixtures/given/given.ts'
import { foundOnce } from '../../fixtures/given/shared.ts'
import { Broken, Unsupported } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { findIn, type Listed } from './list-pages.ts'

/** Milliseconds: of what a list with changes-since tells, so much is asked for. */
const AN_HOUR_MS = 3_600_000
/** Clouds store whole seconds, and go on with a deletion after it shows. Milliseconds. */
const MARGIN_MS = 10_000

const LISTS = ['servers.list', 'servers.listDetail'] as const

const stamp = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`

/** A server that was deleted, and when the cloud says that it was made. */
const deletedServer = (context: TestContext): Promise<{ id: string; created: number }> =>
  foundOnce(context, 'a server that was deleted, for lists of changes', async (own) => {
    const server = await new Given(own).server({ fresh: true })
    const { body } = own.need(200, await own.compute.servers.show(server))
    own.need(202, await own.compute.servers.forceDelete(server))
    await eventually(server, { status: 'DELETED', cause: 'servers.forceDelete' })
    return { id: server.id, created: Date.parse(body.server.created) }
  })

/** The entry of a server that was deleted, in the list of what has changed since an hour before it was made. */
const entryAmongChanges = async (context: TestContext, list: (typeof LISTS)[number]) => {
  const server = await deletedServer(context)
  const since = { 'changes-since': stamp(server.created - AN_HOUR_MS) }
  return { server, look: (): Promise<Listed | undefined> => findIn(context.compute, list, server, since) }
}

for (const list of LISTS)
  describe(`${list}: servers that were deleted`, () => {
    test(...requirement(`${list}/changes-since-tells-deleted`), async ({ context }) => {
      const { server, look } = await entryAmongChanges(context, list)
      await comesTrue(
        context,
        `the list of what has changed since names ${server.id}, which was deleted`,
        async () => (await look()) !== undefined,
        { cause: list, within: LIST_DELAY_MS },
      )
    })

    test(
      `${list}/changes-since-excludes one that was deleted before`,
      requirement(`${list}/changes-since-excludes`)[1],
      async ({ compute, context }) => {
        const { server } = await entryAmongChanges(context, list)
        const { look } = await entryAmongChanges(context, 'servers.listDetail')
        await inTheEnd(
          context,
          'a deleted server is left out',
          async () => {
            const updated = Date.parse(String((await look())?.updated))
            // Of one that no list has any more, nothing is to be left out.
            if (Number.isNaN(updated)) return
            const late = stamp(updated + MARGIN_MS)
            const found = await findIn(compute, list, server, { 'changes-since': late })
            demand(
              found === undefined,
              `changes-since=${late} finds ${server.id}, which was deleted before, at ${stamp(updated)}`,
            )
          },
          LIST_DELAY_MS,
        )
      },
    )
  })

describe('servers.listDetail: what is told of deleted servers', () => {
  test(...requirement('servers.listDetail/deleted-told-as-deleted'), async ({ context }) => {
    const { server, look } = await entryAmongChanges(context, 'servers.listDetail')
    let isTold = false
    await inTheEnd(
      context,
      'a deleted server is told to be so',
      async () => {
        const entry = await look()
        const status = entry?.status
        isTold = typeof status === 'string'
        // That a status is told at all, and as text, is judged on every answer.
        demand(
          typeof status === 'string' && ['DELETED', 'SOFT_DELETED'].includes(status.toUpperCase()),
          `${server.id}, which was deleted and cannot be shown, is listed as ${status}`,
        )
      },
      LIST_DELAY_MS,
    ).catch((error: unknown) => {
      if (isTold || !(error instanceof Broken)) throw error
      throw new Unsupported('no list tells the status of a server that was deleted')
    })
  })
})
