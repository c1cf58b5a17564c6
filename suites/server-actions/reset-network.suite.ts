import { answers } from '../../fixtures/expect/answers.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'

describe('Reset networking on server', () => {
  // What happens inside the guest cannot be seen: the call is taken, and says nothing.
  test(...requirement('servers.resetNetwork/status-202'), async ({ admin, given }) => {
    answers(202, await admin.servers.resetNetwork(await given.server()))
  })
})
