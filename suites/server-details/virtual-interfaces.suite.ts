import { isSuccess } from '../../fixtures/client/answer.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { ifHad } from '../../fixtures/given/if-had.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'

/** The MAC addresses beside the addresses that a server shows. */
const macsOf = (addresses: object = {}): string[] =>
  (Object.values(addresses) as Record<string, unknown>[][])
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .flatMap((each) => each?.['OS-EXT-IPS-MAC:mac_addr'] ?? [])
    .map((mac) => String(mac).toLowerCase())

describe('List virtual interfaces', () => {
  test(...requirement('virtualInterfaces.list/no-request-body'), async ({ compute, given }) => {
    answers(200, await compute.virtualInterfaces.list(await given.server()))
  })

  test(...requirement('virtualInterfaces.list/every-interface-listed'), async ({ compute, given }) => {
    const [one, other] = [await given.server(), await given.server()]
    const ids = async (server: typeof one) => {
      const { body } = answers(200, await compute.virtualInterfaces.list(server))
      return (body?.virtual_interfaces ?? []).map((each) => each.id)
    }
    const [own, foreign] = [await ids(one), await ids(other)]
    // An operator may join every server to networks of its own.
    demand(own.length > 0, 'a server with a network has no virtual interface in its list')
    same(own, [...new Set(own)], 'the virtual interfaces of a server, each once')
    same(own.length, foreign.length, 'how many virtual interfaces servers with one network have')
    const both = own.find((id) => foreign.includes(id))
    demand(both === undefined, `two servers list the interface ${both}`)
  })

  for (const status of ['SHUTOFF', 'PAUSED'] as const)
    test(
      `virtualInterfaces.list/every-interface-listed of a server that is ${status}`,
      requirement('virtualInterfaces.list/every-interface-listed')[1],
      async ({ compute, given }) => {
        const server = await ifHad(() => given.serverIn(status))
        if (server === undefined) return
        const { body } = answers(200, await compute.virtualInterfaces.list(server))
        demand(
          (body?.virtual_interfaces ?? []).length > 0,
          `a server with a network has no virtual interface in its list while it is ${status}`,
        )
      },
    )

  test(
    'virtualInterfaces.list/every-interface-listed, to an administrator',
    requirement('virtualInterfaces.list/every-interface-listed')[1],
    async ({ compute, given, context }) => {
      const server = await given.server()
      const answer = await context.admin?.virtualInterfaces.list(server)
      // An administrator who is let in is told no less.
      if (answer === undefined || !isSuccess(answer)) return
      const { body } = answers(200, await compute.virtualInterfaces.list(server))
      const told = (answer.body?.virtual_interfaces ?? []).map(({ id }) => id)
      for (const { id } of body?.virtual_interfaces ?? [])
        demand(told.includes(id), `the list that an administrator is given lacks the interface ${id}`)
    },
  )

  // Two interfaces, which not every target gives a server on one network: each is listed, with an address of its own.
  test(
    'virtualInterfaces.list/every-interface-listed of a server with two',
    requirement('virtualInterfaces.list/every-interface-listed')[1],
    async ({ compute, given }) => {
      const uuid = await given.networkId()
      const server = await ifHad(() => given.server({ networks: [{ uuid }, { uuid }] }))
      if (server === undefined) return
      const shown = macsOf(answers(200, await compute.servers.show(server)).body?.server?.addresses)
      const { body } = answers(200, await compute.virtualInterfaces.list(server))
      const all = body?.virtual_interfaces ?? []
      const ids = all.map(({ id }) => id)
      same(ids, [...new Set(ids)], 'the virtual interfaces of a server with two, each once')
      const listed = all.map(({ mac_address: mac }) => String(mac).toLowerCase())
      for (const mac of shown)
        demand(listed.includes(mac), `the server shows the interface ${mac}, and lists ${listed.join(', ')}`)
    },
  )

  // Two on one network, where the target gives a server two: the second is of that network, too.
  test(
    'virtualInterfaces.list/net-id-is-the-network of each of two',
    requirement('virtualInterfaces.list/net-id-is-the-network')[1],
    async ({ compute, given }) => {
      const uuid = await given.networkId()
      const server = await ifHad(() => given.server({ networks: [{ uuid }, { uuid }] }))
      if (server === undefined) return
      const { body } = answers(200, await compute.virtualInterfaces.list(server))
      const networks = (body?.virtual_interfaces ?? []).map((each) => each['OS-EXT-VIF-NET:net_id'])
      // Beside those of an operator's networks, in whatever order.
      demand(
        networks.length < 2 || networks.filter((each) => each === uuid).length >= 2,
        `the interfaces of a server with two on the network ${uuid} are on ${networks.join(', ')}`,
      )
    },
  )

  test(...requirement('virtualInterfaces.list/net-id-is-the-network'), async ({ compute, given }) => {
    const network = await given.networkId()
    const { body } = answers(200, await compute.virtualInterfaces.list(await given.server()))
    const networks = (body?.virtual_interfaces ?? []).map((each) => each['OS-EXT-VIF-NET:net_id'])
    if (networks.length === 0) throw new Blocked('virtualInterfaces.list', 'setup: no interface is listed')
    // Beside those of an operator's networks, in whatever order.
    demand(
      networks.includes(network),
      `the interfaces of a server on the network ${network} are on ${networks.join(', ')}`,
    )
  })

  test(...requirement('virtualInterfaces.list/mac-address-as-shown'), async ({ compute, given }) => {
    const server = await given.server()
    const { body } = answers(200, await compute.virtualInterfaces.list(server))
    const addresses = answers(200, await compute.servers.show(server)).body?.server?.addresses ?? {}
    const shown = macsOf(addresses)
    if (shown.length === 0) throw new Unsupported('the target shows no MAC address of a server')
    const listed = (body?.virtual_interfaces ?? []).flatMap(({ mac_address: mac }) =>
      typeof mac === 'string' ? mac : [],
    )
    if (listed.length === 0) throw new Blocked('virtualInterfaces.list', 'setup: no MAC address is listed')
    for (const mac of listed)
      demand(
        shown.includes(mac.toLowerCase()),
        `an interface is listed with ${mac}, and the server shows ${shown.join(', ')}`,
      )
  })
})
