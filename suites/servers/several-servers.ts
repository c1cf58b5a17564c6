import type { Answer } from '../../fixtures/client/answer.ts'
import { Given } from '../../fixtures/given/given.ts'
import { foundOnce } from '../../fixtures/given/shared.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { blame, creation, marked, markedWith, named, type Shown } from './create-cases.ts'
import { withServer } from './create-recipes.ts'
import { keyAndGroup } from './key-and-group.ts'
import { overLimit } from './published-limits.ts'

/** So many servers are asked for at once. */
export const COUNT = 2
/** Time for servers to appear after they were asked for, in milliseconds before scaling. */
const APPEARING_MS = 10_000
const BUILDING_MS = 300_000
/** How builds end. On its way a server may show statuses that no document names. */
const AT_REST = ['ACTIVE', 'ERROR']

/** What came of asking for several servers. */
export interface Several {
  /** What was asked for. */
  server: Shown
  answer: Answer<'servers.create'>
  /** All that were made, once all rest. */
  servers: Shown[]
}

/** Asks for servers, two unless told otherwise, and waits until they rest. */
export const make = async (context: TestContext, wishes: Shown, count = COUNT): Promise<Several> => {
  const mark = new Given(context).unknownId()
  let request = await creation(context, [withServer({ ...wishes, metadata: markedWith(mark) })])
  let answer = await context.compute.servers.create({ body: request })
  if ((await overLimit(context, answer, request.server)) !== undefined) {
    // The mark is for finding servers under another name: where there may be no metadata, they must do without.
    request = await creation(context, [withServer(wishes)])
    answer = await context.compute.servers.create({ body: request })
  }
  if (answer.status > 299) return { server: request.server, answer, servers: [] }
  const { pace, config } = context.run
  const { last } = await watch({
    kind: 'servers.create several',
    pace,
    within: BUILDING_MS * config.timeoutScale,
    look: async () => {
      const found = await named(context.compute, request.server.name)
      return found.length > 0 ? found : marked(context.compute, mark)
    },
    waits: context.waits,
    judge: (servers, ms) => {
      if (servers.some(({ status }) => !AT_REST.includes(status))) return 'wait'
      return servers.length >= count || ms > APPEARING_MS * config.timeoutScale ? 'done' : 'wait'
    },
  })
  return { server: request.server, answer, servers: last }
}

const AS_SAMPLED = { min_count: String(COUNT), max_count: String(COUNT), return_reservation_id: 'True' }

/** Two servers, asked for as the samples do it; where that is refused, as these wishes say. */
export const several = async (context: TestContext, wishes: Shown): Promise<Several> => {
  const shared = await foundOnce(context, 'two servers of one request', (own) => make(own, AS_SAMPLED))
  const made = shared.answer.status > 299 ? await make(context, wishes) : shared
  if (made.answer.status > 299) throw await blame(context, made.answer, `take ${JSON.stringify(wishes)}`)
  return made
}

/** What comes of max_count without a min_count, which may be left out. */
export const ofMaxCountAlone = (context: TestContext): Promise<Several> =>
  foundOnce(context, 'servers asked for with a max_count alone', async (own) => {
    const wishes = { max_count: COUNT, return_reservation_id: true }
    const more = await keyAndGroup(new Given(own))
    const made = await make(own, { ...wishes, ...more })
    // What a server may be given besides is judged by itself.
    return made.answer.status > 299 && Object.keys(more).length > 0 ? make(own, wishes) : made
  })

/** What comes of min_count without a max_count, which may be left out. */
export const ofMinCountAlone = (context: TestContext): Promise<Several> =>
  foundOnce(context, 'servers asked for with a min_count alone', (own) => make(own, { min_count: COUNT }))

/** What comes of two counts that differ, and of no word on a reservation, as the first sample has it. */
export const ofTwoCounts = (context: TestContext): Promise<Several> =>
  foundOnce(context, 'servers asked for with a min_count and a greater max_count', (own) =>
    make(own, { min_count: String(COUNT), max_count: String(COUNT + 1) }, COUNT + 1),
  )

/** The same as numbers. */
export const NUMBERS = { min_count: COUNT, max_count: COUNT }
