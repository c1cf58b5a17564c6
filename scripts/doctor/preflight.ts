import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Caller, Target } from '../../fixtures/target/target.ts'
import type { Service } from '../../spec/requirement.ts'

/** What a target holds that a run would stand on, as far as it could be asked. */
export interface Preflight {
  /** resource → used and most; `most` of -1: no limit. */
  quotas: { name: string; used: number; most: number }[]
  images: Found
  flavors: Found
  zones: Found
  networks: Found
  volumes: Found
  events: Found
}

/** The names of what was found, or why nothing could be found. */
export interface Found {
  names: string[]
  /** Set if the question was not answered as documented. */
  trouble?: string
}

type Any = any

/** Asks the target what it holds. Reads only; never throws for what a service answers. */
export async function preflight(target: Target, client: TypedClient): Promise<Preflight> {
  const { endpoints } = target.member
  const [limits, images, flavors, zones, networks, volumes, events] = await Promise.all([
    ask(
      () => client.limits.show(),
      (body) => [body.limits.absolute],
    ),
    ask(
      () => client.images.listDetail(),
      (body) => body.images,
    ),
    ask(
      () => client.flavors.listDetail(),
      (body) => body.flavors,
    ),
    ask(
      () => client.availabilityZones.list(),
      (body) => body.availabilityZoneInfo,
    ),
    offered(endpoints, 'network', () =>
      ask(
        () => client.networks.list(),
        (body) => body.networks,
      ),
    ),
    offered(endpoints, 'volume', () =>
      ask(
        () => client.volumes.list(),
        (body) => body.volumes,
      ),
    ),
    offered(endpoints, 'events', () =>
      ask(
        () => client.events.list({ query: { limit: 5 } } as Any),
        (body) => body,
      ),
    ),
  ])
  return {
    quotas: quotasOf(limits.items[0] ?? {}),
    images: named(images, (image) => `${image.name} (${image.status})`),
    flavors: named(
      flavors,
      (flavor) => `${flavor.name} (${flavor.vcpus} vCPU, ${flavor.ram} MiB, ${flavor.disk} GiB)`,
    ),
    zones: named(zones, (zone) => zone.zoneName),
    networks: named(
      networks,
      (network) => `${network.name}${network['router:external'] ? ' (external)' : ''}`,
    ),
    volumes: named(volumes, (volume) => volume.name || volume.id),
    events: named(events, (event) => event.event_type),
  }
}

async function ask(
  call: () => Promise<{ status: number; body?: unknown; operationId: string }>,
  read: (body: Any) => Any[],
): Promise<{ items: Any[]; trouble?: string }> {
  try {
    const answer = await call()
    if (answer.status !== 200)
      return { items: [], trouble: `${answer.operationId} answered ${answer.status}` }
    const items = read(answer.body)
    return Array.isArray(items) ? { items } : { items: [], trouble: `${answer.operationId} answered no list` }
  } catch (error) {
    return {
      items: [],
      trouble: error instanceof TypeError ? 'the answer is not as documented' : (error as Error).message,
    }
  }
}

async function offered(
  endpoints: Caller['endpoints'],
  service: Service,
  question: () => ReturnType<typeof ask>,
): ReturnType<typeof ask> {
  return endpoints[service] === undefined ? { items: [], trouble: 'no endpoint' } : question()
}

function named({ items, trouble }: { items: Any[]; trouble?: string }, name: (item: Any) => string): Found {
  return {
    names: items
      .filter((item) => item !== null && typeof item === 'object')
      .map((item) => String(name(item))),
    trouble,
  }
}

const QUOTAS: [name: string, used: string, most: string][] = [
  ['servers', 'totalInstancesUsed', 'maxTotalInstances'],
  ['cores', 'totalCoresUsed', 'maxTotalCores'],
  ['memory (MiB)', 'totalRAMUsed', 'maxTotalRAMSize'],
]

function quotasOf(absolute: Record<string, unknown>): Preflight['quotas'] {
  return QUOTAS.flatMap(([name, usedKey, mostKey]) => {
    const used = absolute[usedKey]
    const most = absolute[mostKey]
    return typeof used === 'number' && typeof most === 'number' ? [{ name, used, most }] : []
  })
}
