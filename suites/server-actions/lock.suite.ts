import type { Answer } from '../../fixtures/client/answer.ts'
import { isSuccess, said } from '../../fixtures/client/answer.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { openToMembers } from '../../fixtures/expect/open-to-members.ts'
import { tells } from '../../fixtures/expect/tells.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import { atRest } from '../../fixtures/given/at-rest.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { becomes, refusals } from './documented-outcome.ts'
import { asItWas } from './lock-changes-nothing.ts'

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
    tells(
      answer,
      !refusals('servers.lock/member-kept-out').includes(answer.status),
      `an administrator could not stop the locked server: servers.stop answered ${answer.status}`,
    )
    answers(202, answer)
    await eventually(server, { status: becomes('servers.stop/becomes-shutoff') })
  })

  test(
    'servers.lock/administrator-passes, and leaves it locked',
    requirement('servers.lock/administrator-passes')[1],
    async ({ compute, admin, given }) => {
      const server = await given.server()
      answers(202, openToMembers(await compute.servers.lock(server)))
      // A lock that never was would pass for one that was lifted.
      if (isSuccess(await compute.servers.stop(server)))
        throw new Blocked('servers.lock', 'setup: a member stopped the locked server')
      if (isSuccess(await admin.servers.update({ ...server, body: { server: { name: server.name } } })))
        demand(
          !isSuccess(await compute.servers.stop(server)),
          'after an administrator updated the locked server, a member stopped it',
        )
      // What a target does not do, or what does not succeed, is judged by itself.
      if (!isSuccess(await admin.servers.pause(server))) return
      await eventually(server, { status: 'PAUSED', cause: 'servers.pause' })
      if (!isSuccess(await admin.servers.unpause(server))) return
      await eventually(server, { status: 'ACTIVE', cause: 'servers.unpause' })
      const stopped = await compute.servers.stop(server)
      demand(!isSuccess(stopped), 'after an administrator paused the locked server, a member stopped it')
      if (!isSuccess(await admin.servers.stop(server))) return
      await eventually(server, { status: becomes('servers.stop/becomes-shutoff'), cause: 'servers.stop' })
      const started = await compute.servers.start(server)
      demand(!isSuccess(started), 'after an administrator stopped the locked server, a member started it')
    },
  )

  test(
    'servers.lock/by-owner, of no other server',
    requirement('servers.lock/by-owner')[1],
    async ({ compute, given }) => {
      const [server, other] = [await given.server(), await given.server()]
      answers(202, openToMembers(await compute.servers.lock(server)))
      const answer = await compute.servers.stop(other)
      const kept = refusals('servers.lock/member-kept-out').includes(answer.status)
      tells(answer, !kept, `when another server was locked, a server could not be stopped: ${said(answer)}`)
      await atRest(other)
    },
  )

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
