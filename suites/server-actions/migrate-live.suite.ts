import type { Answer } from '../../fixtures/client/answer.ts'
import { said } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Request } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import { otherHosts } from '../../fixtures/given/hosts.ts'
import { Unsupported } from '../../fixtures/outcome.ts'
import { viewOf } from '../../fixtures/resources/server-view.ts'
import { LIMITS } from '../../fixtures/resources/watch-server.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { hostOf } from './current-host.ts'
import { arrives, hostFound, hostToLeave, isElsewhere } from './move-to-host.ts'

type Arguments = Request<'servers.migrateLive'>['os-migrateLive']

describe('Live-migrate server', () => {
  const { never, end } = requirementOf('servers.migrateLive/stays-active').data as Record<
    'never' | 'end',
    string[]
  >
  /** Where a migration ends that stopped the server: one requirement's business, not all's. */
  const atRest = [...end, 'SHUTOFF']

  const migrate = async (admin: TypedClient, server: GivenServer, wishes: Partial<Arguments>) => {
    const plain: Arguments = { host: null, block_migration: false, disk_over_commit: false }
    return admin.servers.migrateLive({
      server_id: server.id,
      body: { 'os-migrateLive': { ...plain, ...wishes } },
    })
  }

  /** Sends a server away, be its disks shared by the hosts or to be copied: which it is, is the operator's knowledge. */
  const sendAway = async (admin: TypedClient, server: GivenServer, host: string | null): Promise<Answer> => {
    const answer = await migrate(admin, server, { host })
    if (answer.status !== 400) return answers(202, answer)
    return answers(202, hostFound(await migrate(admin, server, { host, block_migration: true })))
  }

  test(...requirement('servers.migrateLive/host-changes'), async ({ admin, given, context }) => {
    const server = await given.server()
    const left = await hostToLeave(admin, server)
    await otherHosts(context, left)
    const answer = await sendAway(admin, server, null)
    await arrives(server, answer, atRest)
    await isElsewhere(admin, server, answer, left)
  })

  test(...requirement('servers.migrateLive/named-host'), async ({ admin, given, context }) => {
    const server = await given.server()
    const left = await hostToLeave(admin, server)
    const [named] = await otherHosts(context, left)
    const answer = await sendAway(admin, server, named!)
    await arrives(server, answer, atRest)
    await isElsewhere(admin, server, answer, left)
    same(await hostOf(admin, server), named, 'the host of the server that was sent to a named one')
  })

  test(...requirement('servers.migrateLive/host-unknown'), async ({ admin, given, context }) => {
    const server = await given.server()
    // Without another host, that there is none could be the reason for the refusal.
    await otherHosts(context, await hostToLeave(admin, server))
    const host = `${given.unknownId()}.invalid`
    const body = { 'os-migrateLive': { host, block_migration: false, disk_over_commit: false } }
    refusedAs(
      'servers.migrateLive/host-unknown',
      await admin.send('servers.migrateLive', { server_id: server.id, body, probe: true }),
      'for a host that does not exist',
    )
    await unchanged(server)
  })

  test(...requirement('servers.migrateLive/stays-active'), async ({ compute, admin, given, context }) => {
    const server = await given.server()
    await otherHosts(context, await hostToLeave(admin, server))
    await sendAway(admin, server, null)
    const arrived = async () => {
      const view = viewOf(200, answers(200, await compute.servers.show(server)).body?.server)
      demand(!never.includes(view.status), `while it moved the server became ${view.status}`)
      return end.includes(view.status) && view.taskState == null
    }
    await comesTrue(context, `the server is ${end.join(' or ')} at the end`, arrived, {
      cause: 'servers.migrateLive',
      within: LIMITS.build,
    })
  })

  // What becomes of the disks cannot be seen; that the argument is taken can.
  for (const [id, argument] of [
    ['servers.migrateLive/block-migration-allowed', 'block_migration'],
    ['servers.migrateLive/disk-over-commit-allowed', 'disk_over_commit'],
  ] as const)
    test(...requirement(id), async ({ admin, given, context }) => {
      const server = await given.server()
      await otherHosts(context, await hostToLeave(admin, server))
      const answer = await migrate(admin, server, { [argument]: true })
      if (answer.status === 400)
        throw new Unsupported(`the storage of the target does without ${argument}: ${said(answer)}`)
      await arrives(server, answers(202, answer), atRest)
    })

  test(
    ...requirement(
      'servers.migrateLive/request.os-migrateLive.block_migration',
      'servers.migrateLive/request.os-migrateLive.disk_over_commit',
    ),
    async ({ admin, given, context }) => {
      const server = await given.server()
      await otherHosts(context, await hostToLeave(admin, server))
      // As words they mean what they mean as booleans (erratum booleans-as-strings).
      const words = { block_migration: 'False', disk_over_commit: 'False' } as const
      let answer = await migrate(admin, server, words)
      if (answer.status === 400) {
        hostFound(await migrate(admin, server, {}))
        answer = answers(202, answer)
      }
      await arrives(server, answers(202, answer), atRest)
    },
  )
})
