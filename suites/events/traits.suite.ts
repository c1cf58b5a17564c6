import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { alike, fitsInPath, q, type StoredEvent, storedEvents } from '../../fixtures/given/events.ts'
import { throughXml, xmlItems, xmlRoot, xmlText } from '../../fixtures/given/xml.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'

/** Events by type, the type with the most kinds of traits first. */
async function byType(context: TestContext, admin: TypedClient): Promise<[string, StoredEvent[]][]> {
  const types = new Map<string, StoredEvent[]>()
  for (const event of await storedEvents(context, admin)) {
    if (fitsInPath(event.event_type))
      types.set(event.event_type, [...(types.get(event.event_type) ?? []), event])
  }
  if (types.size === 0) throw new Blocked('environment', 'no type of an event can be told in a path')
  return [...types].sort(([, a], [, b]) => kinds(b) - kinds(a))
}

/** Enough of the traits of a type to see that they are told right. */
const MANY = 12

/** So many types of events are looked at, those with the most kinds of traits. */
const TYPES = 4

/** The names of traits that events have. */
function namesIn(events: StoredEvent[]): string[] {
  const names = new Set(events.flatMap((event) => event.traits.map((trait) => trait.name)))
  const found = [...names].filter(fitsInPath).slice(0, MANY)
  if (found.length === 0) throw new Blocked('environment', `no event of ${events[0]?.event_type} has a trait`)
  return found
}

const kinds = (events: StoredEvent[]) => new Set(events.flatMap((e) => e.traits.map((t) => t.type))).size

/** Each type, with the names of traits that events of other types have and its own lack. */
async function foreignNames(context: TestContext, admin: TypedClient): Promise<[string, Set<string>][]> {
  const types = (await byType(context, admin)).slice(0, TYPES)
  const names = (events: StoredEvent[]) => new Set(events.flatMap((e) => e.traits.map((t) => t.name)))
  const found = types.map(([type, events]): [string, Set<string>] => {
    const own = names(events)
    const others = names(types.filter(([other]) => other !== type).flatMap(([, theirs]) => theirs))
    return [type, new Set([...others].filter((name) => !own.has(name) && fitsInPath(name)))]
  })
  if (found.every(([, foreign]) => foreign.size === 0))
    throw new Blocked('environment', 'no two types of events differ in the names of their traits')
  return found
}

/**
 * A trait of a type that no event of it is known to have: not every event was looked at, one may have it after all.
 * @throws Broken where it has no instance; Blocked where no event shows it
 */
async function hasAfterAll(admin: TypedClient, context: TestContext, type: string, name: string) {
  const path = { event_type: type, trait_name: name }
  const instances = context.need(200, await admin.traits.show(path)).body
  demand(instances.length > 0, `${name} is listed for ${type}, whose events lack it`)
  for (const { type: kind, value } of instances.slice(0, MANY)) {
    const query = q({ field: 'event_type', value: type }, { field: name, type: kind, value })
    const answer = await admin.send('events.list', { query: { ...query, limit: 1 } })
    if (isSuccess(answer) && (answer.body as unknown[]).length > 0) return
  }
  throw new Blocked('environment', `no event tells whether one of ${type} has ${name}`)
}

