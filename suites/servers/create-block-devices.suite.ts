import type { Answer } from '../../fixtures/client.ts'
import { finding } from '../../fixtures/given/specimens.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { removeServer } from '../../fixtures/removal.ts'
import { permits } from '../../fixtures/run-config.ts'
import { type Scene, said } from '../../fixtures/scene.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { demand, same } from '../../fixtures/verbs.ts'
import { watch } from '../../fixtures/waiting.ts'
import { type Created, create, created, creation, refusedCreation, type Shown, shown } from './created.ts'
import { OTHERWISE, VOLUMES, withServer } from './recipes.ts'

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
const attachmentsOf = async (scene: Scene, { server_id }: Created): Promise<Shown[]> => {
  const answer = scene.need(200, await scene.compute.volumeAttachments.list({ server_id }))
  const { volumeAttachments } = answer.body
  return [...volumeAttachments].sort((a, b) => String(a.device).localeCompare(String(b.device)))
}

const volume = async (scene: Scene, volume_id: string): Promise<Shown> =>
  scene.need(200, await scene.compute.volumes.show({ volume_id })).body.volume

/** The volumes of a server that its request did not name: those that were made for it. */
const madeFor = async (scene: Scene, made: Created): Promise<Shown[]> => {
  const given = (made.request.server.block_device_mapping_v2 ?? []).map(({ uuid }) => uuid)
  const ids = (await attachmentsOf(scene, made)).map(({ volumeId }) => String(volumeId))
  return Promise.all(ids.filter((id) => !given.includes(id)).map((id) => volume(scene, id)))
}

/** A volume that a server has, says the block storage too. */
const isAttached = async (scene: Scene, made: Created, volume_id: string) => {
  const { status, attachments } = await volume(scene, volume_id)
  same(status, 'in-use', `the status of the volume ${volume_id}`)
  const servers = (attachments as Shown[]).map(({ server_id }) => server_id)
  same(servers, [made.server_id], `the servers that the volume ${volume_id} is attached to`)
}

describe('Create server with block device mapping: the boot device', () => {
  test(...requirement('servers.create/boots-from-volume'), async ({ scene }) => {
    const made = await created(scene, VOLUMES, ['boot'])
    same((await shown(scene, made)).image, '', 'the image of a server that boots from a volume')
    await isAttached(scene, made, asked(made, booted).uuid!)
  })

  test(...requirement('servers.create/boot-index-zero-boots'), async ({ scene, compute }) => {
    const made = await created(scene, VOLUMES, ['data', 'boot'])
    const { uuid } = asked(made, booted)
    const [first] = await attachmentsOf(scene, made)
    same(first?.volumeId, uuid, `the volume that is the server's first device`)
    // The volume that a server boots from is the one that cannot be taken away from it.
    const { server_id } = made
    const answer: Answer = await compute.volumeAttachments.detach({ server_id, attachment_id: uuid! })
    demand(answer.status >= 400, `the volume with boot index 0 could be detached (${answer.status})`)
  })

  test(...requirement('servers.create/boot-index-minus-one-attaches'), async ({ scene }) => {
    const made = await created(scene, VOLUMES, ['data', 'boot'])
    const { uuid } = asked(made, named)
    await isAttached(scene, made, uuid!)
    const [first] = await attachmentsOf(scene, made)
    demand(first?.volumeId !== uuid, `the volume ${uuid} with boot index -1 is the server's first device`)
  })
})

