import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Ask, Who } from './cloud-process.ts'

/** Everything that a cloud tells of what it holds, list by list. */
export type Holding = Record<string, unknown[]>

/** What lists each kind of thing, and who is asked; the member's quota tells what is taken of it. */
const LISTS: readonly [Who, string, string][] = [
  ['admin', 'compute/servers/detail?all_tenants=1', 'servers'],
  ['member', 'compute/servers/detail', 'servers'],
  ['member', 'compute/os-keypairs', 'keypairs'],
  ['admin', 'compute/os-keypairs', 'keypairs'],
  ['admin', 'compute/flavors/detail?is_public=None', 'flavors'],
  ['member', 'compute/os-server-groups', 'server_groups'],
  ['admin', 'compute/os-services', 'services'],
  ['admin', 'compute/os-aggregates', 'aggregates'],
  ['member', 'image/v2/images', 'images'],
  ['admin', 'image/v2/images', 'images'],
  ['member', 'volume/volumes/detail', 'volumes'],
  ['admin', 'volume/volumes/detail?all_tenants=1', 'volumes'],
  ['member', 'volume/snapshots', 'snapshots'],
  ['member', 'network/v2.0/networks', 'networks'],
  ['member', 'network/v2.0/routers', 'routers'],
  ['admin', 'network/v2.0/ports', 'ports'],
  ['admin', 'network/v2.0/floatingips', 'floatingips'],
  ['admin', 'network/v2.0/security-groups', 'security_groups'],
  ['member', 'compute/limits', 'limits'],
]

/** Asks for all of it. */
export async function holding(ask: Ask): Promise<Holding> {
  const all: Holding = {}
  for (const [who, path, key] of LISTS) {
    const { status, body } = await ask(who, 'GET', path)
    if (status !== 200) throw new Error(`GET ${path} was answered with ${status}`)
    const items: any[] = Array.isArray(body[key]) ? body[key] : [body[key]]
    // When a service was last heard of changes by itself.
    all[`${path} of the ${who}`] = items.map(({ updated_at, ...item }) =>
      key === 'services' ? item : { ...item, updated_at },
    )
  }
  return all
}

/** What is not as it was: gone, new, or another. */
export function differences(before: Holding, after: Holding): string[] {
  return Object.entries(before).flatMap(([list, items]) => {
    const lacks = (some: unknown[], others: unknown[]) =>
      some.filter((item) => !others.some((other) => isDeepStrictEqual(item, other)))
    return [
      ...lacks(items, after[list]!).map((item) => `${list} had ${JSON.stringify(item).slice(0, 300)}`),
      ...lacks(after[list]!, items).map((item) => `${list} now has ${JSON.stringify(item).slice(0, 300)}`),
    ]
  })
}

/** What somebody else keeps in the project of the run, some of it under names that are nearly those of a run. */
export async function makeUsersThings(ask: Ask): Promise<void> {
  const make = async (who: Who, path: string, body: object) => {
    const made = await ask(who, 'POST', path, body)
    if (made.status >= 300) throw new Error(`POST ${path}: ${made.status} ${JSON.stringify(made.body)}`)
    return made.body
  }
  const images = (await ask('member', 'GET', 'image/v2/images')).body.images
  const ids: string[] = []
  for (const name of ['accounting', 'stackproof', 'stackproof-demo-web', 'my-stackproof-000000000-server']) {
    const server = { name, imageRef: images[0].id, flavorRef: '1' }
    ids.push((await make('member', 'compute/servers', { server })).server.id)
  }
  const volumes: string[] = []
  for (const name of ['ledgers', 'stackproof-backup-1'])
    volumes.push((await make('member', 'volume/volumes', { volume: { name, size: 1 } })).volume.id)
  for (const who of ['member', 'admin'] as const)
    await make(who, 'compute/os-keypairs', { keypair: { name: `stackproof-laptop-${who}` } })
  await make('member', 'network/v2.0/security-groups', { security_group: { name: 'stackproof-demo-web' } })
  for (const limit = Date.now() + 10_000; Date.now() < limit; await sleep(20)) {
    const { servers } = (await ask('member', 'GET', 'compute/servers/detail')).body
    const { volumes: kept } = (await ask('member', 'GET', 'volume/volumes/detail')).body
    const rests = ({ status }: { status: string }) => ['ACTIVE', 'available'].includes(status)
    if ([...servers, ...kept].every(rests)) break
  }
  await make('member', `compute/servers/${ids[0]}/os-volume_attachments`, {
    volumeAttachment: { volumeId: volumes[0] },
  })
  await make('member', `compute/servers/${ids[1]}/action`, { 'os-stop': null })
  // What is on its way would be a difference that nobody made.
  await sleep(500)
}
