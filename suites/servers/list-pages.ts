import type { Answer } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import type { SampleServer, SampleServers } from '../../fixtures/given/sample-servers.ts'
import { Blocked, Broken } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { success } from './show-answer.ts'

/** Both lists take the same filters. */
export type ListOperation = 'servers.list' | 'servers.listDetail'

/** More pages than this are not walked: the project is then too large to walk through. */
const MOST_PAGES = 200

/** What any list tells of a server, as far as these suites rely on it. */
export interface Listed {
  id?: unknown
  name?: unknown
  links?: unknown
  [attribute: string]: unknown
}
type Query = Record<string, unknown>

/** One answer of a list. */
export interface Page {
  entries: Listed[]
  ids: string[]
  /** The address of the page that follows; undefined where the answer links to none. */
  next: string | undefined
  /** The address of the page before; undefined where the answer links to none. */
  previous: string | undefined
  answer: Answer<ListOperation>
}

const origins = new WeakMap<Listed, Answer<ListOperation>>()
/** The answer that an entry came with. */
export const originOf = (entry: Listed): Answer<ListOperation> => origins.get(entry)!

/** The entries and the onward link of a list's answer. @throws Broken if it is no list of servers */
export function pageOf(answer: Answer<ListOperation>): Page {
  const body = success(answer).body as {
    servers?: unknown
    servers_links?: { rel?: string; href?: string }[]
    next?: string
    previous?: string
  }
  demand(Array.isArray(body?.servers), `${answer.operationId} answered without a list of servers`)
  const entries = body.servers.map((entry: unknown) => (entry ?? {}) as Listed)
  for (const entry of entries) origins.set(entry, answer)
  // That an id is text is judged on every answer: without it no server can be told from another.
  if (entries.some(({ id }) => typeof id !== 'string'))
    throw new Blocked(
      answer.operationId,
      `setup: ${answer.operationId} answered with servers that have no id`,
    )
  const links = Array.isArray(body.servers_links) ? body.servers_links : []
  const to = (rel: 'next' | 'previous') => links.find((link) => link?.rel === rel)?.href ?? body[rel]
  return {
    entries,
    ids: entries.map((entry) => String(entry.id)),
    next: to('next'),
    previous: to('previous'),
    answer,
  }
}

/** Asks a list once. */
export const ask = async (client: TypedClient, list: ListOperation, query: Query = {}): Promise<Page> =>
  pageOf(await client.send(list, { query }))

/** So often a list is walked through anew, because the server that a page ended with has gone meanwhile. */
const WALKS = 5
/** How a marker is refused whose server is not there any more. */
const NO_SUCH_MARKER = [400, 404]

/**
 * Everything that a list gives for a query. Where the target cuts the answer short by itself, and says so, the pages that
 * follow are fetched too. Other servers come and go meanwhile: what comes again on a later page counts once.
 */
export async function everything(
  client: TypedClient,
  list: ListOperation,
  query: Query = {},
): Promise<Listed[]> {
  for (let walks = 1; ; walks++) {
    const found = new Map<unknown, Listed>()
    let answer = await client.send(list, { query })
    for (let pages = 1; ; pages++) {
      if (pages > 1 && NO_SUCH_MARKER.includes(answer.status) && walks < WALKS) break
      const { entries, ids, next } = pageOf(answer)
      for (const entry of entries) found.set(entry.id, entry)
      if (next === undefined || ids.length === 0) return [...found.values()]
      if (pages > MOST_PAGES) throw tooLarge()
      answer = await client.send(list, { query: { ...query, marker: ids.at(-1) } })
    }
  }
}

/** Walks a query page by page, with the last id seen as marker, until a page is empty. */
export async function walk(
  client: TypedClient,
  list: ListOperation,
  query: Query,
  limit: number,
): Promise<string[]> {
  const seen: string[] = []
  let marker: string | undefined
  for (let pages = 1; ; pages++) {
    const { ids } = await ask(client, list, { ...query, limit, marker })
    const last = ids.at(-1)
    if (last === undefined) return seen
    demand(!seen.includes(last), `walking the pages led to server ${last} a second time`)
    seen.push(...ids)
    if (pages > MOST_PAGES) throw tooLarge()
    marker = last
  }
}

const tooLarge = () =>
  new Blocked('environment', `the project has more servers than ${MOST_PAGES} pages hold; that is not walked`)

/** Who of the sample servers is among the entries, by nick and in the order of the entries. Other servers come and go. */
export const samplesIn = (entries: readonly Listed[], people: SampleServers): string[] =>
  samplesAmong(
    entries.map((entry) => String(entry.id)),
    people,
  )

/** The same for ids. */
export const samplesAmong = (ids: readonly string[], people: SampleServers): string[] =>
  ids.flatMap((id) => people.all.filter((each) => each.id === id).map((each) => each.nick))

const shown = (query: Query) =>
  Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** Who asked, where that is not a member of the project. */
const asker = ({ role }: TypedClient) => (role === 'admin' ? ', asked for by an administrator' : '')

