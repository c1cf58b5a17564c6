import { demand, same } from '../../fixtures/expect/demand.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { blame, type Created, create, created, creation, refusedCreation, shown } from './create-cases.ts'
import { MINIMAL, OTHERWISE, RICH, visibleNetworks, withServer } from './create-recipes.ts'
import { addressesOf, interfacesOf } from './server-interfaces.ts'

/** Where a cloud has several networks to choose from, it may do without choosing. */
const AMBIGUOUS = 409

describe('Create server: networks', () => {
  test(...requirement('servers.create/networks-default-all'), async ({ context, given }) => {
    const networks = await visibleNetworks(context)
    if (networks.length === 0) throw new Blocked('environment', 'the project has no network')
    let made: Created
    if (networks.length === 1) made = await created(context, MINIMAL, ['bare'])
    else {
      made = await create(context, await creation(context, [withServer({ networks: undefined })]))
      if (made.answer.status === AMBIGUOUS) {
        // That was for want of a choice where one is made of the same otherwise; of any other conflict nothing follows.
        await given.server()
        return
      }
      if (made.end === 'refused') throw await blame(context, made.answer)
    }
    const { addresses = {} } = await shown(context, made)
    for (const { name } of networks)
      demand(addresses[name]?.length > 0, `the new server has no address on the project's network ${name}`)
  })

  test(...requirement('servers.create/network-by-uuid'), async ({ context }) => {
    const made = await created(context, RICH, ['network'])
    const wanted = made.request.server.networks?.map(({ uuid }) => uuid)
    same(
      (await interfacesOf(context, made)).map((each) => each.network),
      wanted,
      'the networks of the new server',
    )
  })

  test(...requirement('servers.create/network-by-port'), async ({ context }) => {
    const made = await created(context, OTHERWISE, ['port'])
    const port = made.request.server.networks?.find((each) => each.port !== undefined)?.port
    const found = (await interfacesOf(context, made)).find((each) => each.port === port)
    demand(found !== undefined, `the port ${port} is no interface of the new server`)
    const addresses = (await addressesOf(context, made)).map(({ addr }) => addr)
    for (const address of found.addresses)
      demand(addresses.includes(address), `the server is not shown with the address ${address} of its port`)
  })

  test(...requirement('servers.create/network-port-required-without-uuid'), async ({ context }) => {
    const made = await created(context, OTHERWISE, ['port', 'fixedAddress'])
    const interfaces = await interfacesOf(context, made)
    for (const wish of made.request.server.networks ?? [])
      demand(
        interfaces.some(({ port, network }) => port === wish.port || network === wish.uuid),
        `the new server has no interface for ${JSON.stringify(wish)}`,
      )
  })

  test(...requirement('servers.create/networks-several'), async ({ context }) => {
    const made = await created(context, OTHERWISE, ['port', 'fixedAddress'])
    same(
      (await interfacesOf(context, made)).length,
      made.request.server.networks?.length,
      'the number of interfaces of the new server',
    )
  })

  test(...requirement('servers.create/network-fixed-ip'), async ({ context }) => {
    const made = await created(context, OTHERWISE, ['fixedAddress'])
    const wanted = made.request.server.networks?.find((each) => each.fixed_ip !== undefined)?.fixed_ip
    const addresses = (await addressesOf(context, made)).map(({ addr }) => addr)
    demand(addresses.includes(wanted), `the server has ${addresses.join(', ')} and not the address ${wanted}`)
  })

  test(...requirement('servers.create/network-port-must-be-down'), async ({ context, given }) => {
    const server = await given.server()
    if (server.view.addresses.length === 0) throw new Blocked('environment', 'the server is on no network')
    const [taken] = await interfacesOf(context, server)
    demand(taken !== undefined, 'a server that is on a network has no port')
    await refusedCreation(
      context,
      'servers.create/network-port-must-be-down',
      withServer({ networks: [{ port: taken.port }] }),
    )
  })

  test(...requirement('servers.create/network-uuid-required-without-port'), async ({ context }) =>
    refusedCreation(
      context,
      'servers.create/network-uuid-required-without-port',
      withServer({ networks: [{}] }),
    ),
  )

  test(...requirement('servers.create/network-fixed-ip-malformed'), async ({ context, given }) =>
    refusedCreation(
      context,
      'servers.create/network-fixed-ip-malformed',
      withServer({ networks: [{ uuid: await given.networkId(), fixed_ip: '10.0.0.256' }] }),
    ),
  )

  test(...requirement('servers.create/network-port-unknown'), ({ context, given }) =>
    refusedCreation(
      context,
      'servers.create/network-port-unknown',
      withServer({ networks: [{ port: given.unknownId() }] }),
    ),
  )

  test(...requirement('servers.create/network-unknown'), ({ context, given }) =>
    refusedCreation(
      context,
      'servers.create/network-unknown',
      withServer({ networks: [{ uuid: given.unknownId() }] }),
    ),
  )
})

describe('Create server with MAC address', () => {
  test(...requirement('servers.create/mac-address-given'), async ({ context }) =>
    macAddressesTold(context, await created(context, RICH, ['network'])),
  )

  test(
    'servers.create/mac-address-given, of several interfaces',
    requirement('servers.create/mac-address-given')[1],
    async ({ context }) =>
      macAddressesTold(context, await created(context, OTHERWISE, ['port', 'fixedAddress'])),
  )

  const macAddressesTold = async (context: TestContext, made: { server_id: string }) => {
    const interfaces = await interfacesOf(context, made)
    const addresses = await addressesOf(context, made)
    demand(addresses.length > 0, 'the new server is shown without an address')
    // The interfaces of networks that are not the project's are not told to it.
    const told = addresses.filter(({ addr }) => interfaces.some((each) => each.addresses.includes(addr)))
    demand(told.length > 0 || interfaces.length === 0, 'the new server is shown with none of its addresses')
    for (const { addr, 'OS-EXT-IPS-MAC:mac_addr': mac } of told) {
      const wanted = interfaces.find((each) => each.addresses.includes(addr))?.mac
      same(String(mac).toLowerCase(), wanted, `the MAC address beside ${addr}`)
    }
  }
})
