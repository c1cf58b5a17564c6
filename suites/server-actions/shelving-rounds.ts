import type { Answer } from '../../fixtures/client/answer.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { attachedIds } from '../../fixtures/given/attachments.ts'
import { Given } from '../../fixtures/given/given.ts'
import { foundOnce } from '../../fixtures/given/shared.ts'
import { bringInto } from '../../fixtures/given/status-steps.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import type { ServerRequest } from '../../fixtures/resources/resources.ts'
import type { ServerView } from '../../fixtures/resources/server-view.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { operation } from '../../spec/document.ts'
import type { ServerStatus } from '../../spec/requirement.ts'
import { hostLeft } from './current-host.ts'
import { becomes } from './documented-outcome.ts'
import { attach, serverWithMetadata, shelve } from './shelve-steps.ts'

/** Why something could not be had. */
export type Lack = Blocked | Unsupported

/** What was had, or why not. */
export const had = async <T>(work: () => Promise<T>): Promise<T | Lack> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Blocked || error instanceof Unsupported) return error
    throw error
  }
}

/** Whether it could not be had. */
export const isLack = (found: unknown): found is Lack =>
  found instanceof Blocked || found instanceof Unsupported

/** What could be had. @throws what it is where it could not */
export const orThrow = <T>(found: T | Lack): T => {
  if (isLack(found)) throw found
  return found
}

/**
 * What a server does not have any more of its metadata, addresses and volumes, as phrases. What it has besides may be the
 * target's own, or have come later.
 */
export const lostOf = (before: ServerView, now: ServerView): string[] => {
  const pairs = (of: ServerView) =>
    Object.entries((of.metadata ?? {}) as object).map((each) => each.join(': '))
  const parts: [string, (of: ServerView) => string[]][] = [
    ['metadata', pairs],
    ['addresses', (of) => of.addresses],
    ['volumes', (of) => (of.volumes ?? []) as string[]],
  ]
  return parts.flatMap(([part, all]) => {
    const lost = all(before).filter((each) => !all(now).includes(each))
    return lost.length === 0 ? [] : [`${part} ${lost.join(', ')}`]
  })
}

/** A server on one of its rounds. */
export interface Round {
  /** The status that it was shelved from. */
  from: ServerStatus
  before: ServerView
  shelved: ServerView
  /** Ids of the volumes in the list of its attachments while it was shelved. */
  attached: string[] | Lack
  /** How it came back. */
  back: ServerView | Lack
}

/** A server that has something to lose, shelved from each status that it may be shelved from, and back each time. */
export interface Rounds {
  /** The metadata that it was made with. */
  metadata: Record<string, unknown> | Lack
  /** Id of the volume that it was given. */
  volume: string | Lack
  rounds: Round[]
  /** Why there is no round from a status. */
  lacks: Map<ServerStatus, Lack>
}

/** A key pair and a security group to make a server with, as far as the target has them. */
const ownKeyAndGroup = async (given: Given): Promise<Partial<ServerRequest>> => {
  const key = await had(async () => ({ key_name: (await given.keypair()).name }))
  const group = await had(async () => ({
    security_groups: [{ name: 'default' }, { name: (await given.securityGroup()).name }],
  }))
  return { ...(isLack(key) ? {} : key), ...(isLack(group) ? {} : group) }
}

/** A server that has something to lose. */
interface RichServer {
  server: GivenServer
  /** Why it has no metadata. */
  marked: Lack | undefined
  /** Id of the volume that it was given. */
  volume: string | Lack
}

/**
 * A server with all that shelving might take from it: metadata, a key pair, a security group and a volume.
 * @param beforeVolume is done with the server before it is given the volume
 * @throws Blocked where not even a plain one can be had
 */
