import { same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { created, refusedCreation, shown } from './create-cases.ts'
import { RICH, withServer } from './create-recipes.ts'

describe('Create server with availability zone', () => {
  test(...requirement('servers.create/availability-zone-used'), async ({ context }) => {
    const made = await created(context, RICH, ['zone'])
    same(
      (await shown(context, made))['OS-EXT-AZ:availability_zone'],
      made.request.server.availability_zone,
      'the availability zone of the new server',
    )
  })

  test(...requirement('servers.create/availability-zone-unknown'), ({ context, given }) =>
    refusedCreation(
      context,
      'servers.create/availability-zone-unknown',
      withServer({ availability_zone: given.name() }),
    ),
  )
})
