import { isSuccess } from '../../fixtures/client/answer.ts'
import { atRest } from '../../fixtures/given/at-rest.ts'
import { actionBody } from '../../fixtures/given/right-call.ts'
import { bringInto } from '../../fixtures/given/status-steps.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { GivenServer } from '../../fixtures/run/given-server.ts'
import { inTurn, requirement, test } from '../../fixtures/test.ts'
import { operation } from '../../spec/document.ts'
import type { ServerStatus } from '../../spec/requirement.ts'
import { beforeCall, leavesTheRest } from './rest-unchanged.ts'
import { serverWithAll } from './server-with-all.ts'

/**
 * What is called, from which status, and where that leads. Each begins where the one before it ended, if it can; what some
 * targets do not bring a server back from comes last.
 */
const STEPS = [
  ['servers.pause', 'ACTIVE', ['PAUSED']],
  ['servers.unpause', 'PAUSED', ['ACTIVE']],
  ['servers.suspend', 'ACTIVE', ['SUSPENDED']],
  ['servers.resume', 'SUSPENDED', ['ACTIVE']],
  ['servers.stop', 'ACTIVE', ['SHUTOFF']],
  ['servers.start', 'SHUTOFF', ['ACTIVE']],
  ['servers.rescue', 'ACTIVE', ['RESCUE']],
  ['servers.unrescue', 'RESCUE', ['ACTIVE']],
  ['servers.createBackup', 'ACTIVE', ['ACTIVE']],
  ['servers.rebuild', 'ACTIVE', ['ACTIVE']],
  ['servers.migrateLive', 'ACTIVE', ['ACTIVE']],
  ['servers.migrate', 'ACTIVE', ['VERIFY_RESIZE', 'ACTIVE']],
  ['servers.resize', 'ACTIVE', ['VERIFY_RESIZE', 'ACTIVE']],
  ['servers.restore', 'SOFT_DELETED', ['ACTIVE']],
] as const

inTurn('What actions leave of a server', () => {
  for (const [id, from, becomes] of STEPS)
    test(...requirement(`${id}/rest-unchanged`), async ({ context, given }) => {
      const op = operation(id)
      const client = op.role === 'admin' ? context.administrator : context.compute
      const kept = await serverWithAll(context)
      const server = new GivenServer(context, kept)
      try {
        await bringInto(context, server, from, () => given.largerFlavorId())
        const before = await beforeCall(server)
        const body = await actionBody(op, { context, given })
        const answer = await client.send(id, { server_id: server.id, body })
        if (!isSuccess(answer)) throw context.unprepared(answer)
        await atRest(server)
        const wanted: readonly ServerStatus[] = becomes
        if (!wanted.includes(server.status))
          throw new Blocked(id, `setup: after ${id} the server went ${server.status}`)
        await leavesTheRest(id, server, before)
      } finally {
        kept.view = server.view
      }
    })
})
