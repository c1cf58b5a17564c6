import type { Answer } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import { bringBack, seenAgain, settles } from '../../fixtures/given/at-rest.ts'
import { attach, attached, detached, deviceToName } from '../../fixtures/given/attachments.ts'
import type { GivenVolume } from '../../fixtures/given/given.ts'
import { lock } from '../../fixtures/given/locking.ts'
import { settledCell } from '../../fixtures/given/matrix-cell.ts'
import { bringInto } from '../../fixtures/given/status-steps.ts'
import { volumeBecomes, volumeReaches } from '../../fixtures/given/volume-status.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { derivedRequirement, inTurn, test } from '../../fixtures/test.ts'
import { canonicalStatuses, operation } from '../../spec/document.ts'
import type { Requirement } from '../../spec/requirement.ts'
import { COLUMNS, settledIn } from './matrix-order.ts'

type Call = (
  client: TypedClient,
  server: GivenServer,
  volume: GivenVolume,
  how: { probe?: true },
) => Promise<Answer>

type VolumeOperation = 'volumeAttachments.attach' | 'volumeAttachments.detach'

/** Attaching and detaching: what is called, whether the volume is on the server before, and its status after. */
const CALLS: Record<string, { call: Call; attached: boolean; becomes: string }> = {
  'volumeAttachments.attach': {
    call: async (client, server, { volume_id: volumeId }, how) =>
      how.probe
        ? client.send('volumeAttachments.attach', {
            server_id: server.id,
            body: { volumeAttachment: { volumeId, ...(await deviceToName(server.context)) } },
            ...how,
          })
        : attach(client, server.id, volumeId),
    attached: false,
    becomes: 'in-use',
  },
  'volumeAttachments.detach': {
    call: (client, server, { volume_id: attachment_id }, how) =>
      client.send('volumeAttachments.detach', { server_id: server.id, attachment_id, ...how }),
    attached: true,
    becomes: 'available',
  },
}

const cellTest = (requirement: Requirement) => {
  const op = operation(requirement.operationId)
  const way = CALLS[op.id]
  if (way === undefined) return
  const { status, locked, role, outcome } = requirement.cell!
  test(...derivedRequirement(requirement.id), async ({ context, given }) => {
    const setup = { context, given }
    const client = role === 'admin' ? context.administrator : context.compute
    // Volumes are scarcer than servers in many projects: none is held while a server is waited for.
    const server = await given.server()
    const volume = await given.volume()
    if (way.attached) {
      await attached(context, server, volume)
      await seenAgain(server)
    }
    try {
      await bringInto(context, server, status, () => given.largerFlavorId())
      await settles(server)
      await lock(context, server, locked)
      const answer = await way.call(client, server, volume, outcome === 'refused' ? { probe: true } : {})
      await settledCell(context, op, requirement, answer, async () => {
        if (outcome === 'refused') {
          refusedAs(requirement.id, answer, locked ? 'on a locked server' : `from ${status}`)
          await unchanged(server)
        } else {
          answers(canonicalStatuses(op), answer)
          // A frozen guest cannot let go of a device: where the hypervisor needs its help for that, it is not done.
          const asked = status === 'PAUSED' && way.attached ? volumeReaches : volumeBecomes
          await asked(context, volume.volume_id, way.becomes, op.id as VolumeOperation)
        }
      })
    } finally {
      // The volume cannot go, nor the server serve others, while one is on the other.
      if (await bringBack(setup, server, 'ACTIVE'))
        await detached(setup, server, volume).catch(() => undefined)
    }
  })
}

for (const status of COLUMNS) {
  inTurn(`Volumes of servers in ${status}`, () => {
    for (const requirement of [...settledIn(status, 'refused'), ...settledIn(status, 'accepted')])
      cellTest(requirement)
  })
}
