import { answers } from '../../fixtures/expect/answers.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { openToMembers } from '../../fixtures/expect/open-to-members.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { becomes } from './documented-outcome.ts'

describe('Suspend server', () => {
  const suspended = becomes('servers.suspend/becomes-suspended')

  test(...requirement('servers.suspend/becomes-suspended'), async ({ compute, given }) => {
    const server = await given.server()
    answers(202, openToMembers(await compute.servers.suspend(server)))
    await eventually(server, { status: suspended })
  })

  test(...requirement('servers.suspend/administrator-may-call'), async ({ admin, given }) => {
    const server = await given.server()
    answers(202, await admin.servers.suspend(server))
    await eventually(server, { status: suspended })
  })
})
