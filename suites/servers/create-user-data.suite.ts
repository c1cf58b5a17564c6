import { describe, requirement, test } from '../../fixtures/test.ts'
import { answered, created, refusedCreation } from './created.ts'
import { RICH, withServer } from './recipes.ts'

describe('Create server: user_data', () => {
  test(...requirement('servers.create/user-data-accepted'), async ({ scene }) => {
    answered(await created(scene, RICH, ['userData']), scene)
  })

  test(...requirement('servers.create/user-data-must-be-base64'), ({ scene }) =>
    refusedCreation(
      scene,
      'servers.create/user-data-must-be-base64',
      withServer({ user_data: '#!/bin/sh: this is no Base64!' }),
    ),
  )
})
