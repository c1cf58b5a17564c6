import type { TypedClient } from '../../fixtures/calls.ts'
import type { Answer } from '../../fixtures/client.ts'
import { attached, detached } from '../../fixtures/given/attachment.ts'
import { bringBack, lock, settledCell, settles } from '../../fixtures/given/column.ts'
import type { GivenVolume } from '../../fixtures/given/given.ts'
import type { GivenServer } from '../../fixtures/given/server.ts'
import { bringInto } from '../../fixtures/given/statuses.ts'
import { volumeBecomes } from '../../fixtures/given/volume-status.ts'
import { derivedRequirement, describe, test } from '../../fixtures/test.ts'
import { answers, refused, unchanged } from '../../fixtures/verbs.ts'
import { canonicalStatuses, operation } from '../../spec/document.ts'
import type { Requirement } from '../../spec/requirement.ts'
import { COLUMNS, settledIn } from './columns.ts'

type Call = (client: TypedClient, server: GivenServer, volume: GivenVolume) => Promise<Answer>

/** Attaching and detaching: what is called, whether the volume is on the server before, and its status after. */
const CALLS: Record<string, { call: Call; attached: boolean; becomes: string }> = {
  'volumeAttachments.attach': {
    call: (client, server, { volume_id: volumeId }) =>
      client.volumeAttachments.attach({ server_id: server.id, body: { volumeAttachment: { volumeId } } }),
    attached: false,
    becomes: 'in-use',
  },
  'volumeAttachments.detach': {
    call: (client, server, { volume_id: attachment_id }) =>
      client.volumeAttachments.detach({ server_id: server.id, attachment_id }),
    attached: true,
    becomes: 'available',
  },
}

const cellTest = (requirement: Requirement) => {
  const op = operation(requirement.operationId)
  const way = CALLS[op.id]
  if (way === undefined) return
  const { status, locked, role, outcome } = requirement.cell!
  test(...derivedRequirement(requirement.id), async ({ scene, given }) => {
    const hand = { scene, given }
    const client = role === 'admin' ? scene.administrator : scene.compute
    const volume = await given.volume()
    const server = await given.server()
    if (way.attached) await attached(scene, server, volume)
    try {
      await bringInto(scene, server, status, () => given.largerFlavorId())
      await settles(server)
      await lock(scene, server, locked)
      const answer = await way.call(client, server, volume)
      await settledCell(scene, op, requirement, answer, async () => {
        if (outcome === 'refused') {
          refused(requirement.statuses!, answer, locked ? 'on a locked server' : `from ${status}`)
          await unchanged(server)
        } else {
          answers(canonicalStatuses(op), answer)
          await volumeBecomes(scene, volume.volume_id, way.becomes, op.id)
        }
      })
    } finally {
      // The volume cannot go, nor the server serve others, while one is on the other.
      if (await bringBack(hand, server, 'ACTIVE')) await detached(hand, server, volume).catch(() => undefined)
    }
  })
}

for (const status of COLUMNS) {
  describe.sequential(`Volumes of servers in ${status}`, { shuffle: false }, () => {
    for (const requirement of [...settledIn(status, 'refused'), ...settledIn(status, 'accepted')])
      cellTest(requirement)
  })
}