export const richServer = async (
  own: TestContext,
  given = new Given(own),
  beforeVolume: (server: GivenServer) => Promise<void> = async () => {},
): Promise<RichServer> => {
  // A volume that is given before its server is taken away after it.
  const spare = await had(() => given.volume())
  const rich = await ownKeyAndGroup(given)
  const richest = await had(() => serverWithMetadata(given, rich))
  // A target that takes no groups, or no key, may well build servers without.
  const marked = isLack(richest) ? await had(() => serverWithMetadata(given)) : richest
  const server = isLack(marked) ? await given.server({ fresh: true }) : marked
  await beforeVolume(server)
  const volume = isLack(spare)
    ? spare
    : await had(async () => {
        await attach(spare, server)
        return spare.volume_id
      })
  return { server, marked: isLack(marked) ? marked : undefined, volume }
}

/**
 * The rounds; one server makes them all, and many tests look at them.
 * @throws Blocked by what kept the server from being shelved even once
 */
export const shelvingRounds = (context: TestContext): Promise<Rounds> =>
  foundOnce(context, 'a server with metadata and a volume, shelved from each status', async (own) => {
    const given = new Given(own)
    const { server, marked, volume } = await richServer(own, given)
    const rounds: Round[] = []
    const lacks = new Map<ServerStatus, Lack>()
    let stuck: Lack | undefined
    for (const from of operation('servers.shelve').precondition?.server?.accepted ?? []) {
      // Where one status is out of reach, others may not be; who was not shelved, or did not come back, goes no further.
      const there = stuck ?? (await had(() => bringInto(own, server, from, () => given.largerFlavorId())))
      const round = isLack(there) ? there : await had(() => roundFrom(own, server, from))
      if (!isLack(round)) rounds.push(round)
      else lacks.set(from, round)
      if (!isLack(there)) stuck = isLack(round) ? round : isLack(round.back) ? round.back : undefined
    }
    if (rounds.length === 0)
      throw [...lacks.values()][0] ?? new Blocked('environment', 'no server was there to be shelved')
    const metadata = marked ?? (rounds[0]!.before.metadata as Record<string, unknown>)
    return { metadata, volume, rounds, lacks }
  })

const roundFrom = async (own: TestContext, server: GivenServer, from: ServerStatus): Promise<Round> => {
  const before = server.view
  const shelved = await shelve(own.compute, server)
  const attached = await had(() => attachedIds(own, server))
  const back = await had(async () => {
    own.need(202, await own.compute.servers.unshelve(server))
    const status = becomes('servers.unshelve/becomes-active')
    return eventually(server, { status, cause: 'servers.unshelve' })
  })
  return { from, before, shelved, attached, back }
}

/** A server that was booted from a volume, and shelved. */
export interface ShelvedVolumeBooted {
  /** What shelving it was answered with. */
  answer: Answer<'servers.shelve'>
  /** Whether it came off its host, as far as its status tells. */
  offloaded: ServerView | Lack
  /** The host that an administrator saw it on then. */
  host: string | null | Lack
  /** Ids of the volumes in the list of its attachments, before it was shelved, and once it was. */
  attached: { before: string[]; after: string[] | Lack } | Lack
  /** How it was seen before. */
  was: ServerView
}

/** One such server, for all tests that look at what becomes of it. */
export const shelvedVolumeBooted = (context: TestContext): Promise<ShelvedVolumeBooted> =>
  foundOnce(context, 'a server that was booted from a volume, shelved', async (own) => {
    const given = new Given(own)
    const rich = await had(async () => given.serverFromVolume(await ownKeyAndGroup(given)))
    const server = isLack(rich) ? await given.serverFromVolume() : rich
    const was = server.view
    const before = await had(() => attachedIds(own, server))
    const answer = await own.compute.servers.shelve(server)
    const status = becomes('servers.shelve/volume-booted-offloads')
    const offloaded = await had(() => eventually(server, { status, cause: 'servers.shelve' }))
    const host = await had(() => hostLeft(own.administrator, server))
    const attached = isLack(before) ? before : { before, after: await had(() => attachedIds(own, server)) }
    return { answer, offloaded, host, attached, was }
  })
