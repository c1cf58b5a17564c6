import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import type { StoredEvent } from '../../fixtures/given/events.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { ids, list } from './asking.ts'

/** More pages than this are not walked. */
const MOST_PAGES = 30

/**
 * The events behind a marker.
 * @throws Blocked by `environment` where the event that is the marker was done away with meanwhile
 */
export async function behind(
  panko: TypedClient,
  marker: string,
  query: Record<string, unknown>,
): Promise<StoredEvent[]> {
  const answer = await panko.send('events.list', { query: { ...query, marker } })
  if (answer.status !== 200 && (await panko.events.show({ message_id: marker })).status === 404)
    throw new Blocked('environment', `the event ${marker} went while its page was asked for`)
  return answers(200, answer).body as StoredEvent[]
}

/**
 * Walks the first events of a query by pages: each is on one page, in the order of the list, and no event is seen twice.
 * @param size events a page @param most events to walk @throws Broken
 */
export async function walk(
  panko: TypedClient,
  query: Record<string, unknown>,
  { size, most, what }: { size: number; most: number; what: string },
): Promise<StoredEvent[]> {
  const whole = ids(await list(panko, { ...query, limit: most }))
  const walked: StoredEvent[] = []
  const seen = () => ids(walked)
  for (let pages = 0; pages < MOST_PAGES && !seen().includes(whole.at(-1)!); pages++) {
    const last = walked.at(-1)?.message_id
    const page =
      last === undefined
        ? await list(panko, { ...query, limit: size })
        : await behind(panko, last, { ...query, limit: size })
    if (page.length === 0) break
    walked.push(...page)
  }
  const twice = seen().find((id, at) => seen().indexOf(id) !== at)
  demand(twice === undefined, `${what}: the event ${twice} is listed twice`)
  // Events may come and go meanwhile: those that were there before and after must have been on one page each, in order.
  const after = new Set(ids(await list(panko, { ...query, limit: most })))
  const stayed = whole.filter((id) => after.has(id))
  same(
    seen().filter((id) => stayed.includes(id)),
    stayed,
    what,
  )
  return walked
}
