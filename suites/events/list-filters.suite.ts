import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import {
  alike,
  type EventFilter,
  eventWith,
  hasTrait,
  q,
  type StoredEvent,
  storedEvents,
  tellingTrait,
  traitOf,
} from '../../fixtures/given/events.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { ALL, ask, ids, knownOf, millis, must, mustNot, say } from './asking.ts'

describe('Events by filter', () => {
  test(...requirement('events.list/q-selects'), async ({ panko, context }) => {
    for (const event of (await storedEvents(context, panko)).slice(0, 3)) {
      const filter = { field: 'event_type', value: event.event_type }
      must(await ask(panko, filter), event, say(filter))
    }
  })

  test(...requirement('events.list/q-excludes'), async ({ panko, context }) => {
    const { trait } = await tellingTrait(context, panko, 'string')
    const filter = { field: trait.name, value: trait.value }
    mustNot(await ask(panko, filter), (event) => !hasTrait(event, trait), say(filter))
  })

  test(...requirement('events.list/q-several'), async ({ panko, context }) => {
    const { event, trait } = await tellingTrait(context, panko, 'string')
    const filters = [
      { field: trait.name, value: trait.value },
      { field: 'event_type', value: event.event_type },
    ]
    const found = await ask(panko, ...filters)
    const said = filters.map(say).join(' and ')
    must(found, event, said)
    mustNot(found, (e) => !alike(e.event_type, event.event_type) || !hasTrait(e, trait), said)
  })

  test(...requirement('events.list/q-event-type'), async ({ panko, context }) => {
    const event = await eventWith(context, panko, 'is of a type that others are not', (one, all) =>
      all.some((other) => !alike(other.event_type, one.event_type)),
    )
    const { field, op } = requirementOf('events.list/q-event-type').data as unknown as EventFilter
    const filter = { field, op, value: event.event_type }
    const found = await ask(panko, filter)
    must(found, event, say(filter))
    mustNot(found, (e) => !alike(e.event_type, event.event_type), say(filter))
  })

  test(...requirement('events.list/q-message-id'), async ({ panko, context }) => {
    const [event] = await storedEvents(context, panko)
    const { field, op } = requirementOf('events.list/q-message-id').data as unknown as EventFilter
    same(
      ids(await ask(panko, { field, op, value: event!.message_id })),
      [event!.message_id],
      'the events found',
    )
  })

  test(...requirement('events.list/q-start-timestamp'), async ({ panko, context }) => {
    const event = await eventWith(context, panko, 'is later than another', (one, all) =>
      all.some((other) => time(other) < time(one)),
    )
    const { field, op } = requirementOf('events.list/q-start-timestamp').data as unknown as EventFilter
    const filter = { field, op, value: event.generated }
    const found = await ask(panko, filter)
    must(found, event, say(filter))
    mustNot(found, (e) => time(e) < time(event), say(filter))
  })

  test(...requirement('events.list/q-end-timestamp'), async ({ panko, context }) => {
    const event = await eventWith(context, panko, 'is earlier than another', (one, all) =>
      all.some((other) => time(other) > time(one)),
    )
    const { field, op } = requirementOf('events.list/q-end-timestamp').data as unknown as EventFilter
    const filter = { field, op, value: event.generated }
    const found = await ask(panko, filter)
    must(found, event, say(filter))
    mustNot(found, (e) => time(e) > time(event), say(filter))
  })

  test(...requirement('events.list/q-trait'), async ({ panko, context }) => {
    const { event, trait } = await tellingTrait(context, panko, 'string')
    const filter = { field: trait.name, value: trait.value }
    const found = await ask(panko, filter)
    must(found, event, say(filter))
    mustNot(found, (e) => !hasTrait(e, trait), say(filter))
  })

  test(...requirement('events.list/q-unknown-field'), async ({ panko, context }) => {
    const field = context.faker.string.alpha(16)
    same(await ask(panko, { field, value: 'x' }), [], `the events with a trait ${field}`)
  })

  test(...requirement('events.list/q-op-defaults-to-eq'), async ({ panko, context }) => {
    const op = requirementOf('events.list/q-op-defaults-to-eq').data!.default as string
    const { trait } = await tellingTrait(context, panko, 'string')
    const filter = { field: trait.name, value: trait.value }
    const known = await knownOf(context, panko)
    same(
      known(await ask(panko, filter)),
      known(await ask(panko, { ...filter, op })),
      `without an operator, what ${op} finds`,
    )
  })

  test(...requirement('events.list/q-op-eq'), async ({ panko, context }) => {
    const { op } = requirementOf('events.list/q-op-eq').data as { op: string }
    const { event, trait } = await tellingTrait(context, panko, 'string')
    const filter = { field: trait.name, op, value: trait.value }
    const found = await ask(panko, filter)
    must(found, event, say(filter))
    mustNot(found, (e) => !hasTrait(e, trait), say(filter))
  })

  test(...requirement('events.list/q-op-order'), async ({ panko, context }) => {
    const { trait } = await tellingTrait(context, panko, 'integer')
    // Such as a size in bytes may be more than a double holds.
    const whole = (text: string) => (/^-?\d+$/.test(text) ? BigInt(text) : Number.NaN)
    const pivot = whole(trait.value)
    const holds: Record<string, (value: bigint | number) => boolean> = {
      lt: (v) => v < pivot,
      le: (v) => v <= pivot,
      ne: (v) => v !== pivot,
      ge: (v) => v >= pivot,
      gt: (v) => v > pivot,
    }
    const known = await storedEvents(context, panko)
    for (const op of requirementOf('events.list/q-op-order').data!.ops as string[]) {
      const filter = { field: trait.name, op, type: 'integer', value: trait.value }
      const found = await ask(panko, filter)
      // A name may stand for traits of several types, which are not compared with a whole number.
      const fits = (e: StoredEvent, ...types: unknown[]) =>
        e.traits.some((t) => t.name === trait.name && types.includes(t.type) && holds[op]!(whole(t.value)))
      for (const each of known.filter((e) => fits(e, 'integer'))) must(found, each, say(filter))
      mustNot(found, (e) => !fits(e, 'integer', undefined), say(filter))
    }
  })

  test(...requirement('events.list/q-op-unknown-refused'), async ({ panko, context }) => {
    const { statuses } = requirementOf('events.list/q-op-unknown-refused')
    // Some fields take one operator only; a trait takes all that there are.
    for (const field of ['event_type', context.faker.string.alpha(8)]) {
      const query = q({ field, op: 'like', value: 'x' })
      refused(statuses!, await panko.send('events.list', { query, probe: true }), 'for the operator like')
    }
  })

  test(...requirement('events.list/q-type-defaults-to-string'), async ({ panko, context }) => {
    const type = requirementOf('events.list/q-type-defaults-to-string').data!.default as string
    const { event, trait } = await tellingTrait(context, panko, 'string')
    const filter = { field: trait.name, value: trait.value }
    const found = await ask(panko, filter)
    must(found, event, say(filter))
    const known = await knownOf(context, panko)
    same(known(found), known(await ask(panko, { ...filter, type })), `without a type, what ${type} finds`)
  })

  for (const type of ['integer', 'float', 'datetime', 'string'] as const) {
    test(...requirement(`events.list/q-type-${type}`), async ({ panko, context }) => {
      const { event, trait } = await tellingTrait(context, panko, type)
      const filter = { field: trait.name, op: 'eq', type, value: trait.value }
      const found = await ask(panko, filter)
      must(found, event, `${say(filter)} as ${type}`)
      const equals = (e: StoredEvent) =>
        hasTrait(e, trait) ||
        e.traits.some((t) => t.name === trait.name && Number(t.value) === Number(trait.value))
      mustNot(found, (e) => !equals(e), `${say(filter)} as ${type}`)
    })
  }

  test(...requirement('events.list/q-type-unknown-refused'), async ({ panko, context }) => {
    // The type is that of a trait; on a field that every event has, it means nothing. The value reads as any kind.
    const query = q({ field: context.faker.string.alpha(8), type: 'complex', value: '1' })
    const { statuses } = requirementOf('events.list/q-type-unknown-refused')
    refused(statuses!, await panko.send('events.list', { query, probe: true }), 'for the type complex')
  })

  test(...requirement('events.list/q-value-of-another-type-refused'), async ({ panko, context }) => {
    const { statuses } = requirementOf('events.list/q-value-of-another-type-refused')
    for (const type of ['integer', 'float', 'datetime']) {
      const query = q({
        field: context.faker.string.alpha(8),
        op: 'eq',
        type,
        value: 'neither number nor time',
      })
      refused(statuses!, await panko.send('events.list', { query, probe: true }), `for words as ${type}`)
    }
  })

  test(...requirement('events.list/unparsable-timestamp'), async ({ panko }) => {
    const { statuses } = requirementOf('events.list/unparsable-timestamp')
    for (const [field, op] of [
      ['start_timestamp', 'ge'],
      ['end_timestamp', 'le'],
    ] as const) {
      const query = q({ field, op, value: 'yesterday-ish' })
      refused(
        statuses!,
        await panko.send('events.list', { query, probe: true }),
        `for a ${field} that is no time`,
      )
    }
  })

  test(...requirement('events.list/unknown-parameter-refused'), async ({ panko, context }) => {
    const { statuses } = requirementOf('events.list/unknown-parameter-refused')
    const query = { [context.faker.string.alpha(10)]: '1' }
    refused(
      statuses!,
      await panko.send('events.list', { query, probe: true }),
      'for a parameter that nobody documents',
    )
  })

  test(...requirement('events.list/types-in-events'), async ({ panko, context }) => {
    const bare = (await storedEvents(context, panko))
      .flatMap((e) => e.traits)
      .find((trait) => trait.type === undefined)
    demand(bare === undefined, `the trait ${bare?.name} tells no type`)
  })
})

