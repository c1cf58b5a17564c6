import { answers } from '../../fixtures/expect/answers.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { hostOf } from './current-host.ts'
import { becomes } from './documented-outcome.ts'

describe('Stop server', () => {
  const stopped = becomes('servers.stop/becomes-shutoff')

  test(...requirement('servers.stop/becomes-shutoff'), async ({ compute, given }) => {
    const server = await given.server()
    answers(202, await compute.servers.stop(server))
    await eventually(server, { status: stopped })
  })

  test(...requirement('servers.stop/stays-on-host'), async ({ compute, admin, given }) => {
    const server = await given.server()
    const host = await hostOf(admin, server)
    if (host === null) throw new Blocked('servers.show', 'setup: an ACTIVE server is shown on no host')
    answers(202, await compute.servers.stop(server))
    await eventually(server, { status: stopped })
    same(await hostOf(admin, server), host, 'the host of the stopped server')
  })
})
