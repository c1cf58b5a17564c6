import { isSuccess } from '../../fixtures/client/answer.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'

/** So far off the address that the network would give next are the ones that are tried, the farthest first. */
const STEPS = [20, 16, 13, 10, 7, 5, 3, -3, -5, -7, -10, -13, 1, -1]
/** Beyond what a subnet of 24 bits has there is nothing to try. */
const HOSTS = { least: 2, most: 254 }

/**
 * An address of the project's network that nobody has, some way off those that the network gives out just now: other tests'
 * servers take the next ones. A port is made with it, and taken away, so that it is known to be one of the network's.
 * @throws Blocked where there is none
 */
export async function freeAddress(given: Given, context: TestContext): Promise<string> {
  const { ports } = context.compute
  const port = await given.port()
  context.need(204, await ports.delete({ port_id: port.id }))
  const [address] = port.fixed_ips.map((each) => each.ip_address).filter((each) => !each.includes(':'))
  if (address === undefined) throw new Blocked('environment', 'the target has no network with IPv4 addresses')
  const octets = address.split('.').map(Number)
  const first = given.faker.number.int({ min: 50, max: 110 })
  for (const step of [first, -first, ...STEPS]) {
    const host = octets[3]! + step
    if (host < HOSTS.least || host > HOSTS.most) continue
    const wanted = [...octets.slice(0, 3), host].join('.')
    const body = {
      port: { network_id: port.network_id, name: given.name(), fixed_ips: [{ ip_address: wanted }] },
    }
    const tried = await ports.create({ body })
    if (!isSuccess(tried)) continue
    const made = tried.body.port
    context.need(204, await ports.delete({ port_id: made.id }))
    if (made.fixed_ips.some((each) => each.ip_address === wanted)) return wanted
  }
  throw new Blocked('environment', `no address of the network near ${address} could be had`)
}
