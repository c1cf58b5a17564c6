import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'

/** The services on the hosts of a zone. */
const servicesIn = ({ hosts }: { hosts: object | null }): string[] =>
  Object.values(hosts ?? {}).flatMap((host) => Object.keys(host ?? {}))

/** Is it a service that runs servers, whatever its release calls it? */
const runsServers = (service: string): boolean => /compute/i.test(service)

/** The hosts of compute services that are enabled and up, each with its zone; none where the target does not list services. */
const computeServices = async (admin: TypedClient): Promise<string[]> => {
  const answer = await admin.computeServices.list()
  const services = isSuccess(answer) ? ((answer.body as { services?: unknown })?.services ?? []) : []
  return (Array.isArray(services) ? services : [])
    .filter(
      ({ binary, status, state }) => runsServers(String(binary)) && status === 'enabled' && state === 'up',
    )
    .map(({ host, zone }) => `${host} in ${zone}`)
}

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
    const apart = zones.filter((zone) => servicesIn(zone).length > 0 && !servicesIn(zone).some(runsServers))
    if (apart.length === 0)
      throw new Blocked(
        'environment',
        'the target lists no services but those that run servers, and so no internal zone',
      )
    same(
      apart.map(({ zoneName }) => zoneName),
      ['internal'],
      'the zones of services that run no servers',
    )
  })

  test(...requirement('availabilityZones.listDetail/internal-services-apart'), async ({ admin }) => {
    const { availabilityZoneInfo: zones } = answers(200, await admin.availabilityZones.listDetail()).body
    const usable = zones.filter((zone) => servicesIn(zone).some(runsServers))
    if (usable.length === 0)
      throw new Blocked('environment', 'the target lists no services that run servers in any zone')
    for (const zone of usable) {
      const others = servicesIn(zone).filter((service) => !runsServers(service))
      demand(others.length === 0, `${others.join(', ')} is in the zone ${zone.zoneName}, with servers`)
    }
  })

  test(...requirement('availabilityZones.listDetail/compute-services'), async ({ admin, compute }) => {
    const { availabilityZoneInfo: usable } = answers(200, await compute.availabilityZones.list()).body
    const { availabilityZoneInfo: zones } = answers(200, await admin.availabilityZones.listDetail()).body
    for (const { zoneName } of usable.filter((zone) => zone.zoneState.available)) {
      const found = zones.find((zone) => zone.zoneName === zoneName)
      demand(
        found !== undefined && servicesIn(found).some(runsServers),
        `servers can be put into the zone ${zoneName}, but it names no compute service on any host`,
      )
    }
  })

  test(
    'availabilityZones.listDetail/compute-services, on every host',
    requirement('availabilityZones.listDetail/compute-services')[1],
    async ({ admin }) => {
      // Before and after the zones are asked for: a service may be switched off, or moved to another zone, meanwhile.
      const before = await computeServices(admin)
      const { availabilityZoneInfo: zones } = answers(200, await admin.availabilityZones.listDetail()).body
      const known = (await computeServices(admin)).filter((each) => before.includes(each))
      const named = zones.flatMap(({ zoneName, hosts }) =>
        Object.entries(hosts ?? {}).flatMap(([host, services]) =>
          Object.keys(services ?? {}).some(runsServers) ? [`${host} in ${zoneName}`] : [],
        ),
      )
      // A zone that tells no hosts at all is judged by itself.
      if (named.length === 0 || known.length === 0)
        throw new Blocked(
          'environment',
          'the target lists no services that run servers, in zones or by themselves',
        )
      same(
        known.filter((each) => !named.includes(each)),
        [],
        'hosts with a compute service that is up, which their zone does not name',
      )
    },
  )

  test(...requirement('availabilityZones.listDetail/active-service'), async ({ admin }) => {
    const { availabilityZoneInfo: zones } = answers(200, await admin.availabilityZones.listDetail()).body
    const usable = zones.filter((zone) => zone.zoneState.available && servicesIn(zone).some(runsServers))
    if (usable.length === 0)
      throw new Blocked('environment', 'the target lists no services that run servers in any zone')
    for (const { zoneName, hosts } of usable) {
      const running = Object.values(hosts ?? {})
        .flatMap((host) => Object.entries(host ?? {}))
        .filter(([service]) => runsServers(service))
      demand(
        running.some(([, { active }]) => active),
        `the zone ${zoneName} is available, and none of its compute services is active`,
      )
    }
  })
})
