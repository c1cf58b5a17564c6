import { answers } from '../../fixtures/expect/answers.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
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
    const { body } = context.need(200, await compute.serverPassword.show(server))
    same(body?.password, '', 'the password after it was cleared')
  })

  test(...requirement('serverPassword.clear/server-unchanged'), async ({ compute, given }) => {
    const server = await given.server()
    answers([200, 204], await compute.serverPassword.clear(server))
    await unchanged(server)
  })
})
