import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { type Shown, shown } from './create-cases.ts'

/** One interface of a server, as the network service knows it. */
export interface Interface {
  port: string
  network: string
  mac: string
  addresses: string[]
}

/** The interfaces of a server. @throws Blocked without a network service */
export const interfacesOf = async (
  context: TestContext,
  { server_id }: { server_id: string },
): Promise<Interface[]> => {
  if (context.compute.caller.endpoints.network === undefined)
    throw new Blocked('environment', 'the target has no network service in its catalogue')
  const { body } = context.need(200, await context.compute.ports.list({ query: { device_id: server_id } }))
  return body.ports.map((port) => ({
    port: port.id,
    network: port.network_id,
    mac: port.mac_address.toLowerCase(),
    addresses: port.fixed_ips.map((each) => each.ip_address),
  }))
}

/** The addresses that a server is shown with, whatever their network. */
export const addressesOf = async (context: TestContext, server: { server_id: string }): Promise<Shown[]> => {
  const { addresses = {} } = await shown(context, server)
  return Object.values(addresses as Record<string, Shown[]>).flat()
}
