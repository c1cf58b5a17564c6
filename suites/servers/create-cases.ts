import type { Answer } from '../../fixtures/client/answer.ts'
import { isSuccess, said } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { tellsNoRoom, tellsQuota } from '../../fixtures/client/hindrance.ts'
import type { OperationId, Request } from '../../fixtures/client/operation-types.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { Given } from '../../fixtures/given/given.ts'
import { foundOnce, leaveShared, sharedResource } from '../../fixtures/given/shared.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { inTurn, mostBuilds, roomComesBack } from '../../fixtures/resources/build-server.ts'
import { withAddresses } from '../../fixtures/resources/late-addresses.ts'
import {
  plainServer,
  untried,
  withOtherParts,
  withPartsThere,
} from '../../fixtures/resources/plain-server.ts'
import type { ServerRequest } from '../../fixtures/resources/resources.ts'
import { Vanished } from '../../fixtures/resources/vanished.ts'
import { LIMITS, watchServer } from '../../fixtures/resources/watch-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import type { RequirementId } from '../../spec/generated/requirements.ts'
import { notOfTheQuota, quotaRaised } from '../over-quota.ts'
import { overLimit } from './published-limits.ts'

/** A request to create servers: `server`, and hints beside it. */
export type Creation = Request<'servers.create'>
/** What is asked for beyond a plain server; lists add up, maps join, and networks take the place of the plain one. */
export type Wishes = Omit<Partial<Creation>, 'server'> & { server?: Partial<ServerRequest> }
/** One input of create, or a few that only make sense together. */
export type Part = (given: Given, context: TestContext) => Promise<Wishes> | Wishes

/** A server and how it came to be. May be passed where a `server_id` is wanted. */
export interface Created {
  request: Creation
  answer: Answer<'servers.create'>
  /** What showing it answered directly after it was asked for; undefined if no server was made. */
  atOnce: Answer<'servers.show'> | undefined
  server_id: string
  /** The statuses it went through. */
  seen: string[]
  /** The same as a phrase, with why the target says that it failed; empty if no server was made. */
  went: string
  /** `done`: it came to rest in ACTIVE; `never`: it failed; `late`: it took too long; `refused`: nothing was made; `unnamed`: the answer does not say what. */
  end: 'done' | 'never' | 'late' | 'refused' | 'unnamed'
}

/** Server attributes as any target may send them. */
export type Shown = Record<string, any>

const join = (into: Shown, more: Shown): Shown => {
  for (const [name, value] of Object.entries(more)) {
    const old = into[name]
    if (Array.isArray(old) && Array.isArray(value)) into[name] = [...old, ...value]
    else if (isMap(old) && isMap(value)) into[name] = join({ ...old }, value)
    else into[name] = value
  }
  return into
}
const isMap = (value: unknown): value is Shown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The request for a plain server with some inputs more. */
export const creation = async (context: TestContext, parts: readonly Part[]): Promise<Creation> => {
  const given = new Given(context)
  const wishes: Shown = {}
  for (const part of parts) join(wishes, await part(given, context))
  return { ...wishes, server: { ...(await plainServer(context)), ...wishes.server } } as Creation
}

/**
 * Asks for a server and follows it until it rests; where it goes to ERROR, for one of another image or flavor, a few times, and
 * where it rests in SHUTOFF too: its guest may have powered itself off before it was seen up, but hardly each time.
 * Only a refusal to show it is thrown. That a server is refused after one that failed says nothing of what was asked for:
 * what the request names may hang on that one.
 */
export const create = (context: TestContext, request: Creation): Promise<Created> =>
  followed(context, request).finally(() => context.run.shortage.endSearch(context))

const followed = async (context: TestContext, request: Creation): Promise<Created> => {
  let failed: Created | undefined
  for (let builds = 1; ; builds++) {
    const made = await createOnce(context, request).catch((error: unknown) => notToBeHad(error))
    if (made instanceof Vanished) {
      const other = builds > MOST_PARTS ? undefined : await withPartsThere(context, request.server)
      if (other === undefined) throw made
      request = { ...request, server: other }
      continue
    }
    if (made.end === 'refused' && failed !== undefined) return failed
    if (made.end !== 'never' || builds >= mostBuilds(made.went)) return made
    failed = made
    const noRoom = tellsNoRoom(made.went)
    const full = tellsQuota(made.went)
    if (noRoom) await inTurn(context)
    if (noRoom && context.run.shortage.reason !== undefined) return made
    if (full && !(await roomComesBack(context, made.went))) return made
    const off = made.seen.at(-1) === 'SHUTOFF'
    const other = full || off ? undefined : await withOtherParts(context, request.server)
    const server = other ?? (noRoom || full || off ? request.server : undefined)
    if (server === undefined) return made
    if (bindsWhatItNames(request)) await remove(context, made)
    request = { ...request, server: { ...server, name: new Given(context).name() } }
  }
}

