import { describe, requirement, test } from '../../fixtures/test.ts'
import { created } from './create-cases.ts'
import { MINIMAL, RICH } from './create-recipes.ts'

describe('Create server with scheduler hints', () => {
  test(...requirement('servers.create/scheduler-hints-accepted'), async ({ context }) => {
    await created(context, RICH, ['hints'])
  })

  test(...requirement('servers.create/scheduler-hints-optional'), async ({ context }) => {
    await created(context, MINIMAL, [])
  })
})
