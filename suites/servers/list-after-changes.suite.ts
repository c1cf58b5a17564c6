import { isSuccess } from '../../fixtures/client/answer.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { Given } from '../../fixtures/given/given.ts'
import { foundOnce } from '../../fixtures/given/shared.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { viewOf } from '../../fixtures/resources/server-view.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { WIDE } from './create-recipes.ts'
import { everything, findIn, type ListOperation } from './list-pages.ts'
import { shownFor } from './show-answer.ts'

const LISTS = ['servers.list', 'servers.listDetail'] as const

/** What may be changed of a server without making it another one for good. */
type Part = 'name' | 'image' | 'flavor'

/** What showing a server and a list of servers told of it after a change. */
interface Told {
  list: ListOperation
  part: Part
  shown: unknown
  listed: unknown
}

/** What became of the changes of one server. */
interface Changes {
  told: Told[]
  /** Whether each list found the server by its name with letters of several bytes; empty where it may not have such a name. */
  found: { list: ListOperation; byName: boolean }[]
  /** Whether each list found the server by its new image or flavor. */
  sought: { list: ListOperation; part: 'image' | 'flavor'; value: string; found: boolean }[]
}

/** A server that is given another name, another image, another flavor, with what the lists tell of it then. */
const changes = (context: TestContext): Promise<Changes> =>
  foundOnce(context, 'what lists tell of a server that was changed', async (own) => {
    const given = new Given(own)
    const server = await given.server()
    const all: Changes = { told: [], found: [], sought: [] }
    const { name } = server.view
    await whereItWorks(async () => {
      const wide = `${given.name()}-${WIDE}`
      const isTaken = await rename(own, server, wide)
      if (!isTaken) own.need(200, await own.compute.servers.update(renaming(server, given.name())))
      all.told.push(...(await lookAt(own, server, 'name', LISTS)))
      const kept = (await shownFor(own.compute, server)).name === wide
      for (const list of isTaken && kept ? LISTS : []) {
        const byName = await isFound(own, list, server, wide)
        if (byName || (await findIn(own.compute, list, server, {})) !== undefined)
          all.found.push({ list, byName })
      }
      await rename(own, server, String(name))
    })
    const details = ['servers.listDetail'] as const
    await whereItWorks(async () => {
      await rebuild(own, server, await given.otherImageId())
      all.told.push(...(await lookAt(own, server, 'image', details)))
      all.sought.push(...(await seek(own, server, 'image')))
      await rebuild(own, server, await given.imageId())
    })
    await whereItWorks(async () => {
      const body = { resize: { flavorRef: await given.largerFlavorId() } }
      own.need(202, await own.compute.servers.resize({ server_id: server.id, body }))
      await eventually(server, { status: ['VERIFY_RESIZE', 'ACTIVE'] })
      all.told.push(...(await lookAt(own, server, 'flavor', details)))
      all.sought.push(...(await seek(own, server, 'flavor')))
    })
    return all
  })

/** A change that cannot be made says nothing of lists. */
const whereItWorks = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error && ['Blocked', 'Unsupported', 'Broken'].includes(error.name))) throw error
  }
}

const renaming = ({ id }: GivenServer, name: string) => ({ server_id: id, body: { server: { name } } })

const rename = async ({ compute }: TestContext, server: GivenServer, name: string): Promise<boolean> =>
  isSuccess(await compute.send('servers.update', renaming(server, name)))

const rebuild = async (own: TestContext, server: GivenServer, imageRef: string): Promise<void> => {
  const call = { server_id: server.id, body: { rebuild: { imageRef } } }
  own.need(202, await own.compute.servers.rebuild(call))
  await eventually(server, { status: ['ACTIVE'] })
}

/** What is told of one part, once a list tells the same as showing the server does, or has had time to. */
const lookAt = async (
  own: TestContext,
  server: GivenServer,
  part: Part,
  lists: readonly ListOperation[],
): Promise<Told[]> => {
  const all: Told[] = []
  for (const list of lists) {
    const { last } = await watch({
      kind: `${list} tells of a change`,
      pace: own.run.pace,
      within: LIST_DELAY_MS * own.run.config.timeoutScale,
      look: async () => {
        const entry = await findIn(own.compute, list, server, {})
        const shown = viewOf(200, await shownFor(own.compute, server))[part]
        return { listed: entry === undefined ? undefined : viewOf(200, entry), shown }
      },
      waits: own.waits,
      judge: ({ listed, shown }) => (listed?.[part] === shown ? 'done' : 'wait'),
    })
    // Whether the list has it at all is another matter.
    if (last.listed !== undefined) all.push({ list, part, shown: last.shown, listed: last.listed[part] })
  }
  return all
}

const isFound = async (own: TestContext, list: ListOperation, { id }: GivenServer, name: string) =>
  (await everything(own.compute, list, { name })).some((entry) => entry.id === id)

/** Looks for a server by what it is shown with now; a list may lag behind. */
const seek = async (own: TestContext, server: GivenServer, part: 'image' | 'flavor') => {
  const value = viewOf(200, await shownFor(own.compute, server))[part]
  if (typeof value !== 'string') return []
  const all: Changes['sought'] = []
  for (const list of LISTS) {
    const { last: found } = await watch({
      kind: `${list} finds a server by what was changed`,
      pace: own.run.pace,
      within: LIST_DELAY_MS * own.run.config.timeoutScale,
      look: async () => (await findIn(own.compute, list, server, { [part]: value })) !== undefined,
      waits: own.waits,
      judge: (found) => (found ? 'done' : 'wait'),
    })
    // Here, too: a list that does not have it without the filter either says nothing of the filter.
    if (found || (await findIn(own.compute, list, server, {})) !== undefined)
      all.push({ list, part, value, found })
  }
  return all
}

for (const list of LISTS) {
  describe(`${list}: a server that was changed`, () => {
    const [title, options] = requirement(`${list}/agrees-with-show`)
    test(`${title}, also after a change`, options, async ({ context }) => {
      const told = (await changes(context)).told.filter((each) => each.list === list)
      if (told.length === 0) throw new Blocked('servers.update', 'setup: no server could be changed')
      for (const { part, shown, listed } of told)
        same(listed, shown, `the ${part} in the list of a server whose ${part} was changed`)
    })

    for (const part of ['image', 'flavor'] as const)
      test(
        `${list}/${part}-selects a server by its new ${part}`,
        requirement(`${list}/${part}-selects`)[1],
        async ({ context }) => {
          for (const { value, found } of (await changes(context)).sought.filter(
            (each) => each.list === list && each.part === part,
          ))
            same(found, true, `whether ${part}=${value} finds a server whose ${part} was changed to it`)
        },
      )

    test(
      `${list}/name-selects by letters of several bytes`,
      requirement(`${list}/name-selects`)[1],
      async ({ context }) => {
        for (const { byName } of (await changes(context)).found.filter((each) => each.list === list))
          same(byName, true, `whether the list finds a server by its name, in which ${WIDE} stands`)
      },
    )
  })
}
