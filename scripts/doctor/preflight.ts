import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Caller, Target } from '../../fixtures/target/target.ts'
import type { Service } from '../../spec/requirement.ts'
import { buildMsOf, median } from './pace.ts'

/** What a target holds that a run would stand on, as far as it could be asked. */
export interface Preflight {
  /** resource → used and most; `most` of -1: no limit. */
  quotas: { name: string; used: number; most: number }[]
  /** How many of the smallest servers the quotas leave room for; null where there is no limit, or none is told. */
  serverRoom: number | null
  images: Found
  flavors: Found
  zones: Found
  networks: Found
  /** How many of the networks give floating addresses. */
  externalNetworks: number
  volumes: Found
  events: Found
  /** How long an answer takes, in milliseconds. */
  answerMs: number
  /** How long the servers that are there took to build, in milliseconds; null where none of them tells. */
  buildMs: number | null
}

/** The names of what was found, or why nothing could be found. */
export interface Found {
  names: string[]
  /** Set if the question was not answered as documented. */
  trouble?: string
}

type Any = any
interface Asked {
  items: Any[]
  trouble?: string
  ms?: number
}

/** Asks the target what it holds. Reads only; never throws for what a service answers. */
export async function preflight(target: Target, client: TypedClient): Promise<Preflight> {
  const { endpoints } = target.member
  const limits = await ask(
    () => client.limits.show(),
    (body) => [body.limits.absolute],
  )
  const images = await ask(
    () => client.images.listDetail(),
    (body) => body.images,
  )
  const flavors = await ask(
    () => client.flavors.listDetail(),
    (body) => body.flavors,
  )
  const zones = await ask(
    () => client.availabilityZones.list(),
    (body) => body.availabilityZoneInfo,
  )
  const servers = await ask(
    () => client.servers.listDetail(),
    (body) => body.servers,
  )
  const keyPairs = await ask(
    () => client.keypairs.list(),
    (body) => body.keypairs,
  )
  const [networks, volumes, events] = await Promise.all([
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
  const told = limits.items[0] ?? {}
  return {
    quotas: quotasOf(told, keyPairs),
    serverRoom: serverRoomOf(told, flavors.items),
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
    externalNetworks: networks.items.filter((network) => network?.['router:external'] === true).length,
    volumes: named(volumes, (volume) => volume.name || volume.id),
    events: named(events, (event) => event.event_type),
    // One after the other, as they were asked: many at once would wait for each other.
    answerMs: median([limits, images, flavors, zones, servers].flatMap(({ ms }) => ms ?? [])) ?? 0,
    buildMs: buildMsOf(servers.items),
  }
}

async function ask(
  call: () => Promise<{ status: number; body?: unknown; operationId: string }>,
  read: (body: Any) => Any[],
): Promise<Asked> {
  const began = performance.now()
  try {
    const answer = await call()
    const ms = performance.now() - began
    if (answer.status !== 200)
      return { items: [], trouble: `${answer.operationId} answered ${answer.status}`, ms }
    const items = read(answer.body)
    return Array.isArray(items)
      ? { items, ms }
      : { items: [], trouble: `${answer.operationId} answered no list`, ms }
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
  question: () => Promise<Asked>,
): Promise<Asked> {
  return endpoints[service] === undefined ? { items: [], trouble: 'no endpoint' } : question()
}

function named({ items, trouble }: Asked, name: (item: Any) => string): Found {
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

function quotasOf(told: Record<string, unknown>, keyPairs: Asked): Preflight['quotas'] {
  const found = QUOTAS.flatMap(([name, usedKey, mostKey]) => {
    const used = told[usedKey]
    const most = told[mostKey]
    return typeof used === 'number' && typeof most === 'number' ? [{ name, used, most }] : []
  })
  const most = told.maxTotalKeypairs
  if (typeof most === 'number' && keyPairs.trouble === undefined)
    found.push({ name: 'key pairs', used: keyPairs.items.length, most })
  return found
}

/** By how much of each the smallest flavor takes. */
function serverRoomOf(told: Record<string, unknown>, flavors: Any[]): number | null {
  const smallest = (key: string) =>
    Math.min(
      ...flavors.map((flavor) => flavor?.[key]).filter((value) => typeof value === 'number' && value > 0),
    )
  const takes: Record<string, number> = {
    servers: 1,
    cores: smallest('vcpus'),
    'memory (MiB)': smallest('ram'),
  }
  const rooms = QUOTAS.flatMap(([name, usedKey, mostKey]) => {
    const used = told[usedKey]
    const most = told[mostKey]
    const each = takes[name]!
    if (typeof used !== 'number' || typeof most !== 'number' || most < 0 || !Number.isFinite(each)) return []
    return [Math.max(0, Math.floor((most - used) / each))]
  })
  return rooms.length === 0 ? null : Math.min(...rooms)
}
