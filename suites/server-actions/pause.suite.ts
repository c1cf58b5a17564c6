import { answers } from '../../fixtures/expect/answers.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { openToMembers } from '../../fixtures/expect/open-to-members.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { becomes } from './documented-outcome.ts'

describe('Pause server', () => {
  const paused = becomes('servers.pause/becomes-paused')

  test(...requirement('servers.pause/becomes-paused'), async ({ compute, given }) => {
    const server = await given.server()
    answers(202, openToMembers(await compute.servers.pause(server)))
    await eventually(server, { status: paused })
  })

  test(...requirement('servers.pause/administrator-may-call'), async ({ admin, given }) => {
    const server = await given.server()
    answers(202, await admin.servers.pause(server))
    await eventually(server, { status: paused })
  })
})
