import { answers } from '../../fixtures/expect/answers.ts'
import { otherHosts } from '../../fixtures/given/hosts.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { becomes } from './documented-outcome.ts'
import { arrives, hostFound, hostToLeave, isElsewhere } from './move-to-host.ts'

describe('Migrate server', () => {
  const waiting = becomes('servers.migrate/becomes-verify-resize')

  test(...requirement('servers.migrate/becomes-verify-resize'), async ({ admin, given, context }) => {
    const server = await given.server()
    await otherHosts(context, await hostToLeave(admin, server))
    const answer = answers(202, hostFound(await admin.servers.migrate(server)))
    await arrives(server, answer, waiting)
  })

  test(...requirement('servers.migrate/host-chosen'), async ({ admin, given, context }) => {
    const server = await given.server()
    const left = await hostToLeave(admin, server)
    await otherHosts(context, left)
    const answer = answers(202, hostFound(await admin.servers.migrate(server)))
    // A cloud that confirms by itself moves the server too.
    await arrives(server, answer, [...waiting, 'ACTIVE'])
    await isElsewhere(admin, server, answer, left)
  })
})
