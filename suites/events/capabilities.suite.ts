import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { inJson } from '../../fixtures/expect/in-json.ts'
import { tells } from '../../fixtures/expect/tells.ts'
import { xmlItems, xmlRoot, xmlText } from '../../fixtures/given/xml.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'

describe('Capabilities', () => {
  test(...requirement('capabilities.show/flattened'), async ({ panko }) => {
    const { body } = answers(200, await panko.capabilities.show())
    for (const [group, capabilities] of Object.entries(body ?? {})) {
      for (const [name, value] of Object.entries((capabilities ?? {}) as object)) {
        demand(
          typeof value === 'boolean',
          `${group} tells ${name} as ${JSON.stringify(value)}, not as true or false`,
        )
      }
    }
  })

  test(...requirement('capabilities.show/query-simple-works'), async ({ panko, context }) => {
    const { body } = answers(200, await panko.capabilities.show())
    if (body.api?.['events:query:simple'] !== true) return
    const filtered = await panko.send('events.list', {
      query: { 'q.field': 'event_type', 'q.value': context.faker.string.alpha(12) },
    })
    tells(
      filtered,
      filtered.status === 200,
      `events:query:simple is true, yet a simple filter is answered with ${filtered.status}`,
    )
  })

  test(...requirement('capabilities.show/other-media-type-refused'), async ({ panko }) => {
    const { data, statuses } = requirementOf('capabilities.show/other-media-type-refused')
    for (const accept of data!.values as string[]) {
      const answer = await panko.send('capabilities.show', { headers: { Accept: accept }, probe: true })
      refused(statuses!, answer, `when only ${accept} is accepted`)
    }
  })

  test(...requirement('capabilities.show/json-by-default'), async ({ panko }) => {
    const answer = answers(200, await panko.send('capabilities.show', { headers: { Accept: '*/*' } }))
    inJson(answer, 'what whoever accepts anything gets')
  })

  test(...requirement('capabilities.show/xml'), async ({ panko }) => {
    const { body } = answers(200, await panko.capabilities.show())
    const xml = answers(
      200,
      await panko.send('capabilities.show', { headers: { Accept: 'application/xml' } }),
    )
    const root = xmlRoot(xml.text)
    for (const group of ['api', 'event_storage'] as const) {
      const node = typeof root === 'string' ? undefined : root[group]
      const pairs = xmlItems(node).map((item) => [
        xmlText(item, 'key'),
        xmlText(item, 'value')?.toLowerCase(),
      ])
      const wanted = Object.entries(body[group] ?? {}).map(([name, value]) => [name, String(value)])
      same(pairs.sort(), wanted.sort(), `the items of ${group} in XML`)
    }
  })
})
