import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, eventually } from '../../fixtures/verbs.ts'
import { becomes } from './becomes.ts'

describe('Unrescue server', () => {
  test(...requirement('servers.unrescue/becomes-active'), async ({ compute, given }) => {
    const server = await given.serverIn('RESCUE')
    answers(202, await compute.servers.unrescue(server))
    await eventually(server, { status: becomes('servers.unrescue/becomes-active') })
  })
})
