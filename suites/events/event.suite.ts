import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import {
  eventWith,
  fitsInPath,
  LOOK_AT,
  type StoredEvent,
  storedEvents,
  traitOf,
} from '../../fixtures/given/events.ts'
import { throughXml, xmlItems, xmlRoot, xmlText } from '../../fixtures/given/xml.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { list } from './asking.ts'

/** So many of the events are looked at one by one. */
const SHOWN = 10

describe('One event', () => {
  test(...requirement('events.show/this-event'), async ({ panko, context }) => {
    for (const { message_id } of (await storedEvents(context, panko)).slice(0, 5)) {
      same(
        answers(200, await panko.events.show({ message_id })).body?.message_id,
        message_id,
        'the message id',
      )
    }
  })

  const sameAsListed = async (client: TypedClient, events: readonly StoredEvent[], who = '') => {
    for (const event of events) {
      const shown = answers(200, await client.events.show({ message_id: event.message_id })).body
      for (const name of ['message_id', 'event_type', 'generated', 'raw'] as const)
        same(shown?.[name], event[name], `${name} of the event ${event.message_id}${who}`)
      const order = (traits: typeof event.traits) =>
        traits.map((t) => JSON.stringify([t.name, t.type, t.value])).sort()
      same(
        order(shown.traits ?? []),
        order(event.traits),
        `the traits of the event ${event.message_id}${who}`,
      )
    }
  }

  test(...requirement('events.show/same-as-listed'), async ({ panko, context }) => {
    const events = (await storedEvents(context, panko)).slice(0, SHOWN)
    await sameAsListed(panko, events)
    // What a later page lists, too.
    const [first] = events
    if (first !== undefined)
      await sameAsListed(
        panko,
        await list(panko, { marker: first.message_id, limit: 2 }),
        ', on a later page',
      )
  })

  test(
    'events.show/same-as-listed, to an administrator',
    requirement('events.show/same-as-listed')[1],
    async ({ admin, context }) =>
      sameAsListed(admin, (await storedEvents(context, admin)).slice(0, SHOWN), ', to an administrator'),
  )

  test(...requirement('events.show/traits-agree'), async ({ admin, context }) => {
    const event = await eventWith(
      context,
      admin,
      'has a trait that a path can name',
      ({ event_type, traits }) => fitsInPath(event_type) && traits.some((t) => fitsInPath(t.name)),
    )
    const shown = answers(200, await admin.events.show({ message_id: event.message_id })).body
    for (const { name, value } of shown.traits.filter((t) => fitsInPath(t.name))) {
      const path = { event_type: shown.event_type, trait_name: name }
      const instances = context.need(200, await admin.traits.show(path)).body
      demand(
        instances.some((i) => i.value === value),
        `${name} is ${value}, which is none of the trait's instances`,
      )
    }
  })

  test(...requirement('events.show/unknown-message-id'), async ({ panko, context }) => {
    const message_id = context.faker.string.uuid()
    refused(
      requirementOf('events.show/unknown-message-id').statuses!,
      await panko.send('events.show', { message_id, probe: true }),
    )
  })

  test(...requirement('events.show/others-event-hidden'), async ({ compute, admin, context }) => {
    const query = { 'q.field': 'all_tenants', 'q.value': 'True', limit: LOOK_AT }
    const all = context.need(200, await admin.send('events.list', { query })).body as StoredEvent[]
    const { projectId } = compute.caller
    if (projectId === undefined)
      throw new Blocked('environment', 'it is not known which project the member belongs to')
    const hidden = all.find((event) => ![undefined, projectId].includes(traitOf(event, 'project_id')?.value))
    if (hidden === undefined) throw new Blocked('environment', 'no event is another project’s')
    const answer = await compute.send('events.show', { message_id: hidden.message_id, probe: true })
    refused(
      requirementOf('events.show/others-event-hidden').statuses!,
      answer,
      'to a member of another project',
    )
  })

  test(...requirement('events.show/xml'), async ({ panko, context }) => {
    const [event] = await storedEvents(context, panko)
    const { message_id } = event!
    const json = answers(200, await panko.events.show({ message_id })).body
    const xml = answers(
      200,
      await panko.send('events.show', { message_id, headers: { Accept: 'application/xml' } }),
    )
    const root = xmlRoot(xml.text)
    for (const name of ['message_id', 'event_type', 'generated'] as const)
      same(xmlText(root, name), throughXml(json[name]), `${name} in XML`)
    const traits = typeof root === 'string' ? [] : xmlItems(root.traits)
    // Of what kind a trait is, where the one form tells it, the other does, too.
    const texts = traits.map(
      (t) => `${xmlText(t, 'name')} ${xmlText(t, 'value')} of type ${xmlText(t, 'type')}`,
    )
    const wanted = json.traits.map((t) => `${throughXml(t.name)} ${throughXml(t.value)} of type ${t.type}`)
    same(texts.sort(), wanted.sort(), 'the traits in XML')
  })
})
