import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { refusedWhileAsGiven } from '../../fixtures/expect/by-itself.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { attachedIds } from '../../fixtures/given/attachments.ts'
import { bringInto } from '../../fixtures/given/status-steps.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { hostLeft } from './current-host.ts'
import { becomes } from './documented-outcome.ts'
import { keepsWhatItIs } from './same-server.ts'
import { comesBack } from './shelve-steps.ts'
import { had, isLack, lostOf, orThrow, richServer } from './shelving-rounds.ts'

describe('Remove a shelved instance', () => {
  const offload = async (admin: TypedClient, server: GivenServer) => {
    const answer = await admin.servers.shelveOffload(server)
    await refusedWhileAsGiven(server, answer)
    answers(202, answer)
    return eventually(server, { status: becomes('servers.shelveOffload/becomes-shelved-offloaded') })
  }

  test(...requirement('servers.shelveOffload/becomes-shelved-offloaded'), async ({ admin, given }) => {
    await offload(admin, await given.serverIn('SHELVED'))
  })

  test(...requirement('servers.shelveOffload/leaves-host'), async ({ admin, given }) => {
    const server = await given.serverIn('SHELVED')
    await offload(admin, server)
    same(await hostLeft(admin, server), null, 'the host of the offloaded server')
  })

  test(...requirement('servers.shelveOffload/server-stays'), async ({ admin, given, context }) => {
    // Without any of these there would be none to lose; not every target takes all.
    const { server } = await richServer(context, given)
    await bringInto(server.context, server, 'SHELVED', () => given.largerFlavorId())
    const before = server.view
    const attached = await had(() => attachedIds(context, server))
    const has = await offload(admin, server)
    for (const part of ['metadata', 'volumes'] as const)
      same(has[part], before[part], `the ${part} of the offloaded server`)
    keepsWhatItIs(before, has, 'that was offloaded')
    const lost = lostOf(before, has)
    demand(lost.length === 0, `the offloaded server lost ${lost.join('; ')}`)
    if (!isLack(attached)) {
      const kept = orThrow(await had(() => attachedIds(context, server)))
      for (const volume of attached)
        demand(kept.includes(volume), `the offloaded server lost ${volume}, a volume that was attached to it`)
    }
    await comesBack(server, 'servers.shelveOffload')
  })
})
