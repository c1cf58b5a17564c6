import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, demand, eventually } from '../../fixtures/verbs.ts'
import { becomes } from './becomes.ts'
import { hostOf } from './host.ts'

describe('Start server', () => {
  const started = becomes('servers.start/becomes-active')

  test(...requirement('servers.start/becomes-active'), async ({ compute, given }) => {
    const server = await given.serverIn('SHUTOFF')
    answers(202, await compute.servers.start(server))
    await eventually(server, { status: started })
  })

  test(...requirement('servers.start/on-a-host'), async ({ compute, admin, given }) => {
    const server = await given.serverIn('SHUTOFF')
    if ((await hostOf(admin, server)) === null)
      throw new Blocked('servers.stop', 'setup: a stopped server is shown on no host')
    answers(202, await compute.servers.start(server))
    await eventually(server, { status: started })
    demand((await hostOf(admin, server)) !== null, 'the started server is on no host')
  })
})
