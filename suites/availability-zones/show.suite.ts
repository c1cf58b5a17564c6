import { answers } from '../../fixtures/expect/answers.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { noZones } from './no-zones.ts'

describe('Show availability zone information', () => {
  test(
    ...requirement('availabilityZones.show/same-as-list', 'availabilityZones.show/without-body'),
    async ({ compute }) => {
      const { availabilityZoneInfo: zones } = answers(200, await compute.availabilityZones.list()).body
      const [zone] = zones
      if (zone === undefined) throw noZones()
      const shown = answers(
        200,
        await compute.availabilityZones.show({ availability_zone_id: zone.zoneName }),
      )
      same(shown.body.availabilityZoneInfo, [zone], `the zone ${zone.zoneName}`)
    },
  )
})