/** So often other parts are taken in the place of those that are not to be had. */
const MOST_PARTS = 3

/** An image or a flavor that is gone, or that others have. */
const notToBeHad = (error: unknown): Vanished => {
  if (error instanceof Vanished) return error
  throw error
}

/** Whether no other server can have what a request names while its own server has it: volumes, ports, addresses. */
const bindsWhatItNames = ({ server }: Creation): boolean => {
  const { block_device_mapping_v2: devices, block_device_mapping: old, networks } = server as Shown
  const nics = Array.isArray(networks) ? (networks as Shown[]) : []
  return devices !== undefined || old !== undefined || nics.some((nic) => nic?.port ?? nic?.fixed_ip)
}

const remove = async ({ run }: TestContext, { server_id }: Created): Promise<void> => {
  const entry = run.ledger.of('server', server_id)
  if (entry !== undefined) await run.pool.remove(entry)
}

const createOnce = async (context: TestContext, request: Creation): Promise<Created> => {
  const { compute } = context
  const unprepared = (refusal: Answer) => context.unprepared(refusal)
  const answer = await compute.servers.create({ body: request })
  const server_id = String((answer.body as Shown | undefined)?.server?.id)
  if (answer.status > 299)
    return { request, answer, atOnce: undefined, server_id, seen: [], went: '', end: 'refused' }
  if (server_id === 'undefined')
    return { request, answer, atOnce: undefined, server_id, seen: [], went: '', end: 'unnamed' }
  const atOnce = await compute.servers.show({ server_id })
  const { end, seen, went, last } = await watchServer({
    by: context,
    id: server_id,
    wanted: ['ACTIVE'],
    cause: 'servers.create',
    within: LIMITS.build,
    onRefusal: unprepared,
  })
  if (end === 'done') await withAddresses(context, server_id, last, unprepared)
  context.run.trials.ended(request.server, end === 'done' || last.status === 'SHUTOFF')
  context.run.shortage.built(went, await untried(context, request.server, went))
  return { request, answer, atOnce, server_id, seen, went, end }
}

/** Inputs that go together in one request. */
export interface Recipe<Name extends string = string> {
  /** What kind of server it makes, as a phrase. */
  name: string
  parts: Record<Name, Part>
}

/**
 * What came of asking for everything of a recipe at once; what the target cannot be asked for, or does not take, is left
 * out.
 */
export const attempt = (context: TestContext, recipe: Recipe) =>
  sharedResource(context, recipe.name, async (own) => {
    const given = new Given(own)
    const usable = new Map<string, Part>()
    const lacking: string[] = []
    for (const [name, part] of Object.entries(recipe.parts)) {
      try {
        const wishes = await part(given, own)
        usable.set(name, () => wishes)
      } catch (error) {
        if (!(error instanceof Blocked)) throw error
        lacking.push(name)
      }
    }
    const all = [...usable.keys()]
    const asking = async (names: readonly string[]) =>
      create(
        own,
        await creation(
          own,
          names.map((name) => usable.get(name)!),
        ),
      )
    const made = await asking(all)
    if (made.end !== 'refused') return { made, lacking, refused: undefined }
    // Refusals are cheap: is there one input that keeps all others from being taken?
    for (const refused of all) {
      const without = await asking(all.filter((name) => name !== refused))
      if (without.end !== 'refused')
        return { made: without, lacking: [...lacking, refused], refused: made.answer }
    }
    return { made, lacking, refused: undefined }
  })

/**
 * A server that was asked for with some inputs, ACTIVE. To keep builds few it is one that was asked for with all inputs of
 * the recipe, and that other tests look at too; where such a server cannot be had, one is made with these inputs alone,
 * so that one input that a target does not take says nothing of the others.
 * @throws Broken if the target refuses these inputs; Blocked if they cannot be asked for, or the build fails
 */
export const created = async <Name extends string>(
  context: TestContext,
  recipe: Recipe<Name>,
  own: readonly NoInfer<Name>[],
): Promise<Created> => {
  const shared = await attempt(context, recipe).catch((error: unknown) => {
    if (error instanceof Blocked) return undefined
    throw error
  })
  if (shared !== undefined && own.every((name) => !shared.lacking.includes(name))) {
    if (shared.made.end === 'done') return shared.made
    if (['late', 'unnamed'].includes(shared.made.end) || Object.keys(recipe.parts).length === own.length)
      return settled(context, shared.made)
  }
  leaveShared(context, recipe.name)
  const request = await creation(
    context,
    own.map((name) => recipe.parts[name]),
  )
  return settled(context, await create(context, request))
}

