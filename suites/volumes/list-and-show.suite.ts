import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { attached, attachedIds, namedByServer } from '../../fixtures/given/attachments.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'

describe('List volume attachments', () => {
  test(...requirement('volumeAttachments.list/complete'), async ({ compute, given, context }) => {
    const [server, one, other] = [await given.server(), await given.volume(), await given.volume()]
    const before = await attachedIds(context, server)
    await attached(context, server, one)
    await attached(context, server, other)
    const { body } = answers(200, await compute.volumeAttachments.list(server))
    const ids = (body?.volumeAttachments ?? [])
      .map((each) => each.volumeId)
      .filter((id) => !before.includes(id))
    same([...ids].sort(), [one.volume_id, other.volume_id].sort(), 'the volumes in the list, each once')
    // An administrator who is let in is told no less.
    const { admin } = context
    const answer = await admin?.volumeAttachments.list(server)
    if (answer === undefined || !isSuccess(answer)) return
    const toAdmin = (answer.body?.volumeAttachments ?? []).map((each) => each.volumeId)
    for (const { volume_id } of [one, other])
      demand(toAdmin.includes(volume_id), `the list that an administrator is given lacks ${volume_id}`)
  })

  for (const status of ['SHUTOFF', 'PAUSED'] as const)
    test(
      `volumeAttachments.list/complete of a server that is ${status}`,
      requirement('volumeAttachments.list/complete')[1],
      async ({ compute, given, context }) => {
        const [server, volume] = [await given.serverIn(status), await given.volume()]
        await attached(context, server, volume)
        const { body } = answers(200, await compute.volumeAttachments.list(server))
        const ids = (body?.volumeAttachments ?? []).map((each) => each.volumeId)
        demand(
          ids.includes(volume.volume_id),
          `the list of a server that is ${status} lacks ${volume.volume_id}`,
        )
      },
    )

  test(...requirement('volumeAttachments.list/own-server-only'), async ({ compute, given, context }) => {
    const [server, other, volume] = [await given.server(), await given.server(), await given.volume()]
    await attached(context, other, volume)
    await attached(context, server, await given.volume())
    const { body } = answers(200, await compute.volumeAttachments.list(server))
    for (const each of body?.volumeAttachments ?? []) {
      same(each.serverId, server.id, 'the serverId of an entry')
      demand(each.volumeId !== volume.volume_id, 'the list holds a volume that is attached to another server')
    }
  })

  test(
    ...requirement('volumeAttachments.list/empty-without-volumes'),
    async ({ compute, given, context }) => {
      const server = await given.server()
      same(await namedByServer(context, server), [], 'the volumes that the server names')
      same(answers(200, await compute.volumeAttachments.list(server)).body?.volumeAttachments, [], 'the list')
    },
  )

  test(...requirement('volumeAttachments.list/same-as-show'), async ({ compute, given, context }) => {
    const server = await given.server()
    // Of one alone, what is told of the first in the place of another would not show.
    for (const volume of [await given.volume(), await given.volume()]) await attached(context, server, volume)
    const { body } = answers(200, await compute.volumeAttachments.list(server))
    for (const entry of body?.volumeAttachments ?? []) {
      const path = { server_id: server.id, attachment_id: entry.id }
      same(
        context.need(200, await compute.volumeAttachments.show(path)).body.volumeAttachment,
        entry,
        'the attachment shown',
      )
    }
  })

  /** The entry of an attached volume. @throws Blocked by the list if it has none: whether it must is judged once */
  const entryOf = async (compute: TypedClient, given: Given, context: TestContext) => {
    const [server, volume] = [await given.server(), await given.volume()]
    await attached(context, server, volume)
    const { body } = answers(200, await compute.volumeAttachments.list(server))
    const of = ({ id, volumeId }: { id?: string; volumeId?: string }) =>
      [id, volumeId].includes(volume.volume_id)
    const entry = body?.volumeAttachments?.find(of)
    if (entry === undefined)
      throw new Blocked('volumeAttachments.list', 'setup: an attached volume is not in the list')
    return { entry, volume }
  }

  test(...requirement('volumeAttachments.list/device-named'), async ({ compute, given, context }) => {
    const { entry } = await entryOf(compute, given, context)
    demand('device' in entry, 'the entry has no device')
  })

  test(...requirement('volumeAttachments.list/id-is-volume-id'), async ({ compute, given, context }) => {
    const { entry, volume } = await entryOf(compute, given, context)
    same(entry.id, volume.volume_id, 'the id of the entry')
  })
})

