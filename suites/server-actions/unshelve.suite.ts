import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { operation } from '../../spec/document.ts'
import type { ServerStatus } from '../../spec/requirement.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { hostOf } from './current-host.ts'
import { becomes } from './documented-outcome.ts'
import { comesBackAsItWas } from './same-server.ts'
import { imagesOf, shelve } from './shelve-steps.ts'
import { lostOf, orThrow, shelvingRounds } from './shelving-rounds.ts'

describe('Restore shelved server', () => {
  const restored = becomes('servers.unshelve/becomes-active')

  const unshelve = async (compute: TypedClient, server: GivenServer) => {
    answers(202, await compute.servers.unshelve(server))
    return eventually(server, { status: restored })
  }

  // Whatever a server was doing before, it comes back running.
  for (const before of operation('servers.shelve').precondition?.server?.accepted ?? ([] as ServerStatus[])) {
    const [title, options] = requirement('servers.unshelve/becomes-active')
    test(`${title} after ${before}`, options, async ({ context }) => {
      const { rounds, lacks } = await shelvingRounds(context)
      const round = rounds.find(({ from }) => from === before)
      if (round === undefined) throw lacks.get(before)
      const { back } = round
      if (back instanceof Blocked && back.by === 'servers.unshelve')
        throw context.failure('servers.unshelve', back.message)
      orThrow(back)
    })
  }

  test(
    'servers.unshelve/becomes-active from SHELVED_OFFLOADED',
    requirement('servers.unshelve/becomes-active')[1],
    async ({ compute, given }) => {
      await unshelve(compute, await given.serverIn('SHELVED_OFFLOADED'))
    },
  )

  /**
   * Unshelves a server and waits until the image that shelving made leaves the list.
   * @param made the images of the shelved server
   * @param isGone whether what is left of them is less by that image
   */
  const losesImage = async (
    context: TestContext,
    server: GivenServer,
    made: readonly unknown[],
    isGone: (left: readonly unknown[]) => boolean,
  ) => {
    const { compute } = context
    if (made.length === 0) throw new Blocked('servers.shelve', 'setup: shelving made no image of the server')
    await unshelve(compute, server)
    const gone = async () => isGone((await imagesOf(compute, server)).map(({ id }) => id))
    await comesTrue(context, 'the image of the shelved server leaves the list', gone, {
      cause: 'servers.unshelve',
      within: LIST_DELAY_MS,
    })
  }

  test(...requirement('servers.unshelve/image-deleted'), async ({ compute, given, context }) => {
    const server = await given.server()
    const before = new Set((await imagesOf(compute, server)).map(({ id }) => id))
    await shelve(compute, server)
    const made = (await imagesOf(compute, server)).map(({ id }) => id).filter((id) => !before.has(id))
    await losesImage(context, server, made, (left) => !made.some((id) => left.includes(id)))
  })

  test(
    'servers.unshelve/image-deleted, and no other',
    requirement('servers.unshelve/image-deleted')[1],
    async ({ compute, given }) => {
      const server = await given.server()
      const name = given.name()
      const body = { createBackup: { name, backup_type: 'daily', rotation: 1 } } as const
      const isThere = async () => (await imagesOf(compute, server, name)).some((image) => image.name === name)
      // A backup that is not to be had is judged by itself.
      if (!isSuccess(await compute.servers.createBackup({ server_id: server.id, body }))) return
      await eventually(server, { status: server.status, cause: 'servers.createBackup' })
      if (!(await isThere())) return
      await shelve(compute, server)
      await unshelve(compute, server)
      demand(await isThere(), 'the backup of the server left the list, too, when it was unshelved')
    },
  )

  test(
    'servers.unshelve/image-deleted, and none of another shelved server',
    requirement('servers.unshelve/image-deleted')[1],
    async ({ compute, given, context }) => {
      const [server, other] = [await given.server(), await given.server()]
      const shelved = async (each: GivenServer) => {
        const before = new Set((await imagesOf(compute, each)).map(({ id }) => id))
        await shelve(compute, each)
        return (await imagesOf(compute, each)).map(({ id }) => id).filter((id) => !before.has(id))
      }
      const [kept, made] = [await shelved(other), await shelved(server)]
      if (kept.length === 0)
        throw new Blocked('servers.shelve', 'setup: shelving made no image of the other server')
      // Whether its own image goes is judged above: it is waited for, since others would go with it.
      if (made.length > 0)
        await losesImage(context, server, made, (left) => !made.some((id) => left.includes(id)))
      else await unshelve(compute, server)
      const left = (await imagesOf(compute, other)).map(({ id }) => id)
      for (const id of kept)
        demand(left.includes(id), `the image of another server, which is shelved, left the list, too: ${id}`)
    },
  )

  test(
    'servers.unshelve/image-deleted from SHELVED_OFFLOADED',
    requirement('servers.unshelve/image-deleted')[1],
    async ({ compute, given, context }) => {
      const server = await given.serverIn('SHELVED_OFFLOADED')
      const made = (await imagesOf(compute, server)).map(({ id }) => id)
      await losesImage(context, server, made, (left) => left.length < made.length)
    },
  )

  test(
    'servers.unshelve/same-server from SHELVED_OFFLOADED',
    requirement('servers.unshelve/same-server')[1],
    async ({ compute, given }) => {
      const server = await given.serverIn('SHELVED_OFFLOADED')
      const had = server.view
      comesBackAsItWas(had, await unshelve(compute, server))
    },
  )

  // This one has a key and a group of its own to lose.
  test(
    'servers.unshelve/same-server after each status',
    requirement('servers.unshelve/same-server')[1],
    async ({ context }) => {
      for (const { shelved, back } of (await shelvingRounds(context)).rounds)
        comesBackAsItWas(shelved, orThrow(back))
    },
  )

  test(...requirement('servers.unshelve/on-a-host'), async ({ compute, admin, given }) => {
    const server = await given.serverIn('SHELVED_OFFLOADED')
    await unshelve(compute, server)
    demand((await hostOf(admin, server)) !== null, 'the restored server is on no host')
  })

  test(...requirement('servers.unshelve/same-server'), async ({ compute, given }) => {
    const server = await given.server()
    const had = await shelve(compute, server)
    comesBackAsItWas(had, await unshelve(compute, server))
  })

  test(...requirement('servers.unshelve/data-kept'), async ({ context }) => {
    const { rounds, metadata, volume } = await shelvingRounds(context)
    for (const { from, before, shelved, back } of rounds) {
      const gone = lostOf(before, shelved)
      if (gone.length > 0)
        throw new Blocked('servers.shelve', `setup: shelved from ${from}, the server lost ${gone.join('; ')}`)
      const lost = lostOf(before, orThrow(back))
      demand(
        lost.length === 0,
        `the server that was shelved from ${from} and restored lost ${lost.join('; ')}`,
      )
    }
    // With less to lose than it should have had, not all is known to be kept.
    orThrow(metadata)
    orThrow(volume)
  })
})
