import { openToMembers } from '../../fixtures/policy.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, eventually } from '../../fixtures/verbs.ts'
import { becomes } from './becomes.ts'

describe('Resume server', () => {
  const running = becomes('servers.resume/becomes-active')

  test(...requirement('servers.resume/becomes-active'), async ({ compute, given }) => {
    const server = await given.serverIn('SUSPENDED')
    answers(202, openToMembers(await compute.servers.resume(server)))
    await eventually(server, { status: running })
  })

  test(...requirement('servers.resume/administrator-may-call'), async ({ admin, given }) => {
    const server = await given.serverIn('SUSPENDED')
    answers(202, await admin.servers.resume(server))
    await eventually(server, { status: running })
  })
})
