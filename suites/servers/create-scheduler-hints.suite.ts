import { describe, requirement, test } from '../../fixtures/test.ts'
import { created } from './created.ts'
import { MINIMAL, RICH } from './recipes.ts'

describe('Create server with scheduler hints', () => {
  test(...requirement('servers.create/scheduler-hints-accepted'), async ({ scene }) => {
    await created(scene, RICH, ['hints'])
  })

  test(...requirement('servers.create/scheduler-hints-optional'), async ({ scene }) => {
    await created(scene, MINIMAL, [])
  })
})
