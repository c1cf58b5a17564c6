import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { openToMembers } from '../../fixtures/expect/open-to-members.ts'
import { tells } from '../../fixtures/expect/tells.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { becomes, refusals } from './documented-outcome.ts'
import { asItWas } from './lock-changes-nothing.ts'

// A lock cannot be read: it is seen by what becomes of a member's os-stop.
describe('Unlock server', () => {
  const kept = refusals('servers.lock/member-kept-out')

  /** A member can stop the server, so no lock keeps it out. */
  const letIn = async (compute: TypedClient, server: GivenServer) => {
    const answer = await compute.servers.stop(server)
    tells(
      answer,
      !kept.includes(answer.status),
      `the unlocked server cannot be stopped: it answered ${answer.status}`,
    )
    answers(202, answer)
    await eventually(server, { status: becomes('servers.stop/becomes-shutoff') })
  }

  /** A lock that never was would pass for one that was lifted, so the lock is tried first. */
  const lockedByMember = async (compute: TypedClient, given: Given) => {
    const server = await given.lockedServer()
    if (server.lockedBy !== 'member')
      throw new Blocked('policy', 'the policy of this target lets no member lock a server')
    if (isSuccess(await compute.servers.stop(server)))
      throw new Blocked('servers.lock', 'setup: a member stopped the locked server')
    return server
  }

  /** Where an unlock lifts all locks, those of the tests beside this one lift it, too: a lock that is soon gone is set anew. */
  const lockedInSpiteOfOthers = async (compute: TypedClient, given: Given) => {
    for (let tries = 1; ; tries++) {
      try {
        return await lockedByMember(compute, given)
      } catch (error) {
        if (!(error instanceof Blocked) || error.by !== 'servers.lock' || tries === 5) throw error
      }
    }
  }

  test(...requirement('servers.unlock/by-owner', 'servers.unlock/lifts-lock'), async ({ compute, given }) => {
    const server = await lockedByMember(compute, given)
    answers(202, openToMembers(await compute.servers.unlock(server)))
    await letIn(compute, server)
  })

  test(
    'servers.unlock/lifts-lock of a SHUTOFF server',
    requirement('servers.unlock/lifts-lock')[1],
    async ({ compute, given }) => {
      const server = await given.lockedServer({ status: 'SHUTOFF' })
      if (isSuccess(await compute.servers.start(server)))
        throw new Blocked('servers.lock', 'setup: a member started the locked server')
      const lifted = openToMembers(await compute.servers.unlock(server))
      answers(202, lifted)
      const answer = await compute.servers.start(server)
      tells(
        answer,
        !kept.includes(answer.status),
        `the unlocked server cannot be started: it answered ${answer.status}`,
      )
      await eventually(server, { status: becomes('servers.start/becomes-active'), cause: 'servers.start' })
    },
  )

  test(
    'servers.unlock/lifts-lock of no other server',
    requirement('servers.unlock/lifts-lock')[1],
    async ({ compute, given }) => {
      const server = await lockedInSpiteOfOthers(compute, given)
      const other = await lockedInSpiteOfOthers(compute, given)
      answers(202, openToMembers(await compute.servers.unlock(server)))
      demand(
        !isSuccess(await compute.servers.stop(other)),
        'when another server was unlocked, a member stopped the locked server',
      )
      await unchanged(other)
    },
  )

  test(
    ...requirement('servers.unlock/by-administrator', 'servers.unlock/administrator-may-call'),
    async ({ compute, admin, given }) => {
      const server = await lockedByMember(compute, given)
      answers(202, await admin.servers.unlock(server))
      await letIn(compute, server)
    },
  )

  test(...requirement('servers.unlock/administrator-lock-stays'), async ({ compute, admin, given }) => {
    if (admin.caller.projectId === compute.caller.projectId)
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
