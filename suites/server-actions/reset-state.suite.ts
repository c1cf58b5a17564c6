import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { becomes } from './documented-outcome.ts'

describe('Reset server state', () => {
  type StateRequirement = 'servers.resetState/state-active' | 'servers.resetState/state-error'

  const reset = async (admin: TypedClient, server: GivenServer, id: StateRequirement) => {
    const { state } = requirementOf(id).data as { state: string }
    const body = { 'os-resetState': { state } }
    answers(202, await admin.servers.resetState({ server_id: server.id, body }))
    await eventually(server, { status: becomes(id) })
  }

  for (const before of operation('servers.resetState').precondition?.server?.accepted ?? []) {
    const [title, options] = requirement('servers.resetState/state-active')
    test(`${title} from ${before}`, options, async ({ admin, given }) => {
      await reset(admin, await given.serverIn(before), 'servers.resetState/state-active')
    })
  }

  test(...requirement('servers.resetState/state-error'), async ({ admin, given }) => {
    const server = await given.server()
    await reset(admin, server, 'servers.resetState/state-error')
    // Nothing is wrong with it: it can serve the next test.
    await admin.servers.resetState({ server_id: server.id, body: { 'os-resetState': { state: 'active' } } })
  })
})
