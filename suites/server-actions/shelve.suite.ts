import { isSuccess, said } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { demand, holds, same } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import { hasGainedAddresses } from '../../fixtures/resources/server-view.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { operation } from '../../spec/document.ts'
import type { ServerStatus } from '../../spec/requirement.ts'
import { hostOf } from './current-host.ts'
import { keepsWhatItIs } from './same-server.ts'
import { comesBack, imagesOf, type ServerImage, shelve } from './shelve-steps.ts'
import { orThrow, shelvedVolumeBooted, shelvingRounds } from './shelving-rounds.ts'

describe('Shelve server', () => {
  /**
   * Shelves a server that has a disk of its own, and waits for an image of it that is new and fulfils `wish`. Once the
   * server is shelved the image is made, and may still be on its way into the image service.
   */
  const imageAppears = async (
    { compute, given, context }: { compute: TypedClient; given: Given; context: TestContext },
    what: string,
    wish: (image: ServerImage) => boolean,
    status: ServerStatus = 'ACTIVE',
  ) => {
    const server = await given.serverIn(status)
    const before = new Set((await imagesOf(compute, server)).map(({ id }) => id))
    await shelve(compute, server)
    const appears = async () =>
      (await imagesOf(compute, server)).some((image) => !before.has(image.id) && wish(image))
    await comesTrue(context, what, appears, { cause: 'servers.shelve' })
  }

  test(...requirement('servers.shelve/becomes-shelved'), async ({ compute, given }) => {
    await shelve(compute, await given.server())
  })

  test(...requirement('servers.shelve/image-appears'), async ({ compute, given, context }) => {
    await imageAppears(
      { compute, given, context },
      'an image of the shelved server is in the list',
      () => true,
    )
  })

  for (const status of (operation('servers.shelve').precondition?.server?.accepted ?? []).slice(1))
    test(
      `servers.shelve/image-appears from ${status}`,
      requirement('servers.shelve/image-appears')[1],
      async ({ compute, given, context }) => {
        const what = `an image of the server, which was ${status}, is in the list`
        await imageAppears({ compute, given, context }, what, () => true, status)
      },
    )

  test(...requirement('servers.shelve/image-active'), async ({ compute, given, context }) => {
    await imageAppears(
      { compute, given, context },
      'an image of the shelved server is ACTIVE',
      ({ status }) => String(status).toUpperCase() === 'ACTIVE',
    )
  })

  test(...requirement('servers.shelve/metadata-kept'), async ({ context }) => {
    const found = await shelvingRounds(context)
    const metadata = orThrow(found.metadata)
    // The target may keep items of its own beside those that were asked for.
    for (const { from, shelved } of found.rounds)
      holds(shelved.metadata, metadata, `the metadata of the server that was shelved from ${from}`)
  })

  test(...requirement('servers.shelve/addresses-kept'), async ({ context }) => {
    const { rounds } = await shelvingRounds(context)
    if (rounds.every(({ before }) => before.addresses.length === 0))
      throw new Blocked('environment', 'the target gives servers no address')
    for (const { from, before, shelved } of rounds)
      if (!hasGainedAddresses(before, shelved))
        same(shelved.addresses, before.addresses, `the addresses of the server that was shelved from ${from}`)
  })

  test(...requirement('servers.shelve/volumes-kept'), async ({ context }) => {
    const found = await shelvingRounds(context)
    const volume = orThrow(found.volume)
    for (const { from, attached } of found.rounds)
      demand(
        orThrow(attached).includes(volume),
        `the server that was shelved from ${from} lost the volume that was attached to it`,
      )
  })

  test(
    'servers.shelve/volumes-kept of a server that was booted from a volume',
    requirement('servers.shelve/volumes-kept')[1],
    async ({ context }) => {
      const { answer, attached } = await shelvedVolumeBooted(context)
      context.need(202, answer)
      const { before, after } = orThrow(attached)
      if (before.length === 0)
        throw new Blocked('volumeAttachments.list', 'setup: a server that boots from a volume lists none')
      for (const volume of before)
        demand(
          orThrow(after).includes(volume),
          `the shelved server lost ${volume}, the volume that it was booted from`,
        )
    },
  )

  test(
    'servers.shelve/addresses-kept of a server that was booted from a volume',
    requirement('servers.shelve/addresses-kept')[1],
    async ({ context }) => {
      const { answer, offloaded, was } = await shelvedVolumeBooted(context)
      context.need(202, answer)
      const has = orThrow(offloaded)
      if (!hasGainedAddresses(was, has))
        same(has.addresses, was.addresses, 'the addresses of the server that was offloaded')
    },
  )

  test(
    'servers.shelve/identity-kept of a server that was booted from a volume',
    requirement('servers.shelve/identity-kept')[1],
    async ({ context }) => {
      const { answer, offloaded, was } = await shelvedVolumeBooted(context)
      context.need(202, answer)
      keepsWhatItIs(was, orThrow(offloaded), 'that was offloaded')
    },
  )

  test(...requirement('servers.shelve/identity-kept'), async ({ context }) => {
    for (const { from, before, shelved } of (await shelvingRounds(context)).rounds)
      keepsWhatItIs(before, shelved, `that was shelved from ${from}`)
  })

  test(
    ...requirement('servers.shelve/instance-stays-on-host'),
    async ({ compute, admin, given, context }) => {
      const server = await given.server()
      if ((await hostOf(admin, server)) === null)
        throw new Blocked('servers.show', 'setup: an ACTIVE server is shown on no host')
      const { status } = await shelve(compute, server)
      if (status !== 'SHELVED')
        throw new Unsupported('the target offloads a shelved server at once: it is never SHELVED')
      if ((await hostOf(admin, server)) !== null) return
      const now = context.need(200, await compute.servers.show(server)).body.server.status
      if (now !== 'SHELVED')
        throw new Unsupported(`the target offloads a shelved server at once: it is ${now}`)
      demand(false, 'the SHELVED server is on no host')
    },
  )

  // Of all servers only one that was booted from a volume is offloaded by every cloud.
  test(...requirement('servers.shelve/volume-booted-offloads'), async ({ context }) => {
    const { answer, offloaded } = await shelvedVolumeBooted(context)
    if (!isSuccess(answer)) throw context.failureOf(answer, said(answer))
    if (offloaded instanceof Blocked && offloaded.by === 'servers.shelve')
      throw context.failure('servers.shelve', offloaded.message)
    orThrow(offloaded)
  })

  test(...requirement('servers.shelve/offload-leaves-host'), async ({ context }) => {
    const { answer, offloaded, host } = await shelvedVolumeBooted(context)
    context.need(202, answer)
    orThrow(offloaded)
    same(orThrow(host), null, 'the host of the offloaded server')
  })

  test(...requirement('servers.shelve/comes-back'), async ({ compute, given }) => {
    const server = await given.server()
    await shelve(compute, server)
    await comesBack(server, 'servers.shelve')
  })
})
