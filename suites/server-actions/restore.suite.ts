import { answers } from '../../fixtures/expect/answers.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { becomes } from './documented-outcome.ts'
import { isListed } from './list-membership.ts'
import { comesBackAsItWas } from './same-server.ts'

describe('Restore server', () => {
  const restored = becomes('servers.restore/becomes-active')

  test(...requirement('servers.restore/becomes-active'), async ({ compute, given }) => {
    const server = await given.serverIn('SOFT_DELETED')
    answers(202, await compute.servers.restore(server))
    await eventually(server, { status: restored })
  })

  test(...requirement('servers.restore/same-server'), async ({ compute, given }) => {
    const server = await given.serverIn('SOFT_DELETED')
    const had = server.view
    answers(202, await compute.servers.restore(server))
    comesBackAsItWas(had, await eventually(server, { status: restored }))
  })

  test(...requirement('servers.restore/listed-again'), async ({ compute, given, context }) => {
    const server = await given.serverIn('SOFT_DELETED')
    answers(202, await compute.servers.restore(server))
    await eventually(server, { status: restored })
    await comesTrue(
      context,
      'the restored server is in the list of servers again',
      () => isListed(compute, server),
      {
        cause: 'servers.restore',
        within: LIST_DELAY_MS,
      },
    )
  })
})
