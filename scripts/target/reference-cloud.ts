import { type CloudOptions, createCloud } from '../../fixtures/reference-cloud/cloud.ts'
import { conditions, knownCondition } from '../../fixtures/reference-cloud/conditions/conditions.ts'
import { faults, knownFault } from '../../fixtures/reference-cloud/faults/faults.ts'
import type { Connection } from '../../fixtures/target/target.ts'
import { UsageError } from '../errors.ts'
import { closest } from '../options/closest.ts'

/** A reference cloud that listens, and how to log in to it. */
export interface RunningCloud {
  url: string
  /** An entry of clouds.yaml for a member, and one for an administrator. */
  cloudsYaml: string
  endpoints: Record<string, string>
  connections: { member: Connection; admin: Connection }
  close(): Promise<void>
}

/** Starts a reference cloud on this machine. @throws UsageError if a fault or a condition is unknown */
export async function startCloud(
  options: CloudOptions & { port?: number; name?: string },
): Promise<RunningCloud> {
  for (const id of options.faults ?? []) if (!knownFault(id)) throw unknown('fault', id, faults)
  for (const id of options.conditions ?? [])
    if (!knownCondition(id)) throw unknown('condition', id, conditions)
  const cloud = createCloud(options)
  const { url, close } = await cloud.listen(options.port ?? 0)
  const name = options.name ?? 'reference'
  const endpoints = cloud.endpoints(url)
  const connection = (caller: typeof cloud.credentials.member, who: string): Connection => ({
    name: who,
    credentials: {
      method: 'password',
      authUrl: endpoints.identity,
      username: caller.username,
      userDomain: { id: caller.userDomainId },
      password: caller.password,
      scope: { project: { id: caller.projectId } },
    },
    interface: 'public',
    endpointOverrides: {},
    serviceTypes: {},
    interfaces: {},
    tls: { insecure: false },
  })
  return {
    url,
    close,
    endpoints,
    cloudsYaml: cloud.cloudsYaml(name, url),
    connections: {
      member: connection(cloud.credentials.member, name),
      admin: connection(cloud.credentials.admin, `${name}-admin`),
    },
  }
}

function unknown(kind: 'fault' | 'condition', id: string, all: readonly { id: string }[]): UsageError {
  const near = closest(
    id,
    all.map((each) => each.id),
  )
  const meant = near.length === 0 ? '' : ` (close to it: ${near.join(', ')})`
  return new UsageError(
    `--${kind}: no ${kind} is called ${id}${meant}; \`stackproof list --${kind}s\` shows all`,
  )
}
