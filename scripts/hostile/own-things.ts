import type { Cloud } from '../../fixtures/reference-cloud/cloud.ts'
import { type Passing, pass } from './passing.ts'

/** Where things are kept; what follows in a path is the id of one of them. */
const COLLECTIONS = [
  'servers',
  'flavors',
  'os-keypairs',
  'os-server-groups',
  'images',
  'volumes',
  'snapshots',
  'ports',
  'floatingips',
  'security-groups',
]

/** Watches what a run changes, and whose it is, as the cloud itself knows it. */
export class OwnThings {
  readonly #cloud: Cloud
  /** What was there before the run. */
  readonly #before: ReadonlySet<string>
  readonly #made = new Set<string>()
  readonly #wrong = new Set<string>()
  /** So many changes were of what the run made, and so many of what it did not make, all of which were refused. */
  readonly count = { own: 0, refused: 0 }

  constructor(cloud: Cloud) {
    this.#cloud = cloud
    this.#before = idsIn(cloud)
  }

  /** Looks at one exchange that the cloud has answered, and sends the answer. */
  pass(passing: Passing): void {
    this.#see(passing)
    pass(passing)
  }

  #see({ method, path, body, answer }: Passing): void {
    if (['GET', 'HEAD', 'OPTIONS'].includes(method) || path.includes('/auth/tokens')) return
    if (answer.status < 300)
      for (const id of idsIn(this.#cloud)) if (!this.#before.has(id)) this.#made.add(id)
    const call = `${method} ${path} ${body.slice(0, 200)} (${answer.status})`
    const targets = [...inPath(path), ...inBody(path, body)]
    for (const id of targets) {
      if (this.#made.has(id)) this.count.own++
      else if (statusFor(id, answer) < 400) this.#wrong.add(`${call}: ${id} is not the run’s`)
      else if (this.#isUsers(id)) this.#wrong.add(`${call}: it was refused, but ${id} is a user’s own`)
      else this.count.refused++
    }
  }

  /** Changes that no run may ask for. */
  get wrong(): string[] {
    return [...this.#wrong]
  }

  /** In the project of the run, and not of it: had the cloud a fault, a user would have lost it. */
  #isUsers(id: string): boolean {
    const { servers, volumes, images, ports, floatingIps, securityGroups, keyPairs } = this.#cloud.state
    const own = this.#cloud.credentials.member.projectId
    if (!this.#before.has(id)) return false
    if (keyPairs.some(({ name }) => name === id)) return true
    const kept = [servers, volumes, images, ports, floatingIps, securityGroups].map((kind) => kind.get(id))
    return kept.some((thing) => thing !== undefined && 'projectId' in thing && thing.projectId === own)
  }
}

/** How an answer says that it took the change of one thing: of several events each has its own status. */
function statusFor(id: string, { status, body }: Passing['answer']): number {
  if (status !== 207) return status
  const { events } = JSON.parse(body.toString()) as { events: { server_uuid: string; code: number }[] }
  return Math.min(...events.filter((each) => each.server_uuid === id).map(({ code }) => code))
}

/** Ids of all that a cloud holds, and the names of its key pairs. */
function idsIn({ state }: Cloud): Set<string> {
  const kinds = [
    state.servers,
    state.volumes,
    state.snapshots,
    state.images,
    state.flavors,
    state.ports,
    state.floatingIps,
    state.securityGroups,
    state.serverGroups,
  ]
  return new Set([...kinds.flatMap((kind) => [...kind.keys()]), ...state.keyPairs.map(({ name }) => name)])
}

/** What a path is about: the thing in the first collection, and that in the second, if there is one. */
function inPath(path: string): string[] {
  const segments = path.split('?')[0]!.split('/').map(decodeURIComponent)
  return segments.flatMap((segment, at) =>
    COLLECTIONS.includes(segment) && segments[at + 1] && segments[at + 1] !== 'detail'
      ? [segments[at + 1]!]
      : [],
  )
}

/** What a body is about beside its path: what is attached to a server changes with it, and events name servers. */
function inBody(path: string, body: string): string[] {
  const all = (key: string) =>
    [...body.matchAll(new RegExp(`"${key}"\\s*:\\s*"([^"]+)"`, 'g'))].map((match) => match[1]!)
  if (path.includes('os-volume_attachments')) return all('volumeId')
  if (path.includes('os-server-external-events')) return all('server_uuid')
  if (path.includes('os-interface')) return all('port_id')
  if (/\/servers$/.test(path)) return [...all('port'), ...all('volume_id')]
  return []
}