/** What was made, if it is a server at rest. @throws Broken, or Blocked as `blame` says */
const settled = async (context: TestContext, made: Created): Promise<Created> => {
  if (made.end === 'refused')
    throw (await overLimit(context, made.answer, made.request.server)) ?? (await blame(context, made.answer))
  if (made.end === 'done') return made
  if (made.end === 'unnamed')
    throw new Blocked('servers.create', 'setup: the answer to a creation names no server')
  throw new Blocked(
    tellsNoRoom(made.went) ? 'capacity' : tellsQuota(made.went) ? 'quota' : 'servers.create',
    `setup: the server that was built went ${made.went} and never ACTIVE`,
  )
}

/**
 * Whose fault a refused creation is: that of what was asked for, or, where the target does not even take the plainest
 * request, that of the operation as a whole, which then blocks all that rests on it.
 * @param ofQuota whether the test asks how a quota is told of
 */
export const blame = async (
  context: TestContext,
  answer: Answer<'servers.create'>,
  wish = 'take this',
  ofQuota = false,
): Promise<Error> => {
  const plain = await foundOnce(context, 'whether a plain server is made', async (own) => {
    const tried = await own.compute.servers.create({ body: await creation(own, []) })
    return { answer: tried, refused: tried.status > 299 }
  })
  if (plain.refused) return context.unprepared(plain.answer, ', even for a plain server')
  const message = `${said(answer)}; it must ${wish}`
  const hindered = context.hindered(answer)
  const told = ofQuota && hindered instanceof Blocked && hindered.by === 'quota'
  return told ? context.failure('servers.create', message) : context.failureOf(answer, message)
}

/** A server as its member sees it now. @throws Blocked by showing it */
export const shown = async (context: TestContext, { server_id }: { server_id: string }): Promise<Shown> => {
  const answer = context.need(200, await context.compute.servers.show({ server_id }))
  return ((answer.body as Shown | undefined)?.server ?? {}) as Shown
}

const listed = async (compute: TypedClient, query: Record<string, string>): Promise<Shown[]> => {
  const answer = await compute.send('servers.listDetail', { query })
  if (answer.status !== 200) throw (answer.listener as TestContext).unprepared(answer)
  const { servers } = (answer.body as Shown | undefined) ?? {}
  return Array.isArray(servers) ? servers.filter(isMap) : []
}

/** The servers of a name, or of several that were made at once: `name`, `name-1` … */
export const named = async (compute: TypedClient, name: string): Promise<Shown[]> => {
  const own = new RegExp(`^${name}(-\\d+)?$`)
  return (await listed(compute, { name })).filter((server) => own.test(String(server.name)))
}

/** Metadata by which servers are found that do not have the name that they were to have. */
export const markedWith = (mark: string) => ({ 'stackproof-mark': mark })

/** The servers that were made with such metadata. */
export const marked = async (compute: TypedClient, mark: string): Promise<Shown[]> =>
  (await listed(compute, {})).filter(({ metadata }) => metadata?.['stackproof-mark'] === mark)

/**
 * The target refuses to create a server as the requirement says, and makes none.
 * @param part what is wrong with the request
 */
export const refusedCreation = async (
  context: TestContext,
  id: RequirementId,
  ...parts: Part[]
): Promise<void> => {
  const { statuses, text, kind } = requirementOf(id)
  if (statuses === undefined) throw new Error(`${id} names no status of a refusal`)
  const body = await creation(context, parts)
  const answer = await context.compute.send('servers.create' satisfies OperationId, {
    body,
    probe: true,
    ...(kind === 'limit' ? { overQuota: true } : {}),
  })
  const { min_count: count = 1, flavorRef = '' } = body.server as Partial<ServerRequest>
  const asked = { count: Number(count), flavorRef: String(flavorRef) }
  const raised =
    kind === 'limit' && asked.count > 1 && isSuccess(answer) ? await quotaRaised(context, asked) : undefined
  if (raised !== undefined) throw raised
  if (answer.status >= 400 && !statuses.includes(answer.status)) {
    const other = kind === 'limit' ? await notOfTheQuota(context, answer, asked) : undefined
    const wish = `refuse it with ${statuses.join(' or ')} (${text})`
    throw other ?? (await blame(context, answer, wish, kind === 'limit'))
  }
  refusedAs(id, answer, `(${text})`)
  const left = await named(context.compute, String(body.server.name))
  demand(left.length === 0, `servers.create was refused, yet ${left.length} of the name asked for are listed`)
}

/** The body that a server was created with. */
export const bodyOf = ({ answer }: Created): Shown => (answer.body as Shown | undefined) ?? {}

/** The server in it. @throws Broken if there is none */
export const serverIn = (made: Created): Shown => {
  const { server } = bodyOf(made)
  demand(isMap(server), 'the answer to the creation holds no server')
  return server
}
