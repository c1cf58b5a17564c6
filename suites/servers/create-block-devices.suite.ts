import type { Answer } from '../../fixtures/client/answer.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { foundOnce } from '../../fixtures/given/shared.ts'
import { volumeBecomes } from '../../fixtures/given/volume-status.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import { removeServer } from '../../fixtures/resources/server-removal.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import { permits } from '../../fixtures/run/footprint.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import {
  blame,
  type Created,
  create,
  created,
  creation,
  refusedCreation,
  type Shown,
  shown,
} from './create-cases.ts'
import { OTHERWISE, withServer } from './create-recipes.ts'
import { IN_DIGITS, NEW_ROOT, VOLUMES } from './volume-recipes.ts'

type Device = NonNullable<Created['request']['server']['block_device_mapping_v2']>[number]

/** The devices that a server was asked for with. */
const asked = (made: Created, of: (device: Device) => boolean): Device => {
  const found = (made.request.server.block_device_mapping_v2 ?? []).find(of)
  if (found === undefined) throw new Error('the request holds no such block device')
  return found
}
const booted = (device: Device) => device.boot_index === 0
const named = (device: Device) => device.device_name !== undefined

/** Volume and device of each attachment of a server, the first device first. */
const attachmentsOf = async (context: TestContext, { server_id }: Created): Promise<Shown[]> => {
  const answer = context.need(200, await context.compute.volumeAttachments.list({ server_id }))
  const { volumeAttachments } = answer.body
  // By the last letter: the bus, which the rest of a name is about, may be another for the first of them.
  const letter = ({ device }: { device?: unknown }) => /[a-z]$/.exec(String(device))?.[0] ?? String(device)
  return [...volumeAttachments].sort((a, b) => letter(a).localeCompare(letter(b)))
}

const volume = async (context: TestContext, volume_id: string): Promise<Shown> =>
  context.need(200, await context.compute.volumes.show({ volume_id })).body.volume

/** The volumes of a server that its request did not name: those that were made for it. */
const madeFor = async (context: TestContext, made: Created): Promise<Shown[]> => {
  const given = (made.request.server.block_device_mapping_v2 ?? []).map(({ uuid }) => uuid)
  const ids = (await attachmentsOf(context, made)).map(({ volumeId }) => String(volumeId))
  return Promise.all(ids.filter((id) => !given.includes(id)).map((id) => volume(context, id)))
}

/** A volume that a server has, says the block storage too. */
const isAttached = async (context: TestContext, made: Created, volume_id: string) => {
  // A server may be ACTIVE before the block storage has noted that it has the volume.
  await volumeBecomes(context, volume_id, 'in-use', 'servers.create')
  const { attachments } = await volume(context, volume_id)
  const servers = (attachments as Shown[]).map(({ server_id }) => server_id)
  same(servers, [made.server_id], `the servers that the volume ${volume_id} is attached to`)
}

/** The volume that a server boots from is the one that cannot be taken away from it. */
const keepsRoot = async ({ compute }: TestContext, { server_id }: Created, attachment_id: string) => {
  const answer: Answer = await compute.volumeAttachments.detach({ server_id, attachment_id })
  demand(answer.status >= 400, `the volume with boot index 0 could be detached (${answer.status})`)
}

describe('Create server with block device mapping: the boot device', () => {
  test(...requirement('servers.create/boots-from-volume'), async ({ context }) => {
    const made = await created(context, VOLUMES, ['boot'])
    const { uuid } = asked(made, booted)
    await isAttached(context, made, uuid!)
    // That such a server shows no image is known of clouds only; that what it boots from stays with it, the documents say.
    if ((await shown(context, made)).image !== '') await keepsRoot(context, made, uuid!)
  })

  test(...requirement('servers.create/boot-index-zero-boots'), async ({ context }) => {
    const made = await created(context, VOLUMES, ['data', 'boot'])
    const { uuid } = asked(made, booted)
    const [first] = (await attachmentsOf(context, made)).filter(({ device }) => device !== null)
    if (first !== undefined) same(first.volumeId, uuid, `the volume that is the server's first device`)
    await keepsRoot(context, made, uuid!)
  })

  test(
    'servers.create/boot-index-zero-boots, in digits',
    requirement('servers.create/boot-index-zero-boots')[1],
    async ({ context }) => {
      const made = await created(context, IN_DIGITS, ['data', 'boot'])
      const { uuid } = asked(made, (device) => String(device.boot_index) === '0')
      await isAttached(context, made, uuid!)
      const [first] = (await attachmentsOf(context, made)).filter(({ device }) => device !== null)
      if (first !== undefined) same(first.volumeId, uuid, `the volume that is the server's first device`)
    },
  )

  test(...requirement('servers.create/boot-index-minus-one-attaches'), async ({ context }) => {
    const made = await created(context, VOLUMES, ['data', 'boot'])
    const { uuid } = asked(made, named)
    await isAttached(context, made, uuid!)
    const [first] = (await attachmentsOf(context, made)).filter(({ device }) => device !== null)
    demand(first?.volumeId !== uuid, `the volume ${uuid} with boot index -1 is the server's first device`)
  })
})