/** A server that is looked for, and how it is called in what is said of it. */
export interface Sought {
  id: string
  nick: string
  status: string
}

/** @throws Blocked if a server has left its status meanwhile: nobody asked it to, but its owner may have shut it down from inside */
async function restsStill(client: TypedClient, { id, nick, status }: Sought): Promise<void> {
  const now = (await client.servers.show({ server_id: id })).body?.server?.status
  if (typeof now === 'string' && now.toUpperCase() !== status.toUpperCase())
    throw new Blocked('environment', `${nick} was ${status} and is ${now}, though nobody called for it`)
}

/** Which of some servers a list leaves out that asks for them. */
const lostIn = async (client: TypedClient, list: ListOperation, query: Query, servers: Sought[]) => {
  const ids = (await everything(client, list, query)).map((entry) => entry.id)
  return servers.find(({ id }) => !ids.includes(id))
}

/**
 * With a query, a server is in the list, at once or a moment later: what lists are made of may lag behind what is shown.
 * @throws Broken if it is not; Blocked if the list does not have it without the query either
 */
export async function selects(
  client: TypedClient,
  list: ListOperation,
  query: Query,
  ...servers: Sought[]
): Promise<void> {
  let lost = await lostIn(client, list, query, servers)
  if (lost === undefined) return
  const context = client.listener as TestContext
  await inTheEnd(context, `${list} selects`, async () => {
    lost = await lostIn(client, list, query, servers)
    demand(lost === undefined, 'it is not there yet')
  }).catch((error: unknown) => {
    if (!(error instanceof Broken)) throw error
  })
  if (lost === undefined) return
  const { all_tenants } = query
  if ((await findIn(client, list, lost, { all_tenants })) === undefined) throw unlisted(list, lost)
  const { id, nick, status } = lost
  await restsStill(client, lost)
  throw new Broken(
    `${shown(query)} leaves out ${nick} (${id}, ${status}), which it must find${asker(client)}`,
  )
}

/** With a query, a server is not in the list. @throws Broken if it is */
export async function excludes(
  client: TypedClient,
  list: ListOperation,
  query: Query,
  ...servers: Sought[]
): Promise<void> {
  const ids = (await everything(client, list, query)).map((entry) => entry.id)
  for (const server of servers.filter(({ id }) => ids.includes(id))) {
    await restsStill(client, server)
    const { id, nick, status } = server
    throw new Broken(
      `${shown(query)} finds ${nick} (${id}, ${status}), which it must leave out${asker(client)}`,
    )
  }
}

/**
 * A finer point of a list, judged only where the list does the plain thing that the point rests on: one broken filter is
 * then told once, and not again by all that uses it.
 * @throws what `judged` throws; Blocked instead if `plain` is broken, too
 */
export async function restingOn(
  list: ListOperation,
  plain: () => Promise<unknown>,
  judged: () => Promise<void>,
): Promise<void> {
  try {
    await judged()
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    try {
      await plain()
    } catch (lack) {
      throw lack instanceof Broken ? new Blocked(list, lack.message) : lack
    }
    throw error
  }
}

/**
 * The order in which a list gives the sampleServers, by what their names have in common.
 * @param scope what is asked for besides, as an administrator of another project has to
 * @throws Blocked by the list if it does not give all of them
 */
export async function orderOf(
  client: TypedClient,
  list: ListOperation,
  people: SampleServers,
  scope: Query = {},
): Promise<SampleServer[]> {
  const entries = await everything(client, list, { ...scope, name: people.stem })
  const order = entries.flatMap(({ id }) => people.all.filter((each) => each.id === id))
  if (order.length !== people.all.length)
    throw new Blocked(
      list,
      `setup: name=${people.stem} finds ${order.length} of ${people.all.length} servers`,
    )
  return order
}

/** The entry of a server in a list; undefined where it is not there. */
export const findIn = async (
  client: TypedClient,
  list: ListOperation,
  server: { id: string },
  query: Query,
): Promise<Listed | undefined> =>
  (await everything(client, list, query)).find((entry) => entry.id === server.id)

const unlisted = (list: ListOperation, { id }: { id: string }) =>
  new Blocked(list, `setup: server ${id} is not in the list`)

/**
 * The entry of a server in a list, which may lag behind.
 * @throws Blocked by the list if it never has it: whether it must is judged once
 */
export async function entryOf(
  client: TypedClient,
  list: ListOperation,
  server: { id: string },
  query: Query = {},
): Promise<Listed> {
  let found = await findIn(client, list, server, query)
  if (found !== undefined) return found
  const holds = async () => {
    found = await findIn(client, list, server, query)
    return found !== undefined
  }
  try {
    const options = { cause: list, within: LIST_DELAY_MS }
    await comesTrue(client.listener as TestContext, `server ${server.id} is in the list`, holds, options)
  } catch (error) {
    throw error instanceof Broken ? unlisted(list, server) : error
  }
  return found!
}
