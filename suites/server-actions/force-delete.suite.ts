import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { becomes, refusals } from './documented-outcome.ts'
import { isListed } from './list-membership.ts'

describe('Force delete server', () => {
  test(...requirement('servers.forceDelete/server-gone'), async ({ compute, given, context }) => {
    const server = await given.server({ fresh: true })
    answers(202, await compute.servers.forceDelete(server))
    await eventually(server, { status: 'DELETED' })
    const { status } = await compute.servers.show(server)
    demand(
      refusals('servers.forceDelete/server-gone').includes(status),
      `the force-deleted server is shown with ${status}`,
    )
    await comesTrue(
      context,
      'the force-deleted server leaves the list of servers',
      async () => !(await isListed(compute, server)),
      { cause: 'servers.forceDelete', within: LIST_DELAY_MS },
    )
  })

  test(
    'servers.forceDelete/deferral-skipped from SOFT_DELETED',
    requirement('servers.forceDelete/deferral-skipped')[1],
    async ({ compute, given }) => {
      const server = await given.serverIn('SOFT_DELETED')
      answers(202, await compute.servers.forceDelete(server))
      await eventually(server, { status: 'DELETED' })
    },
  )

  test(...requirement('servers.forceDelete/deferral-skipped'), async ({ compute, given, context }) => {
    // Deleting it first, and bringing it back, shows that deletion is deferred here.
    const server = await given.serverIn('SOFT_DELETED')
    context.need(202, await compute.servers.restore(server))
    await eventually(server, { status: becomes('servers.restore/becomes-active') })
    answers(202, await compute.servers.forceDelete(server))
    await eventually(server, { status: 'DELETED' })
    const { status } = await compute.servers.restore(server)
    demand(status > 299, `the force-deleted server was restored: servers.restore answered ${status}`)
  })
})
