import { isIPv4 } from 'node:net'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Request } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { openToMembers } from '../../fixtures/expect/open-to-members.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import type { RequirementId } from '../../spec/generated/requirements.ts'

/** Of the addresses kept for documentation: no project is given one. */
const NOWHERE = '198.51.100.9'

describe('Add floating IP address', () => {
  const add = async (
    client: TypedClient,
    server: GivenServer,
    addFloatingIp: Request<'servers.addFloatingIp'>['addFloatingIp'],
  ) => client.servers.addFloatingIp({ server_id: server.id, body: { addFloatingIp } })

  /** The addresses that a server is shown with. */
  const addressesOf = async (compute: TypedClient, server: GivenServer): Promise<unknown[]> => {
    const { body } = answers(200, await compute.servers.show(server))
    return Object.values((body?.server?.addresses ?? {}) as Record<string, { addr?: unknown }[]>)
      .flatMap((all) => (Array.isArray(all) ? all : []))
      .map((one) => one?.addr)
  }

  /** The first fixed address of a server, for calls that leave the choice to nobody. */
  const fixedAddressOf = async (compute: TypedClient, server: GivenServer): Promise<string> => {
    const address = (await addressesOf(compute, server)).find((one) => isIPv4(String(one)))
    if (address === undefined) throw new Blocked('environment', 'the target gives servers no IPv4 address')
    return String(address)
  }

  const appears = async (context: TestContext, server: GivenServer, address: string) =>
    comesTrue(
      context,
      `${address} is among the addresses of the server`,
      async () => (await addressesOf(context.compute, server)).includes(address),
      { cause: 'servers.addFloatingIp' },
    )

  /** Waits until the network service knows which address a floating one leads to. */
  const leadsTo = async (context: TestContext, floatingIpId: string, though = ''): Promise<string> => {
    let fixed: string | null | undefined
    const tied = async () => {
      const { body } = context.need(200, await context.compute.floatingIps.list())
      fixed = body?.floatingips?.find(({ id }) => id === floatingIpId)?.fixed_ip_address
      return typeof fixed === 'string' && fixed !== ''
    }
    await comesTrue(context, `the floating address leads to a fixed one${though && `, ${though}`}`, tied, {
      cause: 'servers.addFloatingIp',
    })
    return fixed!
  }

  test(...requirement('servers.addFloatingIp/address-appears'), async ({ compute, given, context }) => {
    const server = await given.server()
    const fixed_address = await fixedAddressOf(compute, server)
    const { floating_ip_address: address } = await given.floatingIp()
    answers(202, openToMembers(await add(compute, server, { address, fixed_address })))
    await appears(context, server, address)
  })

  test(...requirement('servers.addFloatingIp/administrator-may-call'), async ({ admin, given, context }) => {
    const server = await given.server()
    const fixed_address = await fixedAddressOf(context.compute, server)
    const { floating_ip_address: address } = await given.floatingIp()
    answers(202, await add(admin, server, { address, fixed_address }))
    await appears(context, server, address)
  })

  test(
    ...requirement('servers.addFloatingIp/fixed-address-optional'),
    async ({ compute, given, context }) => {
      const server = await given.server()
      const own = await addressesOf(compute, server)
      const floating = await given.floatingIp()
      answers(202, openToMembers(await add(compute, server, { address: floating.floating_ip_address })))
      const fixed = await leadsTo(context, floating.id)
      demand(own.includes(fixed), `the floating address leads to ${fixed}, which is no address of the server`)
    },
  )

  /** A server with two fixed addresses. @throws Blocked if the target does not show both */
  const serverWithTwoAddresses = async (compute: TypedClient, given: Given) => {
    const ports = [await given.port(), await given.port()]
    const server = await given.server({ networks: ports.map(({ id }) => ({ port: id })) })
    const addresses = await addressesOf(compute, server)
    const fixed = ports.map(({ fixed_ips }) =>
      String(fixed_ips?.find(({ ip_address }) => isIPv4(ip_address))?.ip_address),
    )
    if (!fixed.every((address) => addresses.includes(address)))
      throw new Blocked('servers.create', 'setup: a server with two ports does not show both their addresses')
    return { server, fixed }
  }

  test(...requirement('servers.addFloatingIp/fixed-address-chosen'), async ({ compute, given, context }) => {
    const floatingIps = [await given.floatingIp(), await given.floatingIp()]
    const { server, fixed } = await serverWithTwoAddresses(compute, given)
    // Both, for one of them is what a cloud would choose by itself.
    for (const [at, fixed_address] of fixed.entries()) {
      const floating = floatingIps[at]!
      const wanted = { address: floating.floating_ip_address, fixed_address }
      answers(202, openToMembers(await add(compute, server, wanted)))
      const found = await leadsTo(context, floating.id)
      demand(found === fixed_address, `the floating address leads to ${found} instead of ${fixed_address}`)
    }
    // What the second was added for says nothing of the first.
    const found = await leadsTo(context, floatingIps[0]!.id, 'though another was added since')
    demand(found === fixed[0], `the first floating address leads to ${found} since another was added`)
  })

  const refuses = async (
    id: RequirementId,
    compute: TypedClient,
    server: GivenServer,
    addFloatingIp: Request<'servers.addFloatingIp'>['addFloatingIp'],
    why: string,
  ) => {
    const call = { server_id: server.id, body: { addFloatingIp }, probe: true as const }
    refusedAs(id, openToMembers(await compute.send('servers.addFloatingIp', call)), why)
    await unchanged(server)
  }

  test(...requirement('servers.addFloatingIp/address-unknown'), async ({ compute, given }) => {
    const server = await given.server()
    const wanted = { address: NOWHERE, fixed_address: await fixedAddressOf(compute, server) }
    const why = 'for a floating address that the project does not have'
    await refuses('servers.addFloatingIp/address-unknown', compute, server, wanted, why)
  })

  test(...requirement('servers.addFloatingIp/fixed-address-unknown'), async ({ compute, given }) => {
    const server = await given.server()
    const { floating_ip_address: address } = await given.floatingIp()
    const why = 'for a fixed address that the server does not have'
    const wanted = { address, fixed_address: NOWHERE }
    await refuses('servers.addFloatingIp/fixed-address-unknown', compute, server, wanted, why)
  })
})
