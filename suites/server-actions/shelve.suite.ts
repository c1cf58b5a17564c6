import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { attachedIds } from '../../fixtures/given/attachments.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { operation } from '../../spec/document.ts'
import type { ServerStatus } from '../../spec/requirement.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { hostOf } from './current-host.ts'
import { becomes } from './documented-outcome.ts'
import { attach, comesBack, imagesOf, type ServerImage, serverWithMetadata, shelve } from './shelve-steps.ts'

describe('Shelve server', () => {
  /**
   * Shelves a server that has a disk of its own, and waits for an image of it that is new and fulfils `wish`. Once the
   * server is shelved the image has been written: what is still to come is the list's own delay.
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
    const holds = async () =>
      (await imagesOf(compute, server)).some((image) => !before.has(image.id) && wish(image))
    await comesTrue(context, what, holds, { cause: 'servers.shelve', within: LIST_DELAY_MS })
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

  test(...requirement('servers.shelve/metadata-kept'), async ({ compute, given }) => {
    const server = await serverWithMetadata(given)
    const { metadata } = server.view
    same((await shelve(compute, server)).metadata, metadata, 'the metadata of the shelved server')
  })

  test(...requirement('servers.shelve/addresses-kept'), async ({ compute, given }) => {
    const server = await given.server()
    const { addresses } = server.view
    if ((addresses as unknown[]).length === 0)
      throw new Blocked('environment', 'the target gives servers no address')
    same((await shelve(compute, server)).addresses, addresses, 'the addresses of the shelved server')
  })

  test(...requirement('servers.shelve/volumes-kept'), async ({ compute, given, context }) => {
    const volume = await given.volume()
    const server = await given.server({ fresh: true })
    await attach(volume, server)
    await shelve(compute, server)
    const left = await attachedIds(context, server)
    demand(left.includes(volume.volume_id), 'the shelved server lost the volume that was attached to it')
  })

  test(...requirement('servers.shelve/identity-kept'), async ({ compute, given }) => {
    const server = await given.server()
    const identity = async () => {
      const { body } = answers(200, await compute.servers.show(server))
      return { id: body?.server?.id, name: body?.server?.name, flavor: body?.server?.flavor?.id }
    }
    const before = await identity()
    await shelve(compute, server)
    same(await identity(), before, 'id, name and flavor of the shelved server')
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

  test(...requirement('servers.shelve/volume-booted-offloads'), async ({ compute, given }) => {
    const server = await given.serverFromVolume()
    answers(202, await compute.servers.shelve(server))
    await eventually(server, { status: becomes('servers.shelve/volume-booted-offloads') })
  })

  test(...requirement('servers.shelve/offload-leaves-host'), async ({ compute, admin, given }) => {
    // Of all servers only one that was booted from a volume is offloaded by every cloud.
    const server = await given.serverFromVolume()
    answers(202, await compute.servers.shelve(server))
    const offloaded = eventually(server, { status: becomes('servers.shelve/volume-booted-offloads') })
    await offloaded.catch(({ message }: Error) => {
      throw new Blocked('servers.shelve', `setup: ${message}`)
    })
    same(await hostOf(admin, server), null, 'the host of the offloaded server')
  })

  test(...requirement('servers.shelve/comes-back'), async ({ compute, given }) => {
    const server = await given.server()
    await shelve(compute, server)
    await comesBack(server, 'servers.shelve')
  })
})
