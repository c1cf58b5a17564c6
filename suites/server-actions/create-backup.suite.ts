import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { openToMembers } from '../../fixtures/expect/open-to-members.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked, Broken } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { LONG_NAME } from '../long-name.ts'
import { imagesOf, type ServerImage } from './shelve-steps.ts'

describe('Create server backup', () => {
  /** How many backups the rotation keeps where it matters: more than one and less than are made. */
  const KEPT = 2

  const typeOf = (id: 'servers.createBackup/type-daily' | 'servers.createBackup/type-weekly') =>
    (requirementOf(id).data as { backup_type: string }).backup_type
  const daily = typeOf('servers.createBackup/type-daily')
  const weekly = typeOf('servers.createBackup/type-weekly')

  /** So long a backup is waited for by its name, where another image of the server has come up; in milliseconds before scaling. */
  const NAMED_MS = 5_000

  interface Setup {
    compute: TypedClient
    given: Given
    context: TestContext
  }
  interface Wishes {
    type?: string
    rotation?: number
  }
  interface Backup {
    id: string
    image: ServerImage
    /** The name that was asked for. */
    name: string
  }

  /** Backs a server up and waits until it rests. @returns the name of the backup */
  const backUp = async (
    { compute, given }: Pick<Setup, 'compute' | 'given'>,
    server: GivenServer,
    { type = daily, rotation = KEPT }: Wishes = {},
  ): Promise<string> => {
    const name = given.name()
    const body = { createBackup: { name, backup_type: type, rotation } }
    answers(202, openToMembers(await compute.servers.createBackup({ server_id: server.id, body })))
    await eventually(server, { status: server.status })
    return name
  }

  /** Backs a server up and waits until the list of images holds one of the server that it did not hold before. */
  const backupAppears = async (setup: Setup, server: GivenServer, wishes?: Wishes): Promise<Backup> => {
    const { compute, given, context } = setup
    const before = new Set((await imagesOf(compute, server)).map(({ id }) => id))
    const name = await backUp(setup, server, wishes)
    let image: ServerImage | undefined
    let since: number | undefined
    const appeared = async () => {
      const found = (await imagesOf(compute, server, name)).filter(({ id }) => !before.has(id))
      // One of another name may be that of an earlier call, which the list shows only now.
      if (found.length > 0) since ??= performance.now()
      image = found.find((each) => each.name === name) ?? found[0]
      const waited = performance.now() - (since ?? performance.now())
      return image?.name === name || waited > NAMED_MS * context.run.config.timeoutScale
    }
    await comesTrue(context, 'an image of the server is in the list', appeared, {
      cause: 'servers.createBackup',
      within: LIST_DELAY_MS,
    })
    const id = String(image!.id)
    // Known by its id too, should the target have given it another name.
    if (image!.name !== name) given.owns('image', id, name)
    return { id, image: image!, name }
  }

  /** @throws Blocked if the backup cannot be seen: what becomes of it cannot be seen then either */
  const seenBackup = async (setup: Setup, server: GivenServer, wishes?: Wishes): Promise<Backup> => {
    try {
      return await backupAppears(setup, server, wishes)
    } catch (error) {
      if (error instanceof Broken) throw new Blocked('servers.createBackup', `setup: ${error.message}`)
      throw error
    }
  }

  test(...requirement('servers.createBackup/image-appears'), async ({ compute, given, context }) => {
    await backupAppears({ compute, given, context }, await given.server())
  })

  test(
    'servers.createBackup/image-appears, weekly',
    requirement('servers.createBackup/image-appears')[1],
    async ({ compute, given, context }) => {
      await backupAppears({ compute, given, context }, await given.server(), { type: weekly })
    },
  )

  test(...requirement('servers.createBackup/image-named'), async ({ compute, given, context }) => {
    const { image, name } = await seenBackup({ compute, given, context }, await given.server())
    same(image.name, name, "the name of the backup's image")
  })

  test(
    'servers.createBackup/image-named, however long the name is',
    requirement('servers.createBackup/image-named')[1],
    async ({ compute, given, context }) => {
      const server = await given.server()
      const name = given.name().padEnd(LONG_NAME, '-of-a-long-name')
      const body = { createBackup: { name, backup_type: daily, rotation: KEPT } }
      const before = new Set((await imagesOf(compute, server)).map(({ id }) => id))
      // How long a name may be no document says: whoever does not take it is not blamed, who keeps another is.
      if (!isSuccess(await compute.servers.createBackup({ server_id: server.id, body }))) return
      await eventually(server, { status: server.status })
      let made: ServerImage | undefined
      const named = async () => {
        const images = (await imagesOf(compute, server, name)).filter(({ id }) => !before.has(id))
        made = images.find((image) => image.name === name) ?? images[0]
        return made?.name === name
      }
      const options = { cause: 'servers.createBackup', within: LIST_DELAY_MS } as const
      await comesTrue(context, 'the backup is in the list of images', named, options).catch(
        (error: unknown) => {
          // That none appears is judged by itself.
          if (made === undefined && error instanceof Broken) return
          if (made !== undefined) given.owns('image', String(made.id), name)
          throw error
        },
      )
    },
  )

  test(...requirement('servers.createBackup/type-daily'), async ({ compute, given }) => {
    await backUp({ compute, given }, await given.server(), { type: daily })
  })

  test(...requirement('servers.createBackup/type-weekly'), async ({ compute, given }) => {
    await backUp({ compute, given }, await given.server(), { type: weekly })
  })

  test(...requirement('servers.createBackup/type-unknown'), async ({ compute, given, context }) => {
    const server = await given.server()
    const { backup_type } = requirementOf('servers.createBackup/type-unknown').data as { backup_type: string }
    const before = new Set((await imagesOf(compute, server)).map(({ id }) => id))
    const body = { createBackup: { name: given.name(), backup_type, rotation: KEPT } }
    const call = { server_id: server.id, body, probe: true as const }
    refusedAs(
      'servers.createBackup/type-unknown',
      openToMembers(await context.compute.send('servers.createBackup', call)),
      `for a backup of the type ${backup_type}`,
    )
    const more = (await imagesOf(compute, server)).filter(({ id }) => !before.has(id))
    same(more.length, 0, 'the number of images that the refused backup left')
  })

  test(...requirement('servers.createBackup/type-recorded'), async ({ compute, given, context }) => {
    const { image } = await seenBackup({ compute, given, context }, await given.server())
    const { properties } = requirementOf('servers.createBackup/type-recorded').data as {
      properties: Record<string, string>
    }
    const found = (image.metadata ?? {}) as Record<string, unknown>
    for (const [name, value] of Object.entries(properties))
      same(found[name], value, `the property ${name} of the backup's image`)
  })

  test(...requirement('servers.createBackup/administrator-may-call'), async ({ admin, given, context }) => {
    const server = await given.server()
    const body = { createBackup: { name: given.name(), backup_type: daily, rotation: 1 } }
    answers(202, await admin.servers.createBackup({ server_id: server.id, body }))
    await eventually(server, { status: server.status })
    const { name } = body.createBackup
    // Whose image it is, the member's or that of the project in which the administrator works, no document says.
    const made = async () => {
      for (const client of [context.compute, admin])
        if ((await imagesOf(client, server, name)).some((each) => each.name === name)) return true
      return false
    }
    await comesTrue(context, "the administrator's backup is in the list of images", made, {
      cause: 'servers.createBackup',
      within: LIST_DELAY_MS,
    })
  })

  // The rotation counts all backups of a server, so these start from servers that have none.
  describe('Rotation', () => {
    /** Makes backups, one after another and never two within a second: by their age they are told apart. */
    const makeBackups = async (setup: Setup, server: GivenServer, count: number): Promise<Backup[]> => {
      const backups: Backup[] = []
      for (let made = 0; made < count; made++) {
        const began = Date.now()
        backups.push(await seenBackup(setup, server))
        if (made < count - 1)
          await comesTrue(setup.context, 'a second has passed', async () => Date.now() > began + 1_000, {
            cause: 'servers.createBackup',
          })
      }
      return backups
    }

    /** The names of the backups that are left, in their order. */
    const left = async (compute: TypedClient, server: GivenServer, backups: readonly Backup[]) => {
      const images = new Set((await imagesOf(compute, server)).map(({ id }) => id))
      return backups.filter(({ id }) => images.has(id)).map(({ name }) => name)
    }

    test(...requirement('servers.createBackup/rotation-keeps'), async ({ compute, given, context }) => {
      const [server, other] = [await given.server({ fresh: true }), await given.server()]
      // Of another server nothing is counted.
      const bystander = await seenBackup({ compute, given, context }, other)
      const backups = await makeBackups({ compute, given, context }, server, KEPT + 1)
      let before = -1
      const settled = async () => {
        const { length } = await left(compute, server, backups)
        demand(length >= KEPT, `a rotation of ${KEPT} left ${length} of ${backups.length} backups`)
        const still = length === KEPT && length === before
        before = length
        return still
      }
      await comesTrue(context, `${KEPT} of ${backups.length} backups are left`, settled, {
        cause: 'servers.createBackup',
        within: LIST_DELAY_MS,
      })
      same(await left(compute, other, [bystander]), [bystander.name], 'the backups of another server')
    })

    test(
      'servers.createBackup/rotation-keeps, and those of other servers',
      requirement('servers.createBackup/rotation-keeps')[1],
      async ({ compute, given, context }) => {
        const setup = { compute, given, context }
        const [server, other] = [await given.server(), await given.server()]
        const kept = await seenBackup(setup, other, { rotation: 1 })
        const older = await seenBackup(setup, server, { rotation: 1 })
        await seenBackup(setup, server, { rotation: 1 })
        // That the older one goes shows that the rotation is at work.
        const dropped = async () => (await left(compute, server, [older])).length === 0
        await comesTrue(context, 'one of two backups of a server is left by a rotation of 1', dropped, {
          cause: 'servers.createBackup',
          within: LIST_DELAY_MS,
        })
        same(
          await left(compute, other, [kept]),
          [kept.name],
          'the one backup of a server, after others of another server were made with a rotation of 1',
        )
      },
    )

    test(
      ...requirement('servers.createBackup/rotation-drops-oldest'),
      async ({ compute, given, context }) => {
        const server = await given.server({ fresh: true })
        const backups = await makeBackups({ compute, given, context }, server, KEPT + 1)
        const names = backups.map(({ name }) => name)
        let kept = names
        const dropped = async () => {
          kept = await left(compute, server, backups)
          return kept.length < names.length
        }
        await comesTrue(context, `one of ${names.length} backups is removed`, dropped, {
          cause: 'servers.createBackup',
          within: LIST_DELAY_MS,
        })
        same(kept, names.slice(names.length - kept.length), 'the backups that are left, oldest first')
      },
    )

    test(...requirement('servers.createBackup/rotation-by-type'), async ({ compute, given, context }) => {
      const setup = { compute, given, context }
      const server = await given.server({ fresh: true })
      const one = await seenBackup(setup, server, { type: daily, rotation: 1 })
      const other = await seenBackup(setup, server, { type: weekly, rotation: 1 })
      const again = await seenBackup(setup, server, { type: daily, rotation: 1 })
      // That the oldest goes shows that the rotation is at work; what else goes, whom it counts.
      const dropped = async () => (await left(compute, server, [one])).length === 0
      await comesTrue(context, 'the older of two daily backups is removed', dropped, {
        cause: 'servers.createBackup',
        within: LIST_DELAY_MS,
      })
      same(
        await left(compute, server, [other, again]),
        [other.name, again.name],
        'the backups that are left: a weekly one and a later daily one',
      )
      await seenBackup(setup, server, { type: weekly, rotation: 1 })
      const followed = async () => (await left(compute, server, [other])).length === 0
      await comesTrue(context, 'the older of two weekly backups is removed', followed, {
        cause: 'servers.createBackup',
        within: LIST_DELAY_MS,
      })
    })
  })
})
