import { openToMembers } from '../../fixtures/policy.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, eventually } from '../../fixtures/verbs.ts'
import { becomes } from './becomes.ts'

describe('Unpause server', () => {
  const running = becomes('servers.unpause/becomes-active')

  test(...requirement('servers.unpause/becomes-active'), async ({ compute, given }) => {
    const server = await given.serverIn('PAUSED')
    answers(202, openToMembers(await compute.servers.unpause(server)))
    await eventually(server, { status: running })
  })

  test(...requirement('servers.unpause/administrator-may-call'), async ({ admin, given }) => {
    const server = await given.serverIn('PAUSED')
    answers(202, await admin.servers.unpause(server))
    await eventually(server, { status: running })
  })
})
