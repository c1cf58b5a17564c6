import { isSuccess, said } from '../../fixtures/client/answer.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { tells } from '../../fixtures/expect/tells.ts'
import {
  attach,
  attached,
  attachedIds,
  deviceLetter,
  deviceToName,
  namedByServer,
  wantsDevice,
} from '../../fixtures/given/attachments.ts'
import type { GivenVolume } from '../../fixtures/given/given.ts'
import { markVolume, volumeBecomes, volumeStatus } from '../../fixtures/given/volume-status.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'

const ID = 'volumeAttachments.attach'
const cause = { cause: 'volumeAttachments.attach' as const }

const call = async (server: GivenServer, volume: GivenVolume, more: Record<string, unknown> = {}) => ({
  server_id: server.id,
  body: {
    volumeAttachment: { volumeId: volume.volume_id, ...(await deviceToName(server.context)), ...more },
  },
})

/** How one and another hypervisor calls a device that hardly any server has from the start. */
const DEVICES = ['/dev/vdq', '/dev/vdf', '/dev/sdf', '/dev/xvdf']

/** @throws Unsupported where the device is null: the document has a cloud choose one only if it can */
const told = <Device>(device: Device): Device => {
  if (device !== null) return device
  throw new Unsupported('the target tells no device of an attached volume, and need not')
}

