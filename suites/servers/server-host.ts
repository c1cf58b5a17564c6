import { isSuccess, said } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'

/** Of many hosts, so many are asked for. */
const MOST_HOSTS = 3

/** The host that an administrator is shown for a server. @throws Blocked by showing it where there is none */
export async function hostOf(admin: TypedClient, server: { id: string }): Promise<string> {
  const answer = await admin.servers.show({ server_id: server.id })
  const host = (answer.body as { server?: Record<string, unknown> } | undefined)?.server?.[
    'OS-EXT-SRV-ATTR:host'
  ]
  if (typeof host !== 'string' || host === '')
    throw new Blocked(
      'servers.show',
      `setup: ${said(answer)} and shows an administrator no host of the server`,
    )
  return host
}

/** Hosts other than these, a few: of the target's own, or one that it does not have. */
export async function otherHosts(
  admin: TypedClient,
  used: readonly string[],
  given: Given,
): Promise<string[]> {
  const answer = await admin.computeServices.list()
  const services = isSuccess(answer) ? ((answer.body as { services?: unknown })?.services ?? []) : []
  const hosts = (Array.isArray(services) ? services : [])
    .filter((service) => service?.binary === 'nova-compute')
    .map((service) => String(service.host))
    .filter((host) => !used.includes(host))
  return hosts.length > 0
    ? [...new Set(hosts)].sort().slice(0, MOST_HOSTS)
    : [given.faker.internet.domainWord()]
}

/** An administrator of another project has to ask for the servers of all projects. */
export const scopeOf = (context: TestContext): Record<string, unknown> =>
  context.administrator.caller.projectId === context.compute.caller.projectId ? {} : { all_tenants: 1 }
