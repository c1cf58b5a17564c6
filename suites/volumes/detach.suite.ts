import { isSuccess } from '../../fixtures/client/answer.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { attached, attachedIds, namedByServer } from '../../fixtures/given/attachments.ts'
import { Given } from '../../fixtures/given/given.ts'
import { markVolume, volumeBecomes, volumeReaches, volumeStatus } from '../../fixtures/given/volume-status.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, type Fixtures, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'

const ID = 'volumeAttachments.detach'
const cause = { cause: 'volumeAttachments.detach' as const }

describe('Detach volume', () => {
  test(...requirement(`${ID}/not-attached-refused`), async ({ compute, given }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    const path = { server_id: server.id, attachment_id: volume.volume_id }
    refused(
      requirementOf(`${ID}/not-attached-refused`).statuses!,
      await compute.send(ID, { ...path, probe: true }),
      'for a volume that is free',
    )
  })

  test(...requirement(`${ID}/attached-elsewhere-refused`), async ({ compute, given, context }) => {
    const [server, other, volume] = [await given.server(), await given.server(), await given.volume()]
    await attached(context, other, volume)
    const path = { server_id: server.id, attachment_id: volume.volume_id }
    const { statuses } = requirementOf(`${ID}/attached-elsewhere-refused`)
    refused(statuses!, await compute.send(ID, { ...path, probe: true }), 'for a volume of another server')
    demand(
      (await attachedIds(context, other)).includes(volume.volume_id),
      'the volume was taken from the other server',
    )
  })

  test(...requirement(`${ID}/volume-not-in-use-refused`), async ({ compute, given, context }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    await attached(context, server, volume)
    const { statuses, data } = requirementOf(`${ID}/volume-not-in-use-refused`)
    await markVolume(context, volume, data!.volumeStatus as string)
    try {
      const path = { server_id: server.id, attachment_id: volume.volume_id }
      refused(
        statuses!,
        await compute.send(ID, { ...path, probe: true }),
        `for a volume in the status ${data!.volumeStatus}`,
      )
    } finally {
      await markVolume(context, volume, 'in-use')
    }
  })

  const withoutRoot = async ({
    compute,
    given,
    context,
  }: Pick<Fixtures, 'compute' | 'given' | 'context'>) => {
    const server = await given.serverFromVolume()
    const [root] = await attachedIds(context, server)
    demand(root !== undefined, 'a server that boots from a volume lists no attachment')
    const path = { server_id: server.id, attachment_id: root }
    const answer = await compute.send(ID, { ...path, probe: true })
    return { answer, stays: async () => (await attachedIds(context, server)).includes(root) }
  }

  test(...requirement(`${ID}/root-device-refused`), async ({ compute, given, context }) => {
    const { answer, stays } = await withoutRoot({ compute, given, context })
    refusedAs(`${ID}/root-device-refused`, answer, 'for the root device')
    demand(await stays(), 'the root volume is gone from the list')
  })

  test(...requirement(`${ID}/root-device-forbidden`), async ({ compute, given, context }) => {
    const { answer } = await withoutRoot({ compute, given, context })
    refusedAs(`${ID}/root-device-forbidden`, answer, 'for the root device')
  })

  test(...requirement(`${ID}/volume-becomes-available`), async ({ compute, given, context }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    await attached(context, server, volume)
    answers(
      202,
      await compute.volumeAttachments.detach({ server_id: server.id, attachment_id: volume.volume_id }),
    )
    const { volumeStatus: wanted } = requirementOf(`${ID}/volume-becomes-available`).data as {
      volumeStatus: string
    }
    await volumeBecomes(context, volume.volume_id, wanted, ID)
  })

  test(
    `${ID}/volume-becomes-available, detached by an administrator`,
    requirement(`${ID}/volume-becomes-available`)[1],
    async ({ given, context }) => {
      const { admin } = context
      if (admin === undefined) return
      const [server, volume] = [await given.server(), await given.volume()]
      await attached(context, server, volume)
      const path = { server_id: server.id, attachment_id: volume.volume_id }
      // Whose volumes an administrator may detach is for the policy to say.
      if (isSuccess(await admin.volumeAttachments.detach(path)))
        await volumeBecomes(context, volume.volume_id, 'available', ID)
    },
  )

  const goes = async ({ compute, context }: Pick<Fixtures, 'compute' | 'context'>, server: GivenServer) => {
    const volume = await new Given(context).volume()
    await attached(context, server, volume)
    const path = { server_id: server.id, attachment_id: volume.volume_id }
    answers(202, await compute.volumeAttachments.detach(path))
    const gone = async () => !(await attachedIds(context, server)).includes(volume.volume_id)
    await comesTrue(context, 'the attachment is gone from the list', gone, cause)
    const shown = await compute.send('volumeAttachments.show', { ...path, probe: true })
    same(shown.status, 404, 'what showing the attachment that is gone answers')
    // When the volume is free as well, all has been done that is to be done.
    await volumeReaches(context, volume.volume_id, 'available', ID).catch(() => undefined)
    demand(await gone(), 'the attachment has come back to the list')
  }

  test(...requirement(`${ID}/attachment-goes`), async ({ compute, given, context }) =>
    goes({ compute, context }, await given.server()),
  )

  test(
    `${ID}/attachment-goes of a server that is SHUTOFF`,
    requirement(`${ID}/attachment-goes`)[1],
    async ({ compute, given, context }) => goes({ compute, context }, await given.serverIn('SHUTOFF')),
  )

  test(...requirement(`${ID}/server-forgets-volume`), async ({ compute, given, context }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    await attached(context, server, volume)
    answers(
      202,
      await compute.volumeAttachments.detach({ server_id: server.id, attachment_id: volume.volume_id }),
    )
    const forgotten = async () => !(await namedByServer(context, server)).includes(volume.volume_id)
    await comesTrue(context, 'the server no longer names the volume', forgotten, cause)
  })

  test(...requirement(`${ID}/others-stay`), async ({ compute, given, context }) => {
    const [server, one, other] = [await given.server(), await given.volume(), await given.volume()]
    // The one that came first stays: of one that is alone, going is judged everywhere else.
    const stays = await attached(context, server, other)
    await attached(context, server, one)
    answers(
      202,
      await compute.volumeAttachments.detach({ server_id: server.id, attachment_id: one.volume_id }),
    )
    await volumeBecomes(context, one.volume_id, 'available', ID)
    const { body } = context.need(200, await compute.volumeAttachments.list(server))
    const entry = body.volumeAttachments.find((each) => each.volumeId === other.volume_id)
    same(entry?.device, stays.device, 'the device of the volume that stays')
    same(await volumeStatus(context, other.volume_id), 'in-use', 'the status of the volume that stays')
  })

  for (const id of [`${ID}/refused-leaves-volume`, `${ID}/retried-after-refusal`] as const)
    test(...requirement(id), async ({ compute, given, context }) => {
      const [server, volume] = [await given.server(), await given.volume()]
      await attached(context, server, volume)
      context.need(202, await compute.servers.suspend(server))
      const path = { server_id: server.id, attachment_id: volume.volume_id }
      await comesTrue(
        context,
        'the server is SUSPENDED',
        async () => context.need(200, await compute.servers.show(server)).body.server.status === 'SUSPENDED',
        { cause: 'servers.suspend' },
      )
      if (isSuccess(await compute.send(ID, { ...path, probe: true })))
        throw new Blocked(ID, 'setup: the volume of a SUSPENDED server could be detached')
      const { data } = requirementOf(`${ID}/refused-leaves-volume`)
      const status = await volumeStatus(context, volume.volume_id)
      if (id.endsWith('/refused-leaves-volume')) {
        same(status, data!.volumeStatus, 'the status of the volume')
        const listed = (await attachedIds(context, server)).includes(volume.volume_id)
        demand(listed, 'the volume is gone from the list')
        return
      }
      if (status !== data!.volumeStatus)
        throw new Blocked(ID, `setup: the volume is ${status} after its detachment was refused`)
      context.need(202, await compute.servers.resume(server))
      await comesTrue(
        context,
        'the server is ACTIVE',
        async () => context.need(200, await compute.servers.show(server)).body.server.status === 'ACTIVE',
        { cause: 'servers.resume' },
      )
      answers(202, await compute.volumeAttachments.detach(path))
      await volumeBecomes(context, volume.volume_id, 'available', ID)
    })
})
