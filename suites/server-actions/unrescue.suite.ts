import { answers } from '../../fixtures/expect/answers.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { becomes } from './documented-outcome.ts'

describe('Unrescue server', () => {
  test(...requirement('servers.unrescue/becomes-active'), async ({ compute, given }) => {
    const server = await given.serverIn('RESCUE')
    answers(202, await compute.servers.unrescue(server))
    await eventually(server, { status: becomes('servers.unrescue/becomes-active') })
  })
})