describe('Traits of an event type', () => {
  test(...requirement('traits.list/trait-of-every-event'), async ({ admin, context }) => {
    for (const [event_type, events] of (await byType(context, admin)).slice(0, TYPES)) {
      const listed = answers(200, await admin.traits.list({ event_type })).body
      for (const { name } of events.flatMap((event) => event.traits))
        demand(
          listed.some((trait) => trait.name === name),
          `events of ${event_type} have the trait ${name}, which is not listed`,
        )
    }
  })

  test(...requirement('traits.list/other-types-excluded'), async ({ admin, context }) => {
    for (const [event_type, foreign] of await foreignNames(context, admin)) {
      const listed = answers(200, await admin.traits.list({ event_type })).body
      const doubtful = listed.find(({ name }) => foreign.has(name))
      if (doubtful !== undefined) await hasAfterAll(admin, context, event_type, doubtful.name)
    }
  })

  test(...requirement('traits.list/each-once'), async ({ admin, context }) => {
    for (const [event_type] of (await byType(context, admin)).slice(0, 4)) {
      const listed = answers(200, await admin.traits.list({ event_type })).body
      const pairs = listed.map((trait) => `${trait.name} ${trait.type}`)
      same(pairs, [...new Set(pairs)], `the traits of ${event_type}, each once`)
    }
  })

  test(...requirement('traits.list/kind-of-the-instances'), async ({ admin, context }) => {
    // A name that stands for two kinds tells most.
    const kinds = ([, events]: [string, StoredEvent[]]) => {
      const traits = events.flatMap((event) => event.traits ?? [])
      return (
        new Set(traits.map(({ name, type }) => `${name} ${type}`)).size -
        new Set(traits.map(({ name }) => name)).size
      )
    }
    const types = (await byType(context, admin)).sort((a, b) => kinds(b) - kinds(a))
    for (const [event_type] of types.slice(0, TYPES)) {
      const listed = answers(200, await admin.traits.list({ event_type })).body
      for (const { name } of listed.filter((t) => fitsInPath(t.name)).slice(0, MANY)) {
        const told = new Set(listed.filter((t) => alike(t.name, name)).map((t) => t.type ?? 'string'))
        const instances = answers(200, await admin.traits.show({ event_type, trait_name: name })).body
        for (const instance of instances) {
          demand(
            told.has(instance.type ?? 'string'),
            `${name} is told as ${[...told].join(', ')}; an instance is ${instance.type}`,
          )
        }
      }
    }
  })

  test(...requirement('traits.list/type-defaults-to-string'), async ({ admin, context }) => {
    const normal = requirementOf('traits.list/type-defaults-to-string').data!.default
    const [[event_type, events]] = (await byType(context, admin)) as [[string, StoredEvent[]]]
    const listed = answers(200, await admin.traits.list({ event_type })).body
    for (const { name, type } of listed) {
      const ofEvents = new Set(
        events.flatMap((e) => e.traits.filter((t) => t.name === name).map((t) => t.type ?? normal)),
      )
      if (ofEvents.size !== 1 || listed.filter((each) => each.name === name).length > 1) continue
      same(type ?? normal, [...ofEvents][0], `the kind of ${name}`)
    }
  })

  test(...requirement('traits.list/unknown-type-empty'), async ({ admin, context }) => {
    same(
      answers(200, await admin.traits.list({ event_type: context.faker.string.alpha(12) })).body,
      [],
      'the list',
    )
  })

  test(...requirement('traits.list/xml'), async ({ admin, context }) => {
    const [[event_type]] = (await byType(context, admin)) as [[string, StoredEvent[]]]
    const listed = answers(200, await admin.traits.list({ event_type })).body
    const xml = answers(
      200,
      await admin.send('traits.list', { event_type, headers: { Accept: 'application/xml' } }),
    )
    const items = xmlItems(xmlRoot(xml.text)).map((i) => `${xmlText(i, 'name')} ${xmlText(i, 'type')}`)
    same(items.sort(), listed.map((t) => `${throughXml(t.name)} ${t.type}`).sort(), 'the traits in XML')
  })

  test(...requirement('traits.list/member-refused'), async ({ compute, context }) => {
    const { statuses } = requirementOf('traits.list/member-refused')
    const event_type = context.faker.string.alpha(12)
    refused(statuses!, await compute.send('traits.list', { event_type, probe: true }), 'to a member')
  })
})

