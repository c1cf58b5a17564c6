import type { TypedClient } from '../../fixtures/calls.ts'
import type { Given } from '../../fixtures/given/given.ts'
import type { GivenServer } from '../../fixtures/given/server.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { openToMembers } from '../../fixtures/policy.ts'
import { isSuccess } from '../../fixtures/scene.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { answers, demand, eventually, refused, unchanged } from '../../fixtures/verbs.ts'
import { becomes, refusals } from './becomes.ts'
import { asItWas } from './lock.ts'

// A lock cannot be read: it is seen by what becomes of a member's os-stop.
describe('Unlock server', () => {
  const kept = refusals('servers.lock/member-kept-out')

  /** A member can stop the server, so no lock keeps it out. */
  const letIn = async (compute: TypedClient, server: GivenServer) => {
    const answer = await compute.servers.stop(server)
    demand(
      !kept.includes(answer.status),
      `the unlocked server cannot be stopped: it answered ${answer.status}`,
    )
    answers(202, answer)
    await eventually(server, { status: becomes('servers.stop/becomes-shutoff') })
  }

  /** A lock that never was would pass for one that was lifted, so the lock is tried first. */
  const lockedByMember = async (compute: TypedClient, given: Given) => {
    const server = await given.lockedServer()
    if (server.lockedBy !== 'member') throw new Blocked('policy', 'this target lets no member lock a server')
    if (isSuccess(await compute.servers.stop(server)))
      throw new Blocked('servers.lock', 'setup: a member stopped the locked server')
    return server
  }

  test(...requirement('servers.unlock/by-owner', 'servers.unlock/lifts-lock'), async ({ compute, given }) => {
    const server = await lockedByMember(compute, given)
    answers(202, openToMembers(await compute.servers.unlock(server)))
    await letIn(compute, server)
  })

  test(
    ...requirement('servers.unlock/by-administrator', 'servers.unlock/administrator-may-call'),
    async ({ compute, admin, given }) => {
      const server = await lockedByMember(compute, given)
      answers(202, await admin.servers.unlock(server))
      await letIn(compute, server)
    },
  )

  test(...requirement('servers.unlock/administrator-lock-stays'), async ({ compute, admin, given }) => {
    if (admin.party.projectId === compute.party.projectId)
      throw new Blocked('credentials', 'an administrator of another project than the member’s is needed')
    const server = await given.lockedServer({ by: admin })
    refused(
      refusals('servers.unlock/administrator-lock-stays'),
      await compute.servers.unlock(server),
      'for the lock of an administrator',
    )
    await unchanged(server)
  })

  test(...requirement('servers.unlock/not-locked'), async ({ compute, given }) => {
    const server = await given.server()
    answers(202, openToMembers(await compute.servers.unlock(server)))
    await asItWas(server)
  })
})
