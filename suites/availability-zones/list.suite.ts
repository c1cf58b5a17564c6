import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { noZones, zoneUntold } from './no-zones.ts'

describe('List availability zones', () => {
  test(...requirement('availabilityZones.list/without-body'), async ({ compute }) => {
    answers(200, await compute.availabilityZones.list())
  })

  test(...requirement('availabilityZones.list/names-unique'), async ({ compute }) => {
    const { availabilityZoneInfo: zones } = answers(200, await compute.availabilityZones.list()).body
    const names = zones.map((zone) => zone.zoneName)
    same(names, [...new Set(names)], 'the names of the zones, each once')
  })

  test(...requirement('availabilityZones.list/complete'), async ({ compute, given }) => {
    const server = await given.server()
    const shown = answers(200, await compute.servers.show({ server_id: server.id })).body.server
    const zone = shown['OS-EXT-AZ:availability_zone']
    if (zone === undefined) throw zoneUntold()
    const { availabilityZoneInfo: zones } = answers(200, await compute.availabilityZones.list()).body
    if (zones.length === 0) throw noZones()
    demand(
      zones.some(({ zoneName }) => zoneName === zone),
      `the server is in the zone ${zone}, which is not in the list`,
    )
  })
})