describe('Instances of a trait', () => {
  test(...requirement('traits.show/only-this-trait'), async ({ admin, context }) => {
    const [[event_type, events]] = (await byType(context, admin)) as [[string, StoredEvent[]]]
    for (const name of namesIn(events)) {
      const instances = answers(200, await admin.traits.show({ event_type, trait_name: name })).body
      demand(instances.length > 0, `${name} of ${event_type} has no instance, though an event has it`)
      const others = instances.filter((instance) => !alike(instance.name, name))
      demand(others.length === 0, `asked for ${name}, the list holds ${others[0]?.name}`)
    }
  })

  test(...requirement('traits.show/every-event-of-the-type'), async ({ admin, context }) => {
    for (const [event_type, events] of (await byType(context, admin)).slice(0, TYPES))
      for (const name of namesIn(events)) {
        const values = answers(200, await admin.traits.show({ event_type, trait_name: name })).body.map(
          (i) => i.value,
        )
        for (const trait of events.flatMap((e) => e.traits.filter((t) => t.name === name))) {
          demand(
            values.includes(trait.value),
            `${name} is ${trait.value} in an event of ${event_type}; the value is not listed`,
          )
        }
      }
  })

  test(...requirement('traits.show/other-types-excluded'), async ({ admin, context }) => {
    const all = (await byType(context, admin)).flatMap(([, events]) => events)
    for (const event of all) {
      for (const trait of event.traits.filter((t) => fitsInPath(t.name))) {
        const type = all.find(
          (e) => e.event_type !== event.event_type && e.traits.some((t) => t.name === trait.name),
        )?.event_type
        const own = all.filter((e) => e.event_type === type).flatMap((e) => e.traits)
        if (type === undefined || own.some((t) => t.name === trait.name && t.value === trait.value)) continue
        const somewhere = q(
          { field: 'all_tenants', value: 'True' },
          { field: 'event_type', value: type },
          { field: trait.name, type: trait.type, value: trait.value },
        )
        const { body } = context.need(
          200,
          await admin.send('events.list', { query: { ...somewhere, limit: 1 } }),
        )
        if ((body as unknown[]).length > 0) continue
        const values = answers(
          200,
          await admin.traits.show({ event_type: type, trait_name: trait.name }),
        ).body
        const found = values.some((instance) => instance.value === trait.value)
        demand(
          !found,
          `${trait.name}=${trait.value} is listed for ${type}, and only an event of ${event.event_type} has it`,
        )
        return
      }
    }
    throw new Blocked(
      'environment',
      'no trait has a value in events of one type that it lacks in those of another',
    )
  })

  test(...requirement('traits.show/value-fits-the-kind'), async ({ admin, context }) => {
    const fits: Record<string, RegExp> = {
      integer: /^-?\d+$/,
      float: /^(-?\d+(\.\d+)?(e[+-]?\d+)?|-?inf(inity)?|nan)$/i,
      datetime: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?$/,
    }
    for (const [event_type, events] of (await byType(context, admin)).slice(0, 4)) {
      const names = [
        ...new Set(
          events.flatMap((e) => e.traits.filter((t) => (t.type ?? 'string') in fits).map((t) => t.name)),
        ),
      ].filter(fitsInPath)
      for (const trait_name of names) {
        for (const { type, value } of answers(200, await admin.traits.show({ event_type, trait_name }))
          .body) {
          const rule = fits[type]
          demand(
            rule === undefined || rule.test(value),
            `${trait_name} is of type ${type} and has the value ${value}`,
          )
        }
      }
    }
  })

  test(...requirement('traits.show/unknown-type-empty'), async ({ admin, context }) => {
    const trait_name =
      (await storedEvents(context, admin))[0]!.traits.find((t) => fitsInPath(t.name))?.name ?? 'service'
    const answer = await admin.traits.show({ event_type: context.faker.string.alpha(12), trait_name })
    same(answers(200, answer).body, [], 'the list')
  })

  test(...requirement('traits.show/unknown-trait-empty'), async ({ admin, context }) => {
    const [[event_type]] = (await byType(context, admin)) as [[string, StoredEvent[]]]
    const answer = await admin.traits.show({ event_type, trait_name: context.faker.string.alpha(12) })
    same(answers(200, answer).body, [], 'the list')
  })

  test(...requirement('traits.show/xml'), async ({ admin, context }) => {
    const [[event_type, events]] = (await byType(context, admin)) as [[string, StoredEvent[]]]
    const path = { event_type, trait_name: namesIn(events)[0]! }
    const listed = answers(200, await admin.traits.show(path)).body
    const xml = answers(
      200,
      await admin.send('traits.show', { ...path, headers: { Accept: 'application/xml' } }),
    )
    const texts = xmlItems(xmlRoot(xml.text)).map((i) =>
      ['name', 'value', 'type'].map((n) => xmlText(i, n)).join(' '),
    )
    const wanted = listed.map((t) => `${throughXml(t.name)} ${throughXml(t.value)} ${t.type}`)
    same(texts.sort(), wanted.sort(), 'the instances in XML')
  })

  test(...requirement('traits.show/member-refused'), async ({ compute, context }) => {
    const { statuses } = requirementOf('traits.show/member-refused')
    const path = { event_type: context.faker.string.alpha(12), trait_name: context.faker.string.alpha(8) }
    refused(statuses!, await compute.send('traits.show', { ...path, probe: true }), 'to a member')
  })
})