describe('Create server with block device mapping: where devices come from', () => {
  test(...requirement('servers.create/source-type-volume'), async ({ scene }) => {
    const made = await created(scene, VOLUMES, ['data', 'boot'])
    await isAttached(scene, made, asked(made, named).uuid!)
  })

  test(...requirement('servers.create/source-type-blank'), async ({ scene }) => {
    const made = await created(scene, VOLUMES, ['blank', 'boot'])
    const empty = (await madeFor(scene, made)).filter(({ bootable }) => bootable === 'false')
    same(empty.length, 1, 'the number of empty volumes that were made for the server')
  })

  test(...requirement('servers.create/source-type-image'), async ({ scene }) => {
    const made = await created(scene, VOLUMES, ['image', 'boot'])
    const filled = (await madeFor(scene, made)).filter(
      ({ bootable, snapshot_id }) => bootable === 'true' && snapshot_id == null,
    )
    same(filled.length, 1, 'the number of volumes that were made of the image for the server')
  })

  test(...requirement('servers.create/source-type-snapshot'), async ({ scene }) => {
    const made = await created(scene, VOLUMES, ['snapshot', 'boot'])
    const { uuid } = asked(made, ({ source_type }) => source_type === 'snapshot')
    const sources = (await madeFor(scene, made)).map(({ snapshot_id }) => snapshot_id)
    demand(sources.includes(uuid), `no volume was made of the snapshot ${uuid} for the server`)
  })

  test(...requirement('servers.create/source-type-unknown'), ({ scene }) =>
    refusedCreation(
      scene,
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
  test(...requirement('servers.create/destination-type-volume'), async ({ scene }) => {
    const made = await created(scene, VOLUMES, ['blank', 'boot'])
    const { volume_size } = asked(made, ({ source_type }) => source_type === 'blank')
    const sizes = (await madeFor(scene, made)).map(({ size }) => size)
    demand(
      sizes.includes(volume_size),
      `no volume of ${volume_size} GiB was made for the server, but ${sizes}`,
    )
  })

  test(...requirement('servers.create/destination-type-local'), async ({ scene }) => {
    const made = await created(scene, OTHERWISE, ['localRoot'])
    same(await attachmentsOf(scene, made), [], 'the volumes of a server with disks of its host')
  })

  test(...requirement('servers.create/guest-format'), async ({ scene }) => {
    await created(scene, OTHERWISE, ['localRoot', 'localFormats'])
  })

  test(...requirement('servers.create/destination-type-unknown'), ({ scene }) =>
    refusedCreation(
      scene,
      'servers.create/destination-type-unknown',
      withServer({
        block_device_mapping_v2: [
          { source_type: 'blank', destination_type: 'remote', volume_size: 1, boot_index: -1 },
        ],
      }),
    ),
  )

  test(...requirement('servers.create/device-name-used'), async ({ scene }) => {
    const made = await created(scene, VOLUMES, ['data', 'boot'])
    const { uuid, device_name } = asked(made, named)
    const found = (await attachmentsOf(scene, made)).find(({ volumeId }) => volumeId === uuid)
    same(found?.device, device_name, `the device of the volume ${uuid}`)
  })
})

describe('Create server with block device mapping: volumes that cannot be had', () => {
  const boot = (uuid: string) =>
    withServer({
      imageRef: undefined,
      block_device_mapping_v2: [{ source_type: 'volume', destination_type: 'volume', uuid, boot_index: 0 }],
    })

  test(...requirement('servers.create/volume-must-be-available'), async ({ scene, given }) => {
    let uuid: string
    if (scene.admin !== undefined && permits(scene.stage.config.footprint, 'admin')) {
      // Attached to nothing, and yet not available.
      const { volume_id } = await given.bootableVolume()
      const body = { 'os-reset_status': { status: 'error' } }
      scene.need(202, await scene.admin.volumes.resetStatus({ volume_id, body }))
      uuid = volume_id
    } else uuid = asked(await created(scene, VOLUMES, ['boot']), booted).uuid!
    await refusedCreation(scene, 'servers.create/volume-must-be-available', boot(uuid))
  })

  test(...requirement('servers.create/volume-must-be-detached'), async ({ scene }) => {
    const { uuid } = asked(await created(scene, VOLUMES, ['boot']), booted)
    await refusedCreation(scene, 'servers.create/volume-must-be-detached', boot(uuid!))
  })
})

describe('Create server with block device mapping: when the server is deleted', () => {
  const WITHIN_MS = 30_000

  /** What became of the volumes of a server that is no more: their last status, undefined for one that is gone. */
  const orphans = (scene: Scene) =>
    finding(scene, 'the volumes of a deleted server', async (own) => {
      const { data, boot } = VOLUMES.parts
      const made = await create(own, await creation(own, [data, boot]))
      if (made.end === 'refused') throw new Blocked('servers.create', `setup: ${said(made.answer)}`)
      if (made.end !== 'done')
        throw new Blocked(
          'servers.create',
          `setup: the server that was to be deleted went ${made.seen.join(', ')}`,
        )
      const { stage } = own
      const hands = { member: own.compute, admin: own.admin, timeoutScale: stage.config.timeoutScale }
      const why = await removeServer(hands, made.server_id)
      if (why !== undefined) throw new Blocked('servers.delete', `setup: ${why}`)
      const statusOf = async (volume_id: string, wanted: string | undefined) => {
        const { last } = await watch({
          kind: 'servers.delete volumes',
          pace: stage.pace,
          within: WITHIN_MS * stage.config.timeoutScale,
          look: async () => {
            const answer = await own.compute.volumes.show({ volume_id })
            return answer.status === 404 ? undefined : String(own.need(200, answer).body.volume.status)
          },
          judge: (status) => (status === wanted ? 'done' : status === undefined ? 'never' : 'wait'),
        })
        return last
      }
      return {
        doomed: await statusOf(asked(made, named).uuid!, undefined),
        kept: await statusOf(asked(made, booted).uuid!, 'available'),
      }
    })

  test(...requirement('servers.create/delete-on-termination'), async ({ scene }) => {
    same((await orphans(scene)).doomed, undefined, 'the status of a volume that had to go with its server')
  })

  test(...requirement('servers.create/keep-on-termination'), async ({ scene }) => {
    same((await orphans(scene)).kept, 'available', 'the status of a volume that was to outlive its server')
  })
})
