import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import {
  type EventFilter,
  fitsInPath,
  q,
  type StoredEvent,
  type StoredTrait,
  storedEvents,
  traitOf,
} from '../../fixtures/given/events.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { ALL } from './asking.ts'

const WIDE = { field: 'all_tenants', value: 'True' }

/** So many values of traits are counted. */
const VALUES = 6

interface Counted {
  event: StoredEvent
  trait: StoredTrait
  times: number
}

/** Values of traits, those that most events have in common first: of each trait of a type, one. */
async function commonValues(context: TestContext, admin: TypedClient): Promise<Counted[]> {
  const counts = new Map<string, Counted>()
  for (const event of await storedEvents(context, admin))
    for (const trait of event.traits ?? []) {
      if (!fitsInPath(event.event_type) || !fitsInPath(trait.name)) continue
      const key = JSON.stringify([event.event_type, trait.name, trait.type, trait.value])
      counts.set(key, { event, trait, times: (counts.get(key)?.times ?? 0) + 1 })
    }
  const best = new Map<string, Counted>()
  for (const each of [...counts.values()].sort((a, b) => b.times - a.times)) {
    const key = JSON.stringify([each.event.event_type, each.trait.name])
    if (!best.has(key)) best.set(key, each)
  }
  return [...best.values()].slice(0, VALUES)
}

/** Events by some filters: nothing where they are too many for one list. */
async function listed(context: TestContext, admin: TypedClient, filters: EventFilter[]) {
  const query = { ...q(...filters), limit: ALL }
  const body = context.need(200, await admin.send('events.list', { query })).body as StoredEvent[]
  return body.length < ALL ? body : undefined
}

/** Whether the administrator is shown events of other projects: else more instances may be there than events to be seen. */
async function seesAll(context: TestContext, admin: TypedClient): Promise<boolean> {
  const query = { ...q(WIDE), limit: ALL }
  const body = context.need(200, await admin.send('events.list', { query })).body as StoredEvent[]
  const { projectId } = admin.caller
  return body.some((event) => ![undefined, projectId].includes(traitOf(event, 'project_id')?.value))
}

describe('Instances of a trait, one for each event', () => {
  test(...requirement('traits.show/once-for-each-event'), async ({ admin, context }) => {
    const known = new Set((await storedEvents(context, admin)).map((event) => event.message_id))
    let counted = 0
    for (const { event, trait } of await commonValues(context, admin)) {
      const { event_type } = event
      const { name, type, value } = trait
      const filters: EventFilter[] = [
        { field: 'event_type', value: event_type },
        { field: name, value, ...(type === undefined ? {} : { type }) },
      ]
      const same = (each: StoredTrait) => each.name === name && each.value === value
      const times = (events: StoredEvent[]) =>
        events.flatMap((each) => (each.traits ?? []).filter(same)).length
      const instances = async () =>
        answers(200, await admin.traits.show({ event_type, trait_name: name })).body.filter(same).length
      const found = await instances()
      // Those that were seen before, and still are.
      const own = await listed(context, admin, filters)
      const all = await listed(context, admin, [WIDE, ...filters])
      // Where filters do not find the event itself, or all that match are not in one list, there is nothing to count by.
      if (own === undefined || !all?.some(({ message_id }) => message_id === event.message_id)) continue
      counted++
      const least = times(own.filter(({ message_id }) => known.has(message_id)))
      const what = `${name}=${value} is listed`
      demand(found >= least, `${what} ${found} times for ${event_type}, and ${least} events have it`)
      if (found <= times(all) || !(await seesAll(context, admin))) continue
      // Events may have gone since: those of before count as well as those of after.
      const again = await instances()
      const after = await listed(context, admin, [WIDE, ...filters])
      if (after === undefined) continue
      const most = times([...new Map([...all, ...after].map((each) => [each.message_id, each])).values()])
      demand(
        again <= most,
        `${what} ${again} times for ${event_type}, and no more than ${most} events have it`,
      )
    }
    if (counted === 0) throw new Blocked('environment', 'no events of one value of a trait could be counted')
  })
})
