import { otherHosts } from '../../fixtures/given/hosts.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers } from '../../fixtures/verbs.ts'
import { becomes } from './becomes.ts'
import { arrives, hostFound, hostToLeave, isElsewhere } from './moving.ts'

describe('Migrate server', () => {
  const waiting = becomes('servers.migrate/becomes-verify-resize')

  test(...requirement('servers.migrate/becomes-verify-resize'), async ({ admin, given, scene }) => {
    const server = await given.server()
    await otherHosts(scene, await hostToLeave(admin, server))
    const answer = answers(202, hostFound(await admin.servers.migrate(server)))
    await arrives(server, answer, waiting)
  })

  test(...requirement('servers.migrate/host-chosen'), async ({ admin, given, scene }) => {
    const server = await given.server()
    const left = await hostToLeave(admin, server)
    await otherHosts(scene, left)
    const answer = answers(202, hostFound(await admin.servers.migrate(server)))
    // A cloud that confirms by itself moves the server too.
    await arrives(server, answer, [...waiting, 'ACTIVE'])
    await isElsewhere(admin, server, answer, left)
  })
})
