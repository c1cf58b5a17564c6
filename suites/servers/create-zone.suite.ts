import { describe, requirement, test } from '../../fixtures/test.ts'
import { same } from '../../fixtures/verbs.ts'
import { created, refusedCreation, shown } from './created.ts'
import { RICH, withServer } from './recipes.ts'

describe('Create server with availability zone', () => {
  test(...requirement('servers.create/availability-zone-used'), async ({ scene }) => {
    const made = await created(scene, RICH, ['zone'])
    same(
      (await shown(scene, made))['OS-EXT-AZ:availability_zone'],
      made.request.server.availability_zone,
      'the availability zone of the new server',
    )
  })

  test(...requirement('servers.create/availability-zone-unknown'), ({ scene, given }) =>
    refusedCreation(
      scene,
      'servers.create/availability-zone-unknown',
      withServer({ availability_zone: given.name() }),
    ),
  )
})
