import { answers } from '../../fixtures/expect/answers.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { openToMembers } from '../../fixtures/expect/open-to-members.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { becomes } from './documented-outcome.ts'

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
