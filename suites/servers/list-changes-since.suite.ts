import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { type SampleServer, type SampleServers, sampleServers } from '../../fixtures/given/sample-servers.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { CLOCKS_APART_MS } from '../clocks.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { continues } from './list-behind-marker.ts'
import { entryOf, excludes, findIn, type ListOperation, orderOf, restingOn, selects } from './list-pages.ts'
import { scopeOf } from './server-host.ts'
import { shownFor } from './show-answer.ts'

/** Times closer to the bound than this are not judged: clouds store whole seconds. Milliseconds. */
const MARGIN_MS = 2_000
/** Clouds store whole seconds. Milliseconds. */
const WHOLE_MS = 1_000
/** So long after it was made a server is changed, that a bound lies between the two. Milliseconds. */
const APART_MS = 2 * WHOLE_MS
/** A server that the target itself touches between two looks is tried so often. */
const TRIES = 3

const updatedOf = async (client: TypedClient, server: SampleServer): Promise<number> => {
  const { created, updated } = await shownFor(client, server, 'created', 'updated')
  const time = Date.parse(updated)
  if (time < Date.parse(created) - CLOCKS_APART_MS)
    throw new Blocked('servers.show', `${server.nick} is shown as updated ${updated}, before it was created`)
  return time
}

const stamp = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`

/** The same, as clocks show it that are five hours ahead of UTC. */
const eastern = (time: number) => `${stamp(time + 5 * 3_600_000).slice(0, -1)}+05:00`

/** Tries something with each server's last change, and again where the server changed meanwhile. */
const withLastChange = async (
  client: TypedClient,
  people: SampleServers,
  tries: (server: SampleServer, updated: number) => Promise<void>,
) => {
  for (const server of people.all) {
    for (let round = 1; ; round++) {
      const updated = await updatedOf(client, server)
      try {
        await tries(server, updated)
        break
      } catch (error) {
        if ((await updatedOf(client, server)) === updated) throw error
        if (round >= TRIES)
          throw new Blocked('environment', `${server.nick} keeps changing though nobody touches it`)
      }
    }
  }
}

/** When the first of them changed last. */
const firstUpdate = async (client: TypedClient, { all }: SampleServers) =>
  Math.min(...(await Promise.all(all.map((each) => updatedOf(client, each)))))

/** The same on a page after the first. Whether there is one behind a server that the query leaves out, no document says. */
const excludesBehind = async (
  client: TypedClient,
  list: ListOperation,
  { id: marker }: SampleServer,
  query: Record<string, unknown>,
  server: SampleServer,
) => {
  if (isSuccess(await client.send(list, { query: { ...query, marker } })))
    await excludes(client, list, { ...query, marker }, server)
}

/**
 * Stops a server, which every member may, or starts it again, where it was made only just before.
 * @returns when it was made and when it was changed, as it is shown
 */
const changedLongAfter = async (context: TestContext, server: GivenServer) => {
  const { compute } = context
  for (const [call, status] of [
    ['stop', 'SHUTOFF'],
    ['start', 'ACTIVE'],
  ] as const) {
    context.need(202, await compute.servers[call]({ server_id: server.id }))
    await eventually(server, { status })
    const shown = await shownFor(compute, server, 'created', 'updated')
    const [created, updated] = [Date.parse(shown.created), Date.parse(shown.updated)]
    const missing = created + APART_MS - updated
    if (missing <= 0) return { created, updated }
    await context.pause(Math.min(missing, APART_MS + CLOCKS_APART_MS))
  }
  throw new Blocked('servers.show', 'setup: updated does not move on when a server changes')
}

for (const list of ['servers.list', 'servers.listDetail'] as const) {
  describe(`${list}: changes-since`, () => {
    test(...requirement(`${list}/changes-since-selects`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      await withLastChange(compute, people, async (server, updated) => {
        await selects(compute, list, { 'changes-since': stamp(updated - MARGIN_MS) }, server)
        await selects(compute, list, { 'changes-since': stamp(updated - 3_600_000) }, server)
        // The same time as clocks east of Greenwich show it: a point in time, not five hours later.
        await selects(compute, list, { 'changes-since': eastern(updated - 3_600_000) }, server)
      })
      // On pages after the first, too: all of them have changed since.
      await restingOn(
        list,
        async () => continues(compute, list, people, await orderOf(compute, list, people)),
        async () => {
          const since = { 'changes-since': stamp((await firstUpdate(compute, people)) - 3_600_000) }
          await continues(compute, list, people, await orderOf(compute, list, people), since)
        },
      )
    })

    test(
      `${list}/changes-since-selects a server that changed long after it was made`,
      requirement(`${list}/changes-since-selects`)[1],
      async ({ compute, context, given }) => {
        const server = await given.server()
        const { created, updated } = await changedLongAfter(context, server)
        const since = Math.max(created + WHOLE_MS, updated - MARGIN_MS)
        await entryOf(compute, list, server)
        await comesTrue(
          context,
          `changes-since=${stamp(since)} finds ${server.id}, which was made before and changed at ${stamp(updated)}`,
          async () => (await findIn(compute, list, server, { 'changes-since': stamp(since) })) !== undefined,
          { cause: list, within: LIST_DELAY_MS },
        )
      },
    )

    test(...requirement(`${list}/changes-since-excludes`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      await withLastChange(compute, people, async (server, updated) => {
        const late = { 'changes-since': stamp(updated + MARGIN_MS) }
        // By itself, and beside what would find the server.
        for (const more of [
          {},
          { name: people.stem },
          { status: server.status },
          { limit: people.all.length },
        ])
          await excludes(compute, list, { ...more, ...late }, server)
        for (const marker of people.all) await excludesBehind(compute, list, marker, late, server)
      })
    })

    test(
      `${list}/changes-since-excludes, to an administrator`,
      requirement(`${list}/changes-since-excludes`)[1],
      async ({ admin, context }) => {
        const people = await sampleServers(context)
        await withLastChange(admin, people, async (server, updated) => {
          const late = { ...scopeOf(context), 'changes-since': stamp(updated + MARGIN_MS) }
          await excludes(admin, list, late, server)
          for (const marker of people.all) await excludesBehind(admin, list, marker, late, server)
        })
      },
    )

    for (const time of ['yesterday', '2015-13-41T25:61:61Z'])
      test(...requirement(`${list}/changes-since-malformed`), async ({ compute }) => {
        const answer = await compute.send(list, { query: { 'changes-since': time }, probe: true })
        refusedAs(`${list}/changes-since-malformed`, answer, `changes-since=${time}`)
      })
  })
}
