import { same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { created, refusedCreation, shown } from './create-cases.ts'
import { RICH, withServer } from './create-recipes.ts'

describe('Create server: key_name', () => {
  test(...requirement('servers.create/key-name-set'), async ({ context }) => {
    const made = await created(context, RICH, ['keyPair'])
    same(
      (await shown(context, made)).key_name,
      made.request.server.key_name,
      'the key pair of the new server',
    )
  })

  test(...requirement('servers.create/key-name-unknown'), ({ context, given }) =>
    refusedCreation(context, 'servers.create/key-name-unknown', withServer({ key_name: given.name() })),
  )
})