describe('Show volume attachment details', () => {
  test(...requirement('volumeAttachments.show/not-attached-refused'), async ({ compute, given }) => {
    const [server, volume] = [await given.server(), await given.volume()]
    const path = { server_id: server.id, attachment_id: volume.volume_id }
    const { statuses } = requirementOf('volumeAttachments.show/not-attached-refused')
    refused(
      statuses!,
      await compute.send('volumeAttachments.show', { ...path, probe: true }),
      'for a volume that is free',
    )
  })

  test(
    ...requirement('volumeAttachments.show/attached-elsewhere-refused'),
    async ({ compute, given, context }) => {
      const [server, other, volume] = [await given.server(), await given.server(), await given.volume()]
      await attached(context, other, volume)
      const path = { server_id: server.id, attachment_id: volume.volume_id }
      const { statuses } = requirementOf('volumeAttachments.show/attached-elsewhere-refused')
      const answer = await compute.send('volumeAttachments.show', { ...path, probe: true })
      refused(statuses!, answer, 'for a volume of another server')
    },
  )

  test(...requirement('volumeAttachments.show/same-as-attach'), async ({ compute, given, context }) => {
    const [server, one, other] = [await given.server(), await given.volume(), await given.volume()]
    for (const volume of [one, other]) {
      const { id, volumeId, serverId, device } = await attached(context, server, volume)
      const path = { server_id: server.id, attachment_id: volume.volume_id }
      const shown = answers(200, await compute.volumeAttachments.show(path)).body?.volumeAttachment
      const told = {
        id: shown?.id,
        volumeId: shown?.volumeId,
        serverId: shown?.serverId,
        device: shown?.device,
      }
      const which = volume === one ? 'the attachment' : 'the second attachment'
      same(told, { id, volumeId, serverId, device }, `${which} shown`)
    }
  })

  test(
    'volumeAttachments.show/same-as-attach, to an administrator',
    requirement('volumeAttachments.show/same-as-attach')[1],
    async ({ given, context }) => {
      const { admin } = context
      if (admin === undefined) return
      const [server, volume] = [await given.server(), await given.volume()]
      const attachment = await attached(context, server, volume)
      // One who is shown the server is shown what hangs on it.
      if (!isSuccess(await admin.servers.show(server))) return
      const path = { server_id: server.id, attachment_id: volume.volume_id }
      const answer = await admin.volumeAttachments.show(path)
      if (answer.status === 403) return
      const { id, volumeId, serverId, device } = answers(200, answer).body.volumeAttachment
      const told = { id, volumeId, serverId, device }
      const { id: own, volumeId: of, serverId: on, device: at } = attachment
      same(
        told,
        { id: own, volumeId: of, serverId: on, device: at },
        'the attachment shown to an administrator',
      )
    },
  )

  test(
    'volumeAttachments.show/same-as-attach of a server that is SHUTOFF',
    requirement('volumeAttachments.show/same-as-attach')[1],
    async ({ compute, given, context }) => {
      const [server, volume] = [await given.serverIn('SHUTOFF'), await given.volume()]
      const { id, volumeId, serverId } = await attached(context, server, volume)
      const path = { server_id: server.id, attachment_id: volume.volume_id }
      const shown = answers(200, await compute.volumeAttachments.show(path)).body?.volumeAttachment
      // Which device it is may show once the server runs.
      const told = { id: shown?.id, volumeId: shown?.volumeId, serverId: shown?.serverId }
      same(told, { id, volumeId, serverId }, 'the attachment of a server that is SHUTOFF')
    },
  )

  const shown = async (compute: TypedClient, given: Given, context: TestContext) => {
    const [server, volume] = [await given.server(), await given.volume()]
    await attached(context, server, volume)
    const path = { server_id: server.id, attachment_id: volume.volume_id }
    const { body } = answers(200, await compute.volumeAttachments.show(path))
    return { entry: body?.volumeAttachment, volume }
  }

  test(...requirement('volumeAttachments.show/device-named'), async ({ compute, given, context }) => {
    const { entry } = await shown(compute, given, context)
    demand(entry !== undefined && 'device' in entry, 'the attachment has no device')
  })

  test(...requirement('volumeAttachments.show/id-is-volume-id'), async ({ compute, given, context }) => {
    const { entry, volume } = await shown(compute, given, context)
    same(entry?.id, volume.volume_id, 'the id of the attachment')
  })
})
