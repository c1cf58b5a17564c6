import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { leaveSamples, sampleServers } from '../../fixtures/given/sample-servers.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { attributesOf } from '../../spec/attributes.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { hasDrive } from './has-drive.ts'
import { entryOf, type Listed, originOf } from './list-pages.ts'
import { interfacesOf } from './server-interfaces.ts'
import { needs, serverOf } from './show-answer.ts'

/** The version of the API that all without one get. */
const FIRST_VERSION = '2.1'

/** What an update has changed is looked at once more so long afterwards, in milliseconds. */
const LATER_MS = 1_000

/** Both show a server with all that is known of it, and the same must be known. */
const VIEWS = ['servers.show', 'servers.listDetail'] as const
type View = (typeof VIEWS)[number]

/** A server as one of the two shows it, with the attributes that a test goes on from as documented. */
const seen = async (
  client: TypedClient,
  view: View,
  server: { id: string },
  ...names: string[]
): Promise<Listed> => {
  if (view === 'servers.show')
    return serverOf(await client.servers.show({ server_id: server.id }), ...names) as Listed
  const entry = await entryOf(client, view, server)
  needs(originOf(entry), 'servers[]', names)
  return entry
}

type Address = { addr?: unknown; 'OS-EXT-IPS:type'?: unknown; 'OS-EXT-IPS-MAC:mac_addr'?: unknown }
const addressesOf = (server: Listed): Address[] =>
  Object.values((server?.addresses ?? {}) as Record<string, Address[]>).flat()

const isTyped = (type: string, address: Address) => address['OS-EXT-IPS:type'] === type

/** Some clouds give every server a floating address: on an interface that has a fixed one, too. */
const wasGiven = (address: Address, all: readonly Address[]): boolean =>
  isTyped('floating', address) &&
  all.some(
    (other) =>
      isTyped('fixed', other) && other['OS-EXT-IPS-MAC:mac_addr'] === address['OS-EXT-IPS-MAC:mac_addr'],
  )

for (const view of VIEWS) {
  describe(`${view}: attributes of extensions`, () => {
    test(...requirement(`${view}/extended-status-of-active-server`), async ({ compute, context }) => {
      const { bob } = await sampleServers(context)
      const server = await seen(compute, view, bob, 'status', 'OS-EXT-STS:vm_state', 'OS-EXT-STS:task_state')
      same(
        [server.status, server['OS-EXT-STS:vm_state'], server['OS-EXT-STS:task_state']],
        ['ACTIVE', 'active', null],
        'status, vm_state and task_state of a server at rest',
      )
    })

    test(...requirement(`${view}/fixed-address-typed-fixed`), async ({ compute, context }) => {
      const { bob } = await sampleServers(context)
      const addresses = addressesOf(await seen(compute, view, bob, 'addresses'))
      if (addresses.length === 0) throw new Blocked('environment', 'the server is on no network')
      for (const each of addresses)
        if (!wasGiven(each, addresses))
          same(
            each['OS-EXT-IPS:type'],
            'fixed',
            `the type of ${each.addr}, an address of the project's own network`,
          )
    })

    test(...requirement(`${view}/floating-address-typed-floating`), async ({ compute, given, context }) => {
      const server = await given.server()
      const { floating_ip_address: address } = await given.floatingIp()
      const added = await compute.servers.addFloatingIp({ ...server, body: { addFloatingIp: { address } } })
      context.need(202, added)
      let found: Address | undefined
      const holds = async () => {
        const addresses = addressesOf(await seen(compute, view, server, 'addresses'))
        found = addresses.find(({ addr }) => addr === address)
        return found !== undefined
      }
      await comesTrue(context, `the floating IP ${address} that was added is among the addresses`, holds, {
        cause: 'servers.addFloatingIp',
      })
      same(found!['OS-EXT-IPS:type'], 'floating', `the type of the floating IP ${address}`)
    })

    test(
      `${view}/mac-address-of-interface, of a floating address`,
      requirement(`${view}/mac-address-of-interface`)[1],
      async ({ compute, given, context }) => {
        const server = await given.server()
        const { floating_ip_address: address } = await given.floatingIp()
        const added = await compute.servers.addFloatingIp({ ...server, body: { addFloatingIp: { address } } })
        context.need(202, added)
        const addresses = addressesOf(await seen(compute, view, server, 'addresses'))
        const macOf = (each: Address | undefined) => each?.['OS-EXT-IPS-MAC:mac_addr']
        const mac = macOf(addresses.find(({ addr }) => addr === address))
        const own = addresses.filter(({ addr }) => addr !== address).map(macOf)
        // An address that is not shown yet, or with no interface named, says nothing of one.
        if (typeof mac === 'string')
          demand(
            own.includes(mac),
            `${address} is shown with ${mac}, which is that of no interface: ${own.join(', ')}`,
          )
      },
    )

    test(...requirement(`${view}/mac-address-of-interface`), async ({ compute, context }) => {
      const { bob } = await sampleServers(context)
      const interfaces = await interfacesOf(context, bob)
      if (interfaces.length === 0) throw new Blocked('environment', 'the server is on no network')
      const shown = addressesOf(await seen(compute, view, bob, 'addresses'))
      for (const { addresses, mac } of interfaces)
        for (const address of addresses) {
          const found = shown.find(({ addr }) => addr === address)
          same(
            String(found?.['OS-EXT-IPS-MAC:mac_addr']).toLowerCase(),
            mac,
            `the MAC address beside ${address}`,
          )
        }
    })

    test(...requirement(`${view}/disk-config-as-created`), async ({ compute, context, given }) => {
      const { bob, bobb } = await sampleServers(context)
      const shown = async (server: { id: string }) =>
        (await seen(compute, view, server, 'OS-DCF:diskConfig'))['OS-DCF:diskConfig']
      for (const each of [bob, bobb])
        same(await shown(each), each.asked['OS-DCF:diskConfig'], `the disk configuration of ${each.nick}`)
      leaveSamples(context)
      const server = await given.server()
      const before = await shown(server)
      const update = async (diskConfig: 'AUTO' | 'MANUAL') =>
        context.need(
          200,
          await compute.servers.update({ ...server, body: { server: { 'OS-DCF:diskConfig': diskConfig } } }),
        )
      const other = before === 'AUTO' ? 'MANUAL' : 'AUTO'
      const changes = async () => {
        await update(other)
        // A list may lag behind.
        const what = `the disk configuration after an update is ${other}`
        await comesTrue(context, what, async () => (await shown(server)) === other, {
          cause: view,
          within: LIST_DELAY_MS,
        })
        await context.pause(LATER_MS)
        return shown(server)
      }
      // Somebody else may have changed it meanwhile; who changes it back each time is the target.
      if ((await changes()) !== other)
        same(await changes(), other, 'the disk configuration a second after it was updated')
      await update(other === 'AUTO' ? 'MANUAL' : 'AUTO')
    })

    test(...requirement(`${view}/config-drive-as-created`), async ({ compute, context }) => {
      const { bob, bobb } = await sampleServers(context)
      const { config_drive } = await seen(compute, view, bob, 'config_drive')
      demand(hasDrive(config_drive), `config_drive of a server made with one is ${config_drive}`)
      const without = (await seen(compute, view, bobb, 'config_drive')).config_drive
      // An operator may give every server a configuration drive, asked for or not.
      if (hasDrive(without))
        throw new Blocked(
          'environment',
          'the target shows a configuration drive for a server that did not ask for one',
        )
    })
  })
}

