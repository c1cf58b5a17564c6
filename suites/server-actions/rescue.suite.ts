import type { Answer } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { passwordTold, unlessUntold } from '../passwords.ts'
import { becomes } from './documented-outcome.ts'

// Passwords are never shown: whoever reads a report must not be able to use one.
describe('Rescue server', () => {
  const rescued = becomes('servers.rescue/becomes-rescue')

  const passwordIn = ({ body }: Answer<'servers.rescue'>) => passwordTold(body?.adminPass)
  const rescue = async (compute: TypedClient, server: GivenServer) =>
    answers(200, await compute.servers.rescue({ server_id: server.id, body: { rescue: {} } }))

  test(...requirement('servers.rescue/becomes-rescue'), async ({ compute, given }) => {
    const server = await given.server()
    await rescue(compute, server)
    await eventually(server, { status: rescued })
  })

  test(...requirement('servers.rescue/password-echoed'), async ({ compute, given }) => {
    const server = await given.server()
    const adminPass = given.faker.string.alphanumeric(14)
    const body = { rescue: { adminPass } }
    const answer = answers(200, await compute.servers.rescue({ server_id: server.id, body }))
    unlessUntold(server, passwordIn(answer))
    demand(passwordIn(answer) === adminPass, 'the password in the answer is not the one that was given')
    await eventually(server, { status: rescued })
  })

  test(...requirement('servers.rescue/password-generated'), async ({ compute, given }) => {
    const server = await given.server()
    const answer = await rescue(compute, server)
    unlessUntold(server, passwordIn(answer))
    demand((passwordIn(answer) ?? '') !== '', 'the answer holds no password that the cloud made up')
    await eventually(server, { status: rescued })
  })

  test(
    'servers.rescue/password-generated, for null',
    requirement('servers.rescue/password-generated')[1],
    async ({ compute, given }) => {
      const server = await given.server()
      const tried = await compute.send('servers.rescue', { server_id: server.id, body: { rescue: null } })
      // Erratum rescue-null.
      if (tried.status === 400)
        throw new Unsupported('the target takes no null for the arguments of a rescue, and need not')
      const answer = answers(200, tried)
      unlessUntold(server, passwordIn(answer))
      demand((passwordIn(answer) ?? '') !== '', 'the answer holds no password that the cloud made up')
      await eventually(server, { status: rescued })
    },
  )

  test(...requirement('servers.rescue/password-fresh'), async ({ compute, given }) => {
    const server = await given.server()
    const first = passwordIn(await rescue(compute, server))
    await eventually(server, { status: rescued })
    answers(202, await compute.servers.unrescue(server))
    await eventually(server, { status: becomes('servers.unrescue/becomes-active') })
    const second = passwordIn(await rescue(compute, server))
    await eventually(server, { status: rescued })
    unlessUntold(server, second)
    if (!first || !second) throw new Blocked('servers.rescue', 'setup: a rescue was given no password')
    demand(first !== second, 'two rescues were given the same password')
  })
})
