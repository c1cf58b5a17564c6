import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'

describe('List availability zones with details', () => {
  test(...requirement('availabilityZones.listDetail/without-body'), async ({ admin }) => {
    answers(200, await admin.availabilityZones.listDetail())
  })

  test(...requirement('availabilityZones.listDetail/names-unique'), async ({ admin }) => {
    const { availabilityZoneInfo: zones } = answers(200, await admin.availabilityZones.listDetail()).body
    const names = zones.map((zone) => zone.zoneName)
    same(names, [...new Set(names)], 'the names of the zones, each once')
  })

  test(...requirement('availabilityZones.listDetail/complete'), async ({ admin }) => {
    const { availabilityZoneInfo: plain } = answers(200, await admin.availabilityZones.list()).body
    const { availabilityZoneInfo: detailed } = answers(200, await admin.availabilityZones.listDetail()).body
    for (const { zoneName, zoneState } of plain) {
      const found = detailed.find((zone) => zone.zoneName === zoneName)
      same(found?.zoneState, zoneState, `the state of the zone ${zoneName} in the detailed list`)
    }
  })

  test(...requirement('availabilityZones.listDetail/internal-zone'), async ({ admin }) => {
    const { availabilityZoneInfo: zones } = answers(200, await admin.availabilityZones.listDetail()).body
    const internal = zones.find((zone) => zone.zoneName === 'internal')
    demand(internal !== undefined, 'no zone is named internal')
    const services = Object.values(internal.hosts ?? {}).flatMap((host) => Object.keys(host))
    demand(services.length > 0, 'the zone internal has no services')
    demand(!services.includes('nova-compute'), 'the zone internal holds nova-compute, which runs servers')
  })

  test(...requirement('availabilityZones.listDetail/compute-services'), async ({ admin, compute }) => {
    const { availabilityZoneInfo: usable } = answers(200, await compute.availabilityZones.list()).body
    const { availabilityZoneInfo: zones } = answers(200, await admin.availabilityZones.listDetail()).body
    for (const { zoneName } of usable.filter((zone) => zone.zoneState.available)) {
      const hosts = Object.values(zones.find((zone) => zone.zoneName === zoneName)?.hosts ?? {})
      demand(
        hosts.some((services) => Object.keys(services).length > 0),
        `servers can be put into the zone ${zoneName}, but it names no service on any host`,
      )
    }
  })
})
