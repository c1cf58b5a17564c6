import { describe, requirement, test } from '../../fixtures/test.ts'
import { same } from '../../fixtures/verbs.ts'
import { created, refusedCreation, shown } from './created.ts'
import { RICH, withServer } from './recipes.ts'

describe('Create server: key_name', () => {
  test(...requirement('servers.create/key-name-set'), async ({ scene }) => {
    const made = await created(scene, RICH, ['keyPair'])
    same((await shown(scene, made)).key_name, made.request.server.key_name, 'the key pair of the new server')
  })

  test(...requirement('servers.create/key-name-unknown'), ({ scene, given }) =>
    refusedCreation(scene, 'servers.create/key-name-unknown', withServer({ key_name: given.name() })),
  )
})