describe('Attach volume', () => {
  test(...requirement(`${ID}/volume-becomes-in-use`), async ({ compute, given, context }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    answers(200, await attach(compute, server.id, volume.volume_id))
    const { volumeStatus: wanted } = requirementOf(`${ID}/volume-becomes-in-use`).data as {
      volumeStatus: string
    }
    await volumeBecomes(context, volume.volume_id, wanted, ID)
  })

  test(
    `${ID}/volume-becomes-in-use, attached by an administrator`,
    requirement(`${ID}/volume-becomes-in-use`)[1],
    async ({ given, context }) => {
      const { admin } = context
      if (admin === undefined) return
      const [server, volume] = [await given.server(), await given.volume()]
      // Whose volumes an administrator may attach is for the policy to say.
      if (isSuccess(await admin.volumeAttachments.attach(await call(server, volume))))
        await volumeBecomes(context, volume.volume_id, 'in-use', ID)
    },
  )

  test(
    `${ID}/attachment-appears of a server that is SHUTOFF`,
    requirement(`${ID}/attachment-appears`)[1],
    async ({ compute, given, context }) => {
      const [server, volume] = [await given.serverIn('SHUTOFF'), await given.volume()]
      const { body } = answers(200, await compute.volumeAttachments.attach(await call(server, volume)))
      const listed = async () => (await attachedIds(context, server)).includes(volume.volume_id)
      await comesTrue(context, 'the volume is in the list of a server that is SHUTOFF', listed, cause)
      same(
        [body?.volumeAttachment?.volumeId, body?.volumeAttachment?.serverId],
        [volume.volume_id, server.id],
        'volume and server of the attachment',
      )
    },
  )

  test(...requirement(`${ID}/attachment-appears`), async ({ compute, given, context }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    answers(200, await attach(compute, server.id, volume.volume_id))
    const listed = async () => (await attachedIds(context, server)).includes(volume.volume_id)
    await comesTrue(context, 'the volume is in the server’s list of attachments', listed, cause)
    const path = { server_id: server.id, attachment_id: volume.volume_id }
    const shown = await compute.volumeAttachments.show(path)
    tells(shown, shown.status < 300, `the attachment is listed, and showing it is answered ${shown.status}`)
  })

  test(...requirement(`${ID}/server-names-volume`), async ({ compute, given, context }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    answers(200, await attach(compute, server.id, volume.volume_id))
    const named = async () => (await namedByServer(context, server)).includes(volume.volume_id)
    await comesTrue(context, 'the server names the volume', named, cause)
  })

  test(...requirement(`${ID}/volume-in-use-refused`), async ({ compute, given, context }) => {
    const [one, other, volume] = [await given.server(), await given.server(), await given.volume()]
    await attached(context, one, volume)
    const { statuses } = requirementOf(`${ID}/volume-in-use-refused`)
    const answer = await compute.send(ID, { ...(await call(other, volume)), probe: true })
    refused(statuses!, answer, 'for a volume that is in use')
    demand(
      !(await attachedIds(context, other)).includes(volume.volume_id),
      'the refused volume is in the server’s list',
    )
    demand(
      (await attachedIds(context, one)).includes(volume.volume_id),
      'the volume was taken from the server that had it',
    )
  })

  test(...requirement(`${ID}/refused-leaves-volume`), async ({ compute, given, context }) => {
    const [server, volume] = [await given.serverIn('SUSPENDED'), await given.volume()]
    if (isSuccess(await compute.send(ID, { ...(await call(server, volume)), probe: true })))
      throw new Blocked(ID, 'setup: a volume could be attached to a SUSPENDED server')
    const { data } = requirementOf(`${ID}/refused-leaves-volume`)
    same(await volumeStatus(context, volume.volume_id), data!.volumeStatus, 'the status of the volume')
    const listed = (await attachedIds(context, server)).includes(volume.volume_id)
    demand(!listed, 'the refused volume is in the server’s list')
  })

  test(...requirement(`${ID}/unknown-volume-refused`), async ({ compute, given, context }) => {
    const server = await given.server()
    const body = { volumeAttachment: { volumeId: given.unknownId(), ...(await deviceToName(context)) } }
    const { statuses } = requirementOf(`${ID}/unknown-volume-refused`)
    refused(
      statuses!,
      await compute.send(ID, { server_id: server.id, body, probe: true }),
      'for a volume that nobody has',
    )
    demand(
      !(await attachedIds(context, server)).includes(body.volumeAttachment.volumeId),
      'the unknown volume is in the list',
    )
  })

  test(...requirement(`${ID}/volume-in-error-refused`), async ({ compute, given, context }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    const { statuses, data } = requirementOf(`${ID}/volume-in-error-refused`)
    const status = data!.volumeStatus as string
    await markVolume(context, volume, status)
    const answer = await compute.send(ID, { ...(await call(server, volume)), probe: true })
    refused(statuses!, answer, `for a volume in the status ${status}`)
  })

  test(...requirement(`${ID}/retried-after-refusal`), async ({ compute, given, context }) => {
    const [one, other, volume] = [await given.server(), await given.server(), await given.volume()]
    const attachment = await attached(context, one, volume)
    context.need([400, 409], await compute.send(ID, { ...(await call(other, volume)), probe: true }))
    const path = { server_id: one.id, attachment_id: attachment.id }
    context.need(202, await compute.volumeAttachments.detach(path))
    await volumeBecomes(context, volume.volume_id, 'available', 'volumeAttachments.detach')
    answers(200, await attach(compute, other.id, volume.volume_id))
    await volumeBecomes(context, volume.volume_id, 'in-use', ID)
  })

  for (const [id, name, of] of [
    [`${ID}/volume-id-echoed`, 'volumeId', 'volume'],
    [`${ID}/server-id-echoed`, 'serverId', 'server'],
    [`${ID}/id-is-volume-id`, 'id', 'volume'],
  ] as const)
    test(...requirement(id), async ({ compute, given }) => {
      const [server, volume] = [await given.server(), await given.volume()]
      const { body } = answers(200, await attach(compute, server.id, volume.volume_id))
      const wanted = of === 'volume' ? volume.volume_id : server.id
      same(body?.volumeAttachment?.[name], wanted, `${name} of the attachment`)
    })

  for (const [id, device] of [
    [`${ID}/device-chosen-when-omitted`, undefined],
    [`${ID}/device-chosen-when-null`, null],
  ] as const) {
    test(...requirement(id), async ({ compute, given }) => {
      const [server, volume] = [await given.server(), await given.volume()]
      const answer = await compute.send(ID, await call(server, volume, { device }))
      if (wantsDevice(answer))
        throw new Unsupported(`${said(answer)}: the target chooses no device, and need not`)
      const { body } = answers(200, answer)
      const chosen = (body as { volumeAttachment?: { device?: unknown } })?.volumeAttachment?.device
      demand(
        typeof told(chosen) === 'string' && chosen !== '',
        `the answer names the device ${JSON.stringify(chosen)}`,
      )
    })
  }

  test(...requirement(`${ID}/devices-differ`), async ({ compute, given, context }) => {
    const [server, one, other] = [await given.server(), await given.volume(), await given.volume()]
    const first = await attached(context, server, one)
    const { body } = answers(200, await attach(compute, server.id, other.volume_id))
    demand(body.volumeAttachment.device !== told(first.device), `two volumes are both ${first.device}`)
  })

  test(...requirement(`${ID}/device-accepted`), async ({ compute, given, context }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    const refused: string[] = []
    for (const device of DEVICES) {
      const answer = await compute.send(ID, { ...(await call(server, volume, { device })), probe: true })
      if (isSuccess(answer)) return
      refused.push(`${device} was answered ${answer.status}`)
    }
    // Who attaches no volume at all is judged elsewhere.
    context.need(200, await compute.volumeAttachments.attach(await call(server, volume)))
    demand(false, `a volume is attached without a device, and with one it is not: ${refused.join(', ')}`)
  })

  test(...requirement(`${ID}/device-honoured`), async ({ compute, given }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    const device = '/dev/vdq'
    const { body } = answers(200, await compute.send(ID, await call(server, volume, { device })))
    const got = (body as { volumeAttachment?: { device?: unknown } })?.volumeAttachment?.device
    same(deviceLetter(got), deviceLetter(device), 'the device, its bus aside')
  })

  test(...requirement(`${ID}/taken-device-refused`), async ({ compute, given, context }) => {
    const [server, one, other] = [await given.server(), await given.volume(), await given.volume()]
    const { device } = await attached(context, server, one)
    told(device)
    const answer = await compute.send(ID, { ...(await call(server, other, { device })), probe: true })
    if (!isSuccess(answer)) {
      refusedAs(`${ID}/taken-device-refused`, answer, `for the device ${device}, which is in use`)
      same(await volumeStatus(context, other.volume_id), 'available', 'the status of the refused volume')
      return
    }
    const got = (answer.body as { volumeAttachment?: { device?: unknown } })?.volumeAttachment?.device
    demand(got !== device, `a second volume got ${device}, which is in use`)
  })
})
