import type { Answer } from '../../fixtures/client.ts'
import type { GivenServer } from '../../fixtures/given/server.ts'
import { openToMembers } from '../../fixtures/policy.ts'
import { isSuccess } from '../../fixtures/scene.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, demand, eventually, refused, unchanged } from '../../fixtures/verbs.ts'
import { becomes, refusals } from './becomes.ts'
import { asItWas } from './lock.ts'

// A lock cannot be read: it is seen by what becomes of a member's os-stop.
describe('Lock server', () => {
  /** What os-stop answered is the refusal that a lock brings about. */
  const keptOut = async (answer: Answer<'servers.stop'>, server: GivenServer) => {
    demand(!isSuccess(answer), `a member stopped the locked server: servers.stop answered ${answer.status}`)
    refused(refusals('servers.lock/member-kept-out'), answer, 'for a locked server')
    await unchanged(server)
  }

  test(...requirement('servers.lock/administrator-may-call'), async ({ admin, given }) => {
    const server = await given.server()
    answers(202, await admin.servers.lock(server))
  })

  test(
    ...requirement('servers.lock/by-owner', 'servers.lock/member-kept-out'),
    async ({ compute, given }) => {
      const server = await given.server()
      answers(202, openToMembers(await compute.servers.lock(server)))
      await keptOut(await compute.servers.stop(server), server)
    },
  )

  test(
    ...requirement('servers.lock/administrator-lock-keeps-member-out'),
    async ({ compute, admin, given }) => {
      const server = await given.lockedServer({ by: admin })
      await keptOut(await compute.servers.stop(server), server)
    },
  )

  test(...requirement('servers.lock/administrator-passes'), async ({ compute, admin, given }) => {
    const server = await given.server()
    answers(202, openToMembers(await compute.servers.lock(server)))
    const answer = await admin.servers.stop(server)
    demand(
      !refusals('servers.lock/member-kept-out').includes(answer.status),
      `an administrator could not stop the locked server: servers.stop answered ${answer.status}`,
    )
    answers(202, answer)
    await eventually(server, { status: becomes('servers.stop/becomes-shutoff') })
  })

  test(...requirement('servers.lock/again'), async ({ compute, given }) => {
    const server = await given.server()
    for (const _ of ['first', 'again']) answers(202, openToMembers(await compute.servers.lock(server)))
    await keptOut(await compute.servers.stop(server), server)
  })

  test(...requirement('servers.lock/status-kept'), async ({ compute, given }) => {
    const server = await given.server()
    answers(202, openToMembers(await compute.servers.lock(server)))
    await asItWas(server)
  })
})
