import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, comesTrue, eventually } from '../../fixtures/verbs.ts'
import { becomes } from './becomes.ts'
import { isListed, LIST_DELAY_MS } from './listed.ts'

describe('Restore server', () => {
  const restored = becomes('servers.restore/becomes-active')

  test(...requirement('servers.restore/becomes-active'), async ({ compute, given }) => {
    const server = await given.serverIn('SOFT_DELETED')
    answers(202, await compute.servers.restore(server))
    await eventually(server, { status: restored })
  })

  test(...requirement('servers.restore/listed-again'), async ({ compute, given, scene }) => {
    const server = await given.serverIn('SOFT_DELETED')
    answers(202, await compute.servers.restore(server))
    await eventually(server, { status: restored })
    await comesTrue(
      scene,
      'the restored server is in the list of servers again',
      () => isListed(compute, server),
      {
        cause: 'servers.restore',
        within: LIST_DELAY_MS,
      },
    )
  })
})
