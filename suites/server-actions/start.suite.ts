import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { hostOf } from './current-host.ts'
import { becomes } from './documented-outcome.ts'

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
