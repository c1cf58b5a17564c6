import { type CloudOptions, createCloud } from '../fixtures/cloud/cloud.ts'
import type { Connection } from '../fixtures/target.ts'
import { UsageError } from './usage.ts'

/** A reference cloud that listens, and how to log in to it. */
export interface RunningCloud {
  url: string
  /** An entry of clouds.yaml for a member, and one for an administrator. */
  cloudsYaml: string
  endpoints: Record<string, string>
  connections: { member: Connection; admin: Connection }
  close(): Promise<void>
}

/** Starts a reference cloud on this machine. @throws UsageError if a fault is unknown */
export async function startCloud(
  options: CloudOptions & { port?: number; name?: string },
): Promise<RunningCloud> {
  let cloud: ReturnType<typeof createCloud>
  try {
    cloud = createCloud(options)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--fault: ${error.message}`)
    throw error
  }
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
