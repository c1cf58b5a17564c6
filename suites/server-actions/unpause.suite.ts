import { answers } from '../../fixtures/expect/answers.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { openToMembers } from '../../fixtures/expect/open-to-members.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { becomes } from './documented-outcome.ts'

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
