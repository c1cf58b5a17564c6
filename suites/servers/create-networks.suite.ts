import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { demand, same } from '../../fixtures/verbs.ts'
import { blame, type Created, create, created, creation, refusedCreation, shown } from './created.ts'
import { addressesOf, interfacesOf } from './interfaces.ts'
import { MINIMAL, OTHERWISE, RICH, visibleNetworks, withServer } from './recipes.ts'

/** Where a cloud has several networks to choose from, it may do without choosing. */
const AMBIGUOUS = 409

describe('Create server: networks', () => {
  test(...requirement('servers.create/networks-default-all'), async ({ scene }) => {
    const networks = await visibleNetworks(scene)
    if (networks.length === 0) throw new Blocked('environment', 'the project has no network')
    let made: Created
    if (networks.length === 1) made = await created(scene, MINIMAL, ['bare'])
    else {
      made = await create(scene, await creation(scene, [withServer({ networks: undefined })]))
      if (made.answer.status === AMBIGUOUS) return
      if (made.end === 'refused') throw await blame(scene, made.answer)
    }
    const { addresses = {} } = await shown(scene, made)
    for (const { name } of networks)
      demand(addresses[name]?.length > 0, `the new server has no address on the project's network ${name}`)
  })

  test(...requirement('servers.create/network-by-uuid'), async ({ scene }) => {
    const made = await created(scene, RICH, ['network'])
    const wanted = made.request.server.networks?.map(({ uuid }) => uuid)
    same(
      (await interfacesOf(scene, made)).map((each) => each.network),
      wanted,
      'the networks of the new server',
    )
  })

  test(...requirement('servers.create/network-by-port'), async ({ scene }) => {
    const made = await created(scene, OTHERWISE, ['port'])
    const port = made.request.server.networks?.find((each) => each.port !== undefined)?.port
    const found = (await interfacesOf(scene, made)).find((each) => each.port === port)
    demand(found !== undefined, `the port ${port} is no interface of the new server`)
    const addresses = (await addressesOf(scene, made)).map(({ addr }) => addr)
    for (const address of found.addresses)
      demand(addresses.includes(address), `the server is not shown with the address ${address} of its port`)
  })

  test(...requirement('servers.create/network-port-required-without-uuid'), async ({ scene }) => {
    const made = await created(scene, OTHERWISE, ['port', 'fixedAddress'])
    const interfaces = await interfacesOf(scene, made)
    for (const wish of made.request.server.networks ?? [])
      demand(
        interfaces.some(({ port, network }) => port === wish.port || network === wish.uuid),
        `the new server has no interface for ${JSON.stringify(wish)}`,
      )
  })

  test(...requirement('servers.create/networks-several'), async ({ scene }) => {
    const made = await created(scene, OTHERWISE, ['port', 'fixedAddress'])
    same(
      (await interfacesOf(scene, made)).length,
      made.request.server.networks?.length,
      'the number of interfaces of the new server',
    )
  })

  test(...requirement('servers.create/network-fixed-ip'), async ({ scene }) => {
    const made = await created(scene, OTHERWISE, ['fixedAddress'])
    const wanted = made.request.server.networks?.find((each) => each.fixed_ip !== undefined)?.fixed_ip
    const addresses = (await addressesOf(scene, made)).map(({ addr }) => addr)
    demand(addresses.includes(wanted), `the server has ${addresses.join(', ')} and not the address ${wanted}`)
  })

  test(...requirement('servers.create/network-port-must-be-down'), async ({ scene, given }) => {
    const [taken] = await interfacesOf(scene, await given.server())
    demand(taken !== undefined, 'a server that is on a network has no port')
    await refusedCreation(
      scene,
      'servers.create/network-port-must-be-down',
      withServer({ networks: [{ port: taken.port }] }),
    )
  })

  test(...requirement('servers.create/network-uuid-required-without-port'), async ({ scene }) =>
    refusedCreation(
      scene,
      'servers.create/network-uuid-required-without-port',
      withServer({ networks: [{}] }),
    ),
  )

  test(...requirement('servers.create/network-fixed-ip-malformed'), async ({ scene, given }) =>
    refusedCreation(
      scene,
      'servers.create/network-fixed-ip-malformed',
      withServer({ networks: [{ uuid: await given.networkId(), fixed_ip: '10.0.0.256' }] }),
    ),
  )

  test(...requirement('servers.create/network-unknown'), ({ scene, given }) =>
    refusedCreation(
      scene,
      'servers.create/network-unknown',
      withServer({ networks: [{ uuid: given.unknownId() }] }),
    ),
  )
})

describe('Create server with MAC address', () => {
  test(...requirement('servers.create/mac-address-given'), async ({ scene }) => {
    const made = await created(scene, RICH, ['network'])
    const interfaces = await interfacesOf(scene, made)
    const addresses = await addressesOf(scene, made)
    demand(addresses.length > 0, 'the new server is shown without an address')
    for (const { addr, 'OS-EXT-IPS-MAC:mac_addr': mac } of addresses) {
      const wanted = interfaces.find((each) => each.addresses.includes(addr))?.mac
      same(String(mac).toLowerCase(), wanted, `the MAC address beside ${addr}`)
    }
  })
})
