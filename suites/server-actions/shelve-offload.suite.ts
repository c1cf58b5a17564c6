import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { refusedWhileAsGiven } from '../../fixtures/expect/by-itself.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { bringInto } from '../../fixtures/given/status-steps.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { hostLeft } from './current-host.ts'
import { becomes } from './documented-outcome.ts'
import { comesBack, serverWithMetadata } from './shelve-steps.ts'

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

  test(...requirement('servers.shelveOffload/server-stays'), async ({ admin, given }) => {
    // Without any metadata there would be none to lose; not every target takes some.
    const server = await serverWithMetadata(given).catch((error: unknown) => {
      if (error instanceof Blocked) return given.server()
      throw error
    })
    await bringInto(server.context, server, 'SHELVED', () => given.largerFlavorId())
    const had = server.view
    const has = await offload(admin, server)
    for (const part of ['name', 'flavor', 'metadata', 'volumes'] as const)
      same(has[part], had[part], `the ${part} of the offloaded server`)
    await comesBack(server, 'servers.shelveOffload')
  })
})