describe('Show server: attributes of extensions', () => {
  test(...requirement('servers.show/extensions-need-no-version'), async ({ compute, context }) => {
    const offered = context.run.features
    if (offered === undefined) throw new Unsupported('the target does not say which extensions it offers')
    const { bob } = await sampleServers(context)
    const shown = serverOf(await compute.servers.show(bob))
    const schema = operation('servers.show').responses.find(({ status }) => status === 200)
    const missing = attributesOf(schema!.content['application/json']!)
      .filter(({ feature, role, required }) => required && role !== 'admin' && feature !== undefined)
      .filter(({ path, feature }) => offered.has(feature!) && path.split('.').length === 2)
      .map(({ path }) => path.replace('server.', ''))
      .filter((name) => !(name in shown))
    if (missing.length === 0) return
    // That they are missing is told by their own requirements; here it matters whether asking for a version brings them.
    const headers = { 'X-OpenStack-Nova-API-Version': FIRST_VERSION }
    const withVersion = serverOf(await compute.servers.show({ ...bob, headers }))
    const held = missing.filter((name) => name in withVersion)
    same(held, [], `attributes that are shown only to who asks for the version ${FIRST_VERSION}`)
  })

  test(...requirement('servers.show/power-state-of-active-server'), async ({ compute, context }) => {
    const { data } = requirementOf('servers.show/power-state-of-active-server')
    const { bob } = await sampleServers(context)
    const { 'OS-EXT-STS:power_state': found } = await seen(
      compute,
      'servers.show',
      bob,
      'OS-EXT-STS:power_state',
    )
    same(found, data?.power_state, 'the power_state of an ACTIVE server')
  })

  test(...requirement('servers.show/extended-attributes-of-placed-server'), async ({ admin, context }) => {
    const people = await sampleServers(context)
    for (const each of people.all) {
      const names = ['host', 'hypervisor_hostname', 'instance_name'].map((name) => `OS-EXT-SRV-ATTR:${name}`)
      const server = await seen(admin, 'servers.show', each, ...names)
      for (const name of names) {
        const value = server[name]
        demand(
          typeof value === 'string' && value !== '',
          `${each.nick} is placed, and its ${name} is shown as ${value}`,
        )
      }
    }
  })

  test(...requirement('servers.show/zone-shown'), async ({ compute, given, context }) => {
    const { bob } = await sampleServers(context)
    const { 'OS-EXT-AZ:availability_zone': zone } = await seen(
      compute,
      'servers.show',
      bob,
      'OS-EXT-AZ:availability_zone',
    )
    demand(
      typeof zone === 'string' && zone !== '',
      `a placed server shows ${JSON.stringify(zone)} for its zone`,
    )
    leaveSamples(context)
    // Where servers are put anyway, one can be put on request.
    const server = await given.server({ availability_zone: zone })
    const { 'OS-EXT-AZ:availability_zone': found } = await seen(
      compute,
      'servers.show',
      server,
      'OS-EXT-AZ:availability_zone',
    )
    same(found, zone, 'the zone of a server that was created in that zone')
  })

  test(...requirement('servers.show/zone-not-internal'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    const internal = ['internal']
    const zones = await context.admin?.availabilityZones.listDetail()
    // Who may see services knows the zone by what is in it.
    if (zones !== undefined && isSuccess(zones))
      for (const { zoneName, hosts } of zones.body.availabilityZoneInfo) {
        const services = Object.values(hosts ?? {}).flatMap((host) => Object.keys(host))
        if (services.length > 0 && !services.includes('nova-compute')) internal.push(zoneName)
      }
    for (const each of people.all) {
      const { 'OS-EXT-AZ:availability_zone': zone } = await seen(
        compute,
        'servers.show',
        each,
        'OS-EXT-AZ:availability_zone',
      )
      demand(
        !internal.includes(String(zone)),
        `${each.nick} is shown in ${zone}, the zone of the internal services`,
      )
    }
  })
})
