import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { sampleServers } from '../../fixtures/given/sample-servers.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementsOf } from '../../spec/catalogue.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { ask, entryOf, everything, samplesIn } from './list-pages.ts'
import { selfAndBookmark, selfLeadsBack } from './server-links.ts'
import { shownFor } from './show-answer.ts'

/** Of other projects' servers so many are looked for. */
const A_FEW = 100

/** Before any server changed. */
const EVER = '1970-01-02T00:00:00Z'

/** What an entry of the plain list tells. */
const BRIEF = ['id', 'links', 'name']
/** What documents name of an entry beyond that; what a vendor adds of its own is not for them to keep to one list. */
const DETAILS = [
  ...new Set(
    requirementsOf('servers.listDetail').flatMap(({ attribute = '' }) => {
      const [, name] = /^servers\[\]\.([^.[]+)/.exec(attribute) ?? []
      return name === undefined || BRIEF.includes(name) ? [] : [name]
    }),
  ),
]

describe('List servers', () => {
  test(...requirement('servers.list/only-ids-names-links'), async ({ compute, context }) => {
    const { bob } = await sampleServers(context)
    const entry = await entryOf(compute, 'servers.list', bob)
    const found = DETAILS.filter((name) => name in entry)
    same(found, [], 'attributes of the detailed list in an entry of the plain one')
    same(
      BRIEF.filter((name) => !(name in entry)),
      [],
      'what an entry leaves out of id, name and links',
    )
  })

  test(...requirement('servers.list/agrees-with-show'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    for (const each of people.all) {
      const server = await shownFor(compute, each, 'id', 'name')
      const { id, name } = await entryOf(compute, 'servers.list', each)
      same({ id, name }, { id: server.id, name: server.name }, `id and name of ${each.nick} in the list`)
    }
  })

  test(...requirement('servers.list/self-and-bookmark-links'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    for (const each of people.all) selfAndBookmark(each.id, await entryOf(compute, 'servers.list', each))
  })

  test(...requirement('servers.list/self-link-leads-to-server'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    for (const each of people.all)
      await selfLeadsBack(compute, each.id, await entryOf(compute, 'servers.list', each))
  })
})

describe('List servers: those of the project', () => {
  /** Whether a server is in the whole list before long. */
  const isListed = (context: TestContext, id: string, what: string) =>
    comesTrue(
      context,
      `${id}, which ${what}, is in the whole list`,
      async () => (await everything(context.compute, 'servers.list')).some((entry) => entry.id === id),
      { cause: 'servers.list', within: LIST_DELAY_MS },
    )

  test(...requirement('servers.list/lists-project-servers'), async ({ given, context }) => {
    const { id, rests } = await listedWhileItBuilds(context, given)
    // That it fails, or has no room, says nothing of lists.
    if (rests) await isListed(context, id, 'was built just now')
    else await isListed(context, (await given.server({ fresh: true })).id, 'was built just now')
  })

  test(
    'servers.list/lists-project-servers that are locked',
    requirement('servers.list/lists-project-servers')[1],
    async ({ given, context }) => {
      const { id } = await given.lockedServer()
      await isListed(context, id, 'is locked')
    },
  )

  for (const status of ['PAUSED', 'RESCUE', 'SHELVED_OFFLOADED'] as const)
    test(
      `servers.list/lists-project-servers in ${status}`,
      requirement('servers.list/lists-project-servers')[1],
      async ({ given, context }) => {
        const { id } = await given.serverIn(status, { lockable: true })
        await isListed(context, id, `is ${status}`)
      },
    )

  test(...requirement('servers.listDetail/lists-project-servers'), async ({ compute }) => {
    const { projectId } = compute.caller
    for (const { id, tenant_id } of await everything(compute, 'servers.listDetail'))
      if (projectId !== undefined) same(tenant_id, projectId, `the project of ${id}, a server in the list`)
  })
})

/**
 * Asks for a server and looks for it in the whole list while it builds. Of one that is built before the list must have it,
 * nothing is said.
 * @returns the server, and whether it is ACTIVE now
 * @throws Broken if the list goes on without it
 */
const listedWhileItBuilds = async (context: TestContext, given: Given) => {
  const { compute, run } = context
  const server = await given.serverRequest()
  const { body } = context.need(202, await compute.servers.create({ body: { server } }))
  if (!('server' in body))
    throw new Blocked('servers.create', 'setup: the answer to a creation names no server')
  const { id } = body.server
  const { end } = await watch({
    kind: 'a server that builds is listed',
    pace: run.pace,
    within: LIST_DELAY_MS * run.config.timeoutScale,
    look: async () => {
      const listed = (await everything(compute, 'servers.list')).some((entry) => entry.id === id)
      if (listed) return 'listed'
      return (await compute.servers.show({ server_id: id })).body?.server?.status
    },
    waits: context.waits,
    judge: (seen) => (seen === 'BUILD' ? 'wait' : seen === 'listed' ? 'done' : 'never'),
  })
  demand(end !== 'late', `${id}, which is in BUILD, is not in the whole list`)
  const rests = await given.adopt(id, String(server.name)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Blocked) return false
      throw error
    },
  )
  return { id, rests }
}

/** Ids of servers of other projects, as far as an administrator is shown some. */
const foreignServers = async ({ admin, compute }: TestContext, query: object = {}): Promise<unknown[]> => {
  const { projectId } = compute.caller
  if (admin === undefined || projectId === undefined) return []
  const answer = await admin.send('servers.listDetail', {
    query: { ...query, all_tenants: 1, limit: A_FEW },
  })
  const servers: unknown = (answer.body as { servers?: unknown } | undefined)?.servers
  return (Array.isArray(servers) ? servers : [])
    .filter((each) => typeof each?.tenant_id === 'string' && each.tenant_id !== projectId)
    .map(({ id }) => id)
}

for (const list of ['servers.list', 'servers.listDetail'] as const) {
  describe(`${list}: the project's servers`, () => {
    test(
      `${list}/lists-project-servers and no other's`,
      requirement(`${list}/lists-project-servers`)[1],
      async ({ compute, context }) => {
        const foreign = await foreignServers(context)
        const found = (await everything(compute, list)).find(({ id }) => foreign.includes(id))
        demand(found === undefined, `${found?.id}, a server of another project, is in the list`)
        // Those that were deleted, too, as far as they are told at all.
        const ever = { 'changes-since': EVER }
        const foreignEver = await foreignServers(context, ever)
        const { ids } = await ask(compute, list, { ...ever, limit: A_FEW })
        const other = ids.find((id) => foreignEver.includes(id))
        demand(other === undefined, `${other}, a server of another project, is in the list of all changes`)
      },
    )

    test(...requirement(`${list}/lists-project-servers`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      const found = samplesIn(await everything(compute, list), people).sort()
      same(found, people.all.map((each) => each.nick).sort(), 'the sample servers in the whole list')
    })
  })
}
