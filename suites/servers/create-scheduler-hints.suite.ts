import { describe, requirement, test } from '../../fixtures/test.ts'
import { answered, created } from './created.ts'
import { MINIMAL, RICH } from './recipes.ts'

describe('Create server with scheduler hints', () => {
  test(...requirement('servers.create/scheduler-hints-accepted'), async ({ scene }) => {
    answered(await created(scene, RICH, ['hints']), scene)
  })

  test(...requirement('servers.create/scheduler-hints-optional'), async ({ scene }) => {
    answered(await created(scene, MINIMAL, ['bare']), scene)
  })
})
