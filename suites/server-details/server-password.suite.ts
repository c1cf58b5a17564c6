import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'

describe('Get server password', () => {
  test(...requirement('serverPassword.show/no-request-body'), async ({ compute, given }) => {
    answers(200, await compute.serverPassword.show(await given.server()))
  })

  test(...requirement('serverPassword.show/empty-when-never-set'), async ({ compute, given }) => {
    const { body } = answers(200, await compute.serverPassword.show(await given.server()))
    same(body?.password, '', 'the password of a server that gave none')
  })
})

describe('Clear server password', () => {
  test(...requirement('serverPassword.clear/no-request-body'), async ({ compute, given }) => {
    answers([200, 204], await compute.serverPassword.clear(await given.server()))
  })

  test(...requirement('serverPassword.clear/password-forgotten'), async ({ compute, given, context }) => {
    // Where a guest gives its password, it is to the owner of a key.
    const server = await given.server({ key_name: (await given.keypair()).name })
    answers([200, 204], await compute.serverPassword.clear(server))
    // What is told where there is none is left open: nothing, or that there is none.
    const { status, body } = context.need([200, 404], await compute.serverPassword.show(server))
    if (status === 200) same(body?.password ?? '', '', 'the password after it was cleared')
  })

  test(
    'serverPassword.clear/password-forgotten, of no other server',
    requirement('serverPassword.clear/password-forgotten')[1],
    async ({ compute, given, context }) => {
      const other = await given.server({ key_name: (await given.keypair()).name })
      const passwordOf = async () =>
        context.need(200, await compute.serverPassword.show(other)).body?.password as unknown
      const before = await passwordOf()
      answers([200, 204], await compute.serverPassword.clear(await given.server()))
      // A guest that has given none yet has none to lose.
      if (typeof before === 'string' && before !== '')
        demand(
          (await passwordOf()) !== '',
          'when the password of a server was cleared, so was that of another one',
        )
    },
  )

  test(...requirement('serverPassword.clear/server-unchanged'), async ({ compute, given, context }) => {
    const clears = async (server: GivenServer) => {
      answers([200, 204], await compute.serverPassword.clear(server))
      await unchanged(server)
    }
    await clears(await given.server()).catch(async (error: unknown) => {
      if (!(error instanceof Blocked && error.by === 'environment')) throw error
      // A guest may end by itself, but hardly two of them at this very call.
      await clears(await given.server({ fresh: true })).catch((again: unknown) => {
        if (!(again instanceof Blocked && again.by === 'environment')) throw again
        throw context.failure('serverPassword.clear', `at this call, twice, ${again.message}`)
      })
    })
  })
})
