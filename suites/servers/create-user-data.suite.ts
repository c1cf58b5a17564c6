import { describe, requirement, test } from '../../fixtures/test.ts'
import { created, refusedCreation } from './created.ts'
import { RICH, withServer } from './recipes.ts'

describe('Create server: user_data', () => {
  test(...requirement('servers.create/user-data-accepted'), async ({ scene }) => {
    await created(scene, RICH, ['userData'])
  })

  test(...requirement('servers.create/user-data-must-be-base64'), ({ scene }) =>
    refusedCreation(
      scene,
      'servers.create/user-data-must-be-base64',
      withServer({ user_data: '#!/bin/sh: this is no Base64!' }),
    ),
  )
})
