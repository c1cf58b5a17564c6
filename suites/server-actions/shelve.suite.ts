import type { TypedClient } from '../../fixtures/calls.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import type { Scene } from '../../fixtures/scene.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, comesTrue, demand, eventually, same } from '../../fixtures/verbs.ts'
import { becomes } from './becomes.ts'
import { hostOf } from './host.ts'
import { LIST_DELAY_MS } from './listed.ts'
import { attach, comesBack, imagesOf, type ServerImage, serverWithMetadata, shelve } from './shelving.ts'

describe('Shelve server', () => {
  /**
   * Shelves a server that has a disk of its own, and waits for an image of it that is new and fulfils `wish`. Once the
   * server is shelved the image has been written: what is still to come is the list's own delay.
   */
  const imageAppears = async (
    { compute, given, scene }: { compute: TypedClient; given: Given; scene: Scene },
    what: string,
    wish: (image: ServerImage) => boolean,
  ) => {
    const server = await given.server()
    const before = new Set((await imagesOf(compute, server)).map(({ id }) => id))
    await shelve(compute, server)
    const holds = async () =>
      (await imagesOf(compute, server)).some((image) => !before.has(image.id) && wish(image))
    await comesTrue(scene, what, holds, { cause: 'servers.shelve', within: LIST_DELAY_MS })
  }

  test(...requirement('servers.shelve/becomes-shelved'), async ({ compute, given }) => {
    await shelve(compute, await given.server())
  })

  test(...requirement('servers.shelve/image-appears'), async ({ compute, given, scene }) => {
    await imageAppears({ compute, given, scene }, 'an image of the shelved server is in the list', () => true)
  })

  test(...requirement('servers.shelve/image-active'), async ({ compute, given, scene }) => {
    await imageAppears(
      { compute, given, scene },
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

  test(...requirement('servers.shelve/volumes-kept'), async ({ compute, given }) => {
    const volume = await given.volume()
    const server = await given.server({ fresh: true })
    await attach(volume, server)
    const { volumes } = server.view
    same((await shelve(compute, server)).volumes, volumes, 'the volumes of the shelved server')
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

  test(...requirement('servers.shelve/instance-stays-on-host'), async ({ compute, admin, given, scene }) => {
    const server = await given.server()
    if ((await hostOf(admin, server)) === null)
      throw new Blocked('servers.show', 'setup: an ACTIVE server is shown on no host')
    const { status } = await shelve(compute, server)
    if (status !== 'SHELVED')
      throw new Unsupported('the target offloads a shelved server at once: it is never SHELVED')
    if ((await hostOf(admin, server)) !== null) return
    const now = scene.need(200, await compute.servers.show(server)).body.server.status
    if (now !== 'SHELVED') throw new Unsupported(`the target offloads a shelved server at once: it is ${now}`)
    demand(false, 'the SHELVED server is on no host')
  })

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
