import { same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { zoneUntold } from '../availability-zones/no-zones.ts'
import { created, refusedCreation, shown } from './create-cases.ts'
import { RICH, withServer } from './create-recipes.ts'

describe('Create server with availability zone', () => {
  test(...requirement('servers.create/availability-zone-used'), async ({ context }) => {
    const made = await created(context, RICH, ['zone'])
    const { 'OS-EXT-AZ:availability_zone': zone } = await shown(context, made)
    if (zone === undefined) throw zoneUntold()
    same(zone, made.request.server.availability_zone, 'the availability zone of the new server')
  })

  test(...requirement('servers.create/availability-zone-unknown'), ({ context, given }) =>
    refusedCreation(
      context,
      'servers.create/availability-zone-unknown',
      withServer({ availability_zone: given.name() }),
    ),
  )
})