describe('Create server with block device mapping: where devices come from', () => {
  test(...requirement('servers.create/source-type-volume'), async ({ context }) => {
    const made = await created(context, VOLUMES, ['data', 'boot'])
    await isAttached(context, made, asked(made, named).uuid!)
  })

  test(...requirement('servers.create/source-type-blank'), async ({ context }) => {
    const made = await created(context, VOLUMES, ['blank', 'boot'])
    const empty = (await madeFor(context, made)).filter(({ bootable }) => bootable === 'false')
    same(empty.length, 1, 'the number of empty volumes that were made for the server')
  })

  test(...requirement('servers.create/source-type-image'), async ({ context }) => {
    const made = await created(context, VOLUMES, ['image', 'boot'])
    const filled = (await madeFor(context, made)).filter(
      ({ bootable, snapshot_id }) => bootable === 'true' && snapshot_id == null,
    )
    same(filled.length, 1, 'the number of volumes that were made of the image for the server')
  })

  test(
    'servers.create/source-type-image, to boot from',
    requirement('servers.create/source-type-image')[1],
    async ({ context }) => {
      const made = await created(context, NEW_ROOT, ['root'])
      const [root, ...others] = await madeFor(context, made)
      demand(
        root !== undefined,
        'no volume was made for the server, which was to boot from a volume of an image',
      )
      same(
        [root.bootable, others.length],
        ['true', 0],
        'whether that volume is bootable, and how many others were made',
      )
    },
  )

  test(...requirement('servers.create/source-type-snapshot'), async ({ context }) => {
    const made = await created(context, VOLUMES, ['snapshot', 'boot'])
    const { uuid } = asked(made, ({ source_type }) => source_type === 'snapshot')
    const sources = (await madeFor(context, made)).map(({ snapshot_id }) => snapshot_id)
    demand(sources.includes(uuid), `no volume was made of the snapshot ${uuid} for the server`)
  })

  test(...requirement('servers.create/source-type-unknown'), ({ context }) =>
    refusedCreation(
      context,
      'servers.create/source-type-unknown',
      withServer({
        block_device_mapping_v2: [
          { source_type: 'tape', destination_type: 'volume', volume_size: 1, boot_index: -1 },
        ],
      }),
    ),
  )
})

