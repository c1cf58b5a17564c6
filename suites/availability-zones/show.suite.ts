import { answers } from '../../fixtures/expect/answers.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { noZones } from './no-zones.ts'

/** Of many zones so many are shown. */
const A_FEW = 5

describe('Show availability zone information', () => {
  test(
    ...requirement('availabilityZones.show/same-as-list', 'availabilityZones.show/without-body'),
    async ({ compute }) => {
      const { availabilityZoneInfo: zones } = answers(200, await compute.availabilityZones.list()).body
      if (zones.length === 0) throw noZones()
      for (const zone of zones.slice(0, A_FEW)) {
        const { zoneName: availability_zone_id } = zone
        const shown = answers(200, await compute.availabilityZones.show({ availability_zone_id }))
        same(shown.body.availabilityZoneInfo, [zone], `the zone ${zone.zoneName}`)
      }
    },
  )
})
