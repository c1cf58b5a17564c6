import type { TypedClient } from '../../fixtures/client.ts'
import type { Given } from '../../fixtures/given/given.ts'
import type { GivenServer } from '../../fixtures/given/server.ts'
import { openToMembers } from '../../fixtures/policy.ts'
import type { Scene } from '../../fixtures/scene.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, comesTrue, demand, eventually, same } from '../../fixtures/verbs.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { imagesOf, type ServerImage } from './shelving.ts'

describe('Create server backup', () => {
  /** How many backups the rotation keeps where it matters: more than one and less than are made. */
  const KEPT = 2

  const typeOf = (id: 'servers.createBackup/type-daily' | 'servers.createBackup/type-weekly') =>
    (requirementOf(id).data as { backup_type: string }).backup_type
  const daily = typeOf('servers.createBackup/type-daily')
  const weekly = typeOf('servers.createBackup/type-weekly')

  /** Backs a server up and waits until it rests. @returns the name of the backup */
  const backUp = async (
    compute: TypedClient,
    server: GivenServer,
    { given, type = daily, rotation = KEPT }: { given: Given; type?: string; rotation?: number },
  ): Promise<string> => {
    const name = given.name()
    const body = { createBackup: { name, backup_type: type, rotation } }
    answers(202, openToMembers(await compute.servers.createBackup({ server_id: server.id, body })))
    await eventually(server, { status: server.status })
    return name
  }

  /** Waits until the list of images holds a backup of the server that it did not hold before. */
  const backupAppears = async (
    { compute, scene, given }: { compute: TypedClient; scene: Scene; given: Given },
    server: GivenServer,
  ): Promise<{ image: ServerImage; name: string }> => {
    const before = new Set((await imagesOf(compute, server)).map(({ id }) => id))
    const name = await backUp(compute, server, { given })
    let image: ServerImage | undefined
    const appeared = async () => {
      image = (await imagesOf(compute, server)).find(({ id }) => !before.has(id))
      return image !== undefined
    }
    await comesTrue(scene, 'an image of the server is in the list', appeared, {
      cause: 'servers.createBackup',
    })
    // Known by its id too, should the target have given it another name.
    if (image!.name !== name) given.owns('image', String(image!.id), name)
    return { image: image!, name }
  }

  test(...requirement('servers.createBackup/image-appears'), async ({ compute, given, scene }) => {
    await backupAppears({ compute, given, scene }, await given.server())
  })

  test(...requirement('servers.createBackup/image-named'), async ({ compute, given, scene }) => {
    const { image, name } = await backupAppears({ compute, given, scene }, await given.server())
    same(image.name, name, "the name of the backup's image")
  })

  test(...requirement('servers.createBackup/type-daily'), async ({ compute, given }) => {
    await backUp(compute, await given.server(), { given, type: daily })
  })

  test(...requirement('servers.createBackup/type-weekly'), async ({ compute, given }) => {
    await backUp(compute, await given.server(), { given, type: weekly })
  })

  test(...requirement('servers.createBackup/type-recorded'), async ({ compute, given, scene }) => {
    const { image } = await backupAppears({ compute, given, scene }, await given.server())
    const { properties } = requirementOf('servers.createBackup/type-recorded').data as {
      properties: Record<string, string>
    }
    const found = (image.metadata ?? {}) as Record<string, unknown>
    for (const [name, value] of Object.entries(properties))
      same(found[name], value, `the property ${name} of the backup's image`)
  })

  test(...requirement('servers.createBackup/administrator-may-call'), async ({ admin, given }) => {
    const server = await given.server()
    const body = { createBackup: { name: given.name(), backup_type: daily, rotation: 1 } }
    answers(202, await admin.servers.createBackup({ server_id: server.id, body }))
    await eventually(server, { status: server.status })
  })

  // The rotation counts all backups of a server, so these start from servers that have none.
  describe('Rotation', () => {
    /** Makes backups, one after another and never two within a second: by their age they are told apart. */
    const makeBackups = async (
      { compute, given, scene }: { compute: TypedClient; given: Given; scene: Scene },
      server: GivenServer,
      count: number,
    ): Promise<string[]> => {
      const names: string[] = []
      for (let made = 0; made < count; made++) {
        const taken = Date.now()
        names.push(await backUp(compute, server, { given }))
        if (made < count - 1)
          await comesTrue(scene, 'a second has passed', async () => Date.now() > taken + 1_000, {
            cause: 'servers.createBackup',
          })
      }
      return names
    }

    /** Which of the backups are left, in their order. */
    const left = async (compute: TypedClient, server: GivenServer, names: readonly string[]) => {
      const images = await imagesOf(compute, server)
      return names.filter((name) => images.some((image) => image.name === name))
    }

    test(...requirement('servers.createBackup/rotation-keeps'), async ({ compute, given, scene }) => {
      const server = await given.server({ fresh: true })
      const names = await makeBackups({ compute, given, scene }, server, KEPT + 1)
      let before = -1
      const settled = async () => {
        const { length } = await left(compute, server, names)
        demand(length >= KEPT, `a rotation of ${KEPT} left ${length} of ${names.length} backups`)
        const still = length === KEPT && length === before
        before = length
        return still
      }
      await comesTrue(scene, `${KEPT} of ${names.length} backups are left`, settled, {
        cause: 'servers.createBackup',
      })
    })

    test(...requirement('servers.createBackup/rotation-drops-oldest'), async ({ compute, given, scene }) => {
      const server = await given.server({ fresh: true })
      const names = await makeBackups({ compute, given, scene }, server, KEPT + 1)
      let kept: string[] = names
      const dropped = async () => {
        kept = await left(compute, server, names)
        return kept.length < names.length
      }
      await comesTrue(scene, `one of ${names.length} backups is removed`, dropped, {
        cause: 'servers.createBackup',
      })
      same(kept, names.slice(names.length - kept.length), 'the backups that are left, oldest first')
    })

    test(...requirement('servers.createBackup/rotation-by-type'), async ({ compute, given, scene }) => {
      const server = await given.server({ fresh: true })
      const one = await backUp(compute, server, { given, type: daily, rotation: 1 })
      const other = await backUp(compute, server, { given, type: weekly, rotation: 1 })
      const again = await backUp(compute, server, { given, type: daily, rotation: 1 })
      // What the third removed shows that the rotation is at work; what the second left, whom it counts.
      await comesTrue(
        scene,
        'the older of two daily backups is removed',
        async () => !(await left(compute, server, [one])).includes(one),
        { cause: 'servers.createBackup' },
      )
      same(await left(compute, server, [other, again]), [other, again], 'the backups that are left')
    })
  })
})