const time = (event: StoredEvent) => millis(String(event.generated))

describe('Events by role', () => {
  test(...requirement('events.list/unfiltered'), async ({ panko, context }) => {
    const known = (await storedEvents(context, panko)).slice(0, 50)
    // What a list always hides it may show where it is asked for otherwise. Events may come meanwhile: those are asked for first.
    const since = { field: 'start_timestamp', op: 'ge', value: '1970-01-01T00:00:00' }
    const selected = await ask(panko, since)
    const all = answers(200, await panko.send('events.list', { query: { limit: ALL } })).body as StoredEvent[]
    const there = new Set(ids(all))
    for (const event of [...known, ...selected].filter(({ message_id }) => !there.has(message_id))) {
      if (all.length >= ALL)
        throw new Blocked('environment', `there are more than ${ALL} events: not all are in one list`)
      // It may have been done away with since it was seen.
      if ((await panko.events.show({ message_id: event.message_id })).status === 404) continue
      must(all, event, 'a list without a filter')
    }
  })

  test(...requirement('events.list/member-sees-own'), async ({ compute, context }) => {
    const { projectId, userId } = compute.caller
    await storedEvents(context, compute)
    const seen = await ask(compute)
    mustNot(seen, (event) => traitOf(event, 'project_id')?.value !== projectId, 'a member’s list')
    // A token alone may not tell whose it is.
    const others = (event: StoredEvent) => userId !== undefined && traitOf(event, 'user_id')?.value !== userId
    mustNot(seen, others, 'a member’s list')
  })

  test(...requirement('events.list/admin-sees-project'), async ({ admin, context }) => {
    const own = admin.caller.projectId
    await storedEvents(context, admin)
    const seen = await ask(admin)
    mustNot(
      seen,
      (event) => ![own, undefined].includes(traitOf(event, 'project_id')?.value),
      'an administrator’s list',
    )
    const all = requirementOf('events.list/all-tenants').data as unknown as EventFilter
    const orphan = (await ask(admin, all)).find((event) => traitOf(event, 'project_id') === undefined)
    if (orphan !== undefined) must(await ask(admin), orphan, 'an administrator’s list')
  })

  test(...requirement('events.list/all-tenants'), async ({ admin }) => {
    const { field, value } = requirementOf('events.list/all-tenants').data as unknown as EventFilter
    const narrow = ids(await ask(admin)).slice(0, 10)
    const wide = await ask(admin, { field, value })
    for (const id of narrow) {
      // All projects may have more events than one answer holds, so the event itself is asked for.
      const one = await ask(admin, { field, value }, { field: 'message_id', value: id })
      demand(ids(one).includes(id), `${field} hides the event ${id}, which is seen without it`)
    }
    const foreign = wide.some(
      (event) => ![admin.caller.projectId, undefined].includes(traitOf(event, 'project_id')?.value),
    )
    if (!foreign) throw new Blocked('environment', 'there may be no event of another project')
  })
})
