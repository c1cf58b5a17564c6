import { describe, requirement, test } from '../../fixtures/test.ts'
import { created, refusedCreation } from './create-cases.ts'
import { RICH, withServer } from './create-recipes.ts'

describe('Create server: user_data', () => {
  test(...requirement('servers.create/user-data-accepted'), async ({ context }) => {
    await created(context, RICH, ['userData'])
  })

  test(...requirement('servers.create/user-data-must-be-base64'), ({ context }) =>
    refusedCreation(
      context,
      'servers.create/user-data-must-be-base64',
      withServer({ user_data: '#!/bin/sh: this is no Base64!' }),
    ),
  )
})
