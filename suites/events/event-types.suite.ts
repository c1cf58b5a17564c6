import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { storedEvents } from '../../fixtures/given/events.ts'
import { throughXml, xmlItems, xmlRoot } from '../../fixtures/given/xml.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'

describe('Event types', () => {
  test(...requirement('eventTypes.list/type-of-every-event'), async ({ admin, context }) => {
    const events = await storedEvents(context, admin)
    const types = answers(200, await admin.eventTypes.list()).body
    for (const { event_type } of events)
      demand(types.includes(event_type), `${event_type} is stored and not listed`)
  })

  test(...requirement('eventTypes.list/each-once'), async ({ admin }) => {
    const types = answers(200, await admin.eventTypes.list()).body
    same(types, [...new Set(types)], 'the types, each once')
  })

  test(...requirement('eventTypes.list/no-other-type'), async ({ admin }) => {
    const types = answers(200, await admin.eventTypes.list()).body
    for (const type of types.slice(0, 10)) {
      const query = {
        'q.field': ['all_tenants', 'event_type'],
        'q.value': ['True', type],
        limit: 1,
      }
      const { body } = answers(200, await admin.send('events.list', { query }))
      demand((body as unknown[]).length > 0, `${type} is listed, and no event of that type is stored`)
    }
  })

  test(...requirement('eventTypes.list/sorted'), async ({ admin }) => {
    const types = answers(200, await admin.eventTypes.list()).body
    // Databases sort with capitals apart or without a look at them.
    const behind = (a: string, b: string) => a > b && a.toUpperCase() > b.toUpperCase()
    const at = types.findIndex((type, index) => index > 0 && behind(types[index - 1]!, type))
    demand(at < 0, `${types[at - 1]} is listed before ${types[at]}`)
  })

  test(...requirement('eventTypes.list/xml'), async ({ admin }) => {
    const types = answers(200, await admin.eventTypes.list()).body
    const xml = answers(200, await admin.send('eventTypes.list', { headers: { Accept: 'application/xml' } }))
    const told = xmlItems(xmlRoot(xml.text)).map((item) =>
      typeof item === 'string' ? throughXml(item) : item,
    )
    same(told, types.map(throughXml), 'the types in XML')
  })

  test(...requirement('eventTypes.list/member-refused'), async ({ compute }) => {
    const { statuses } = requirementOf('eventTypes.list/member-refused')
    refused(statuses!, await compute.send('eventTypes.list', { probe: true }), 'to a member')
  })
})

describe('One event type', () => {
  test(...requirement('eventTypes.show/always-404'), async ({ admin, context }) => {
    const { statuses } = requirementOf('eventTypes.show/always-404')
    const stored = (await storedEvents(context, admin))[0]!.event_type
    for (const event_type of [stored, context.faker.string.alpha(12)]) {
      refused(
        statuses!,
        await admin.send('eventTypes.show', { event_type, probe: true }),
        `for ${event_type}`,
      )
    }
  })

  test(...requirement('eventTypes.show/fault-status'), async ({ panko, context }) => {
    const { statuses } = requirementOf('eventTypes.show/fault-status')
    const event_type = context.faker.string.alpha(12)
    refused(statuses!, await panko.send('eventTypes.show', { event_type, probe: true }))
  })
})
