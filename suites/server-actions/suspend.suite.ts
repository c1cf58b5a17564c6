import { openToMembers } from '../../fixtures/policy.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, eventually } from '../../fixtures/verbs.ts'
import { becomes } from './becomes.ts'

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