describe('Create server with block device mapping: where devices live', () => {
  test(...requirement('servers.create/destination-type-volume'), async ({ context }) => {
    const made = await created(context, VOLUMES, ['blank', 'boot'])
    const { volume_size } = asked(made, ({ source_type }) => source_type === 'blank')
    const sizes = (await madeFor(context, made)).map(({ size }) => size)
    demand(
      sizes.includes(volume_size),
      `no volume of ${volume_size} GiB was made for the server, but ${sizes}`,
    )
  })

  test(...requirement('servers.create/destination-type-local'), async ({ context }) => {
    const made = await created(context, OTHERWISE, ['localRoot'])
    same(await attachmentsOf(context, made), [], 'the volumes of a server with disks of its host')
  })

  test(...requirement('servers.create/guest-format'), async ({ context }) => {
    await created(context, OTHERWISE, ['localRoot', 'localFormats'])
  })

  test(...requirement('servers.create/destination-type-unknown'), ({ context }) =>
    refusedCreation(
      context,
      'servers.create/destination-type-unknown',
      withServer({
        block_device_mapping_v2: [
          { source_type: 'blank', destination_type: 'remote', volume_size: 1, boot_index: -1 },
        ],
      }),
    ),
  )

  test(...requirement('servers.create/device-name-used'), async ({ context }) => {
    const made = await created(context, VOLUMES, ['data', 'boot'])
    const { uuid, device_name } = asked(made, named)
    const found = (await attachmentsOf(context, made)).find(({ volumeId }) => volumeId === uuid)
    if (found?.device === null)
      throw new Unsupported('the target tells no device of an attached volume, and need not')
    // Of how a device is written the documents show examples alone.
    const plain = (name: unknown) => String(name).replace(/^\/dev\//, '')
    same(plain(found?.device), plain(device_name), `the device of the volume ${uuid}`)
  })
})

describe('Create server with block device mapping: volumes that cannot be had', () => {
  const boot = (uuid: string) =>
    withServer({
      imageRef: undefined,
      block_device_mapping_v2: [{ source_type: 'volume', destination_type: 'volume', uuid, boot_index: 0 }],
    })

  test(...requirement('servers.create/volume-must-be-available'), async ({ context, given }) => {
    let uuid: string
    if (context.admin !== undefined && permits(context.run.config.footprint, 'admin')) {
      // Attached to nothing, and yet not available.
      const { volume_id } = await given.bootableVolume()
      const body = { 'os-reset_status': { status: 'error' } }
      context.need(202, await context.admin.volumes.resetStatus({ volume_id, body }))
      uuid = volume_id
    } else uuid = asked(await created(context, VOLUMES, ['boot']), booted).uuid!
    await refusedCreation(context, 'servers.create/volume-must-be-available', boot(uuid))
  })

  test(...requirement('servers.create/volume-must-be-detached'), async ({ context }) => {
    const { uuid } = asked(await created(context, VOLUMES, ['boot']), booted)
    const { status } = await volume(context, uuid!)
    // A target may have let go of it; whether it may is judged by itself.
    if (status !== 'in-use')
      throw new Blocked('servers.create', `setup: the volume that a server boots from is ${status}`)
    await refusedCreation(context, 'servers.create/volume-must-be-detached', boot(uuid!))
  })

  test(...requirement('servers.create/volume-unknown'), ({ context, given }) =>
    refusedCreation(context, 'servers.create/volume-unknown', boot(given.unknownId())),
  )

  for (const [id, source_type] of [
    ['servers.create/device-image-unknown', 'image'],
    ['servers.create/snapshot-unknown', 'snapshot'],
  ] as const)
    test(...requirement(id), ({ context, given }) => {
      const device = { source_type, destination_type: 'volume', uuid: given.unknownId() }
      const devices = [{ ...device, volume_size: 1, boot_index: 0, delete_on_termination: true }]
      return refusedCreation(
        context,
        id,
        withServer({ imageRef: undefined, block_device_mapping_v2: devices }),
      )
    })
})

describe('Create server with block device mapping: when the server is deleted', () => {
  const WITHIN_MS = 30_000

  /**
   * What became of the volumes of a server that is no more: their last status, undefined for one that is gone.
   * @param words whether true and false were asked for as words (erratum `booleans-and-numbers-as-strings`), and of the other one
   */
  const orphans = (context: TestContext, words = false) =>
    foundOnce(
      context,
      `the volumes of a deleted server${words ? ', asked for in words' : ''}`,
      async (own) => {
        const { data, boot } = VOLUMES.parts
        const request = await creation(own, [data, boot])
        if (words) {
          // What is said in words must be taken where it is taken otherwise.
          await orphans(context)
          for (const device of request.server.block_device_mapping_v2 ?? [])
            if (device.delete_on_termination !== undefined)
              device.delete_on_termination = device.delete_on_termination === true ? 'False' : 'True'
        }
        const made = await create(own, request)
        if (made.end === 'refused')
          throw words
            ? await blame(own, made.answer, 'take True and False as words for delete_on_termination')
            : own.unprepared(made.answer)
        // One whose guest has powered itself off has its volumes all the same.
        if (made.end !== 'done' && made.seen.at(-1) !== 'SHUTOFF')
          throw new Blocked(
            'servers.create',
            `setup: the server that was to be deleted went ${made.seen.join(', ')}`,
          )
        const { run } = own
        const callers = { member: own.compute, admin: own.admin, timeoutScale: run.config.timeoutScale }
        const why = await removeServer(callers, made.server_id)
        if (why !== undefined) throw new Blocked('servers.delete', `setup: ${why}`)
        const statusOf = async (volume_id: string, wanted: string | undefined) => {
          const { last } = await watch({
            kind: 'servers.delete volumes',
            pace: run.pace,
            within: WITHIN_MS * run.config.timeoutScale,
            look: async () => {
              const answer = await own.compute.volumes.show({ volume_id })
              return answer.status === 404 ? undefined : String(own.need(200, answer).body.volume.status)
            },
            waits: context.waits,
            judge: (status) => (status === wanted ? 'done' : status === undefined ? 'never' : 'wait'),
          })
          return last
        }
        return {
          doomed: await statusOf(asked(made, words ? booted : named).uuid!, undefined),
          kept: await statusOf(asked(made, words ? named : booted).uuid!, 'available'),
        }
      },
    )

  for (const [how, words] of [
    ['', false],
    [', asked for in words', true],
  ] as const) {
    test(
      `servers.create/delete-on-termination${how}`,
      requirement('servers.create/delete-on-termination')[1],
      async ({ context }) => {
        const { doomed } = await orphans(context, words)
        same(doomed, undefined, `the status of a volume that had to go with its server${how}`)
      },
    )

    test(
      `servers.create/keep-on-termination${how}`,
      requirement('servers.create/keep-on-termination')[1],
      async ({ context }) => {
        const { kept } = await orphans(context, words)
        same(kept, 'available', `the status of a volume that was to outlive its server${how}`)
      },
    )
  }
})
