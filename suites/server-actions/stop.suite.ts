import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, eventually, same } from '../../fixtures/verbs.ts'
import { becomes } from './becomes.ts'
import { hostOf } from './host.ts'

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
