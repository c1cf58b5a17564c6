import { Blocked } from '../../fixtures/outcome.ts'
import type { Scene } from '../../fixtures/scene.ts'

/** One address of a server, as the network service knows it. */
export interface Interface {
  network: string
  address: string
  mac: string
}

/**
 * The interfaces of a server by the network service, which must know.
 * @throws Blocked if there is no such service, or the server is on no network
 */
export async function interfacesOf(scene: Scene, server: { id: string }): Promise<Interface[]> {
  const { compute } = scene
  if (compute.party.endpoints.network === undefined)
    throw new Blocked(
      'environment',
      'the target has no network service that could tell the interfaces of a server',
    )
  const { networks } = scene.need(200, await compute.networks.list()).body
  const { ports } = scene.need(200, await compute.ports.list({ query: { device_id: server.id } })).body
  const names = new Map(networks.map((network) => [network.id, network.name]))
  const found = ports.flatMap((port) =>
    (port.fixed_ips ?? []).map((fixed) => ({
      network: String(names.get(port.network_id)),
      address: String(fixed.ip_address),
      mac: String(port.mac_address).toLowerCase(),
    })),
  )
  if (found.length === 0)
    throw new Blocked('environment', 'the network service knows of no address of the server')
  return found
}
