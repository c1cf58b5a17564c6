import type { TypedClient } from '../../fixtures/client.ts'
import type { GivenServer } from '../../fixtures/given/server.ts'
import { derivedRequirement, describe, test } from '../../fixtures/test.ts'
import { answers, demand, refused, same, unchanged } from '../../fixtures/verbs.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'

/** An event as it is sent. */
interface Sent {
  name: string
  server_uuid: string
  status?: string
  tag?: string
}
/** An event as it is answered. Typed as documented, whatever came. */
interface Told extends Required<Sent> {
  code: number
}

/** Both generations of the call: under the version's root, and under the project's. */
const GENERATIONS = ['externalEvents.create', 'externalEvents.createInTenant'] as const

/** A code below this says that an event was delivered. */
const FIRST_ERROR = 400

for (const id of GENERATIONS) {
  const data = (slug: string) => requirementOf(`${id}/${slug}`).data ?? {}
  const statusOf = (slug: string) => requirementOf(`${id}/${slug}`).statuses ?? []
  const send = (admin: TypedClient, events: Sent[]) => admin.send(id, { body: { events } })
  const probe = (admin: TypedClient, events: unknown[]) => admin.send(id, { body: { events }, probe: true })
  const names = data('documented-names').names as string[]
  const event = (server: GivenServer | string, more: Partial<Sent> = {}): Sent => ({
    name: names[0]!,
    server_uuid: typeof server === 'string' ? server : server.id,
    ...more,
  })
  const told = (answer: { body: unknown }): Told[] => {
    const { events } = (answer.body ?? {}) as { events?: Told[] }
    return Array.isArray(events) ? events : []
  }
  const taken = [200, 207]

  describe(operation(id).summary, () => {
    test(
      ...derivedRequirement(`${id}/all-delivered-200`, `${id}/one-or-several`),
      async ({ admin, given }) => {
        const server = await given.server()
        answers(200, await send(admin, [event(server)]))
        answers(200, await send(admin, [event(server), event(server, { tag: given.unknownId() })]))
      },
    )

    test(...derivedRequirement(`${id}/some-undelivered-207`), async ({ admin, given }) => {
      const server = await given.server()
      const answer = await send(admin, [event(server), event(given.unknownId())])
      refused(statusOf('some-undelivered-207'), answer, 'with one event of two that cannot be delivered')
    })

    test(...derivedRequirement(`${id}/all-undelivered-207`), async ({ admin, given }) => {
      const answer = await send(admin, [event(given.unknownId()), event(given.unknownId())])
      const wanted = statusOf('all-undelivered-207')
      demand(
        wanted.includes(answer.status),
        `no event could be delivered: ${answer.status}, where ${wanted.join(' or ')} is documented`,
      )
    })

    test(...derivedRequirement(`${id}/documented-names`), async ({ admin, given }) => {
      const server = await given.server()
      for (const name of names)
        answers(taken, await send(admin, [event(server, { name, tag: given.unknownId() })]))
    })

    test(...derivedRequirement(`${id}/other-name-refused`), async ({ admin, given }) => {
      const server = await given.server()
      const others = [...(data('other-name-refused').names as string[]), given.faker.lorem.slug(2)]
      for (const name of others) {
        const answer = await probe(admin, [event(server), event(server, { name })])
        refused(statusOf('other-name-refused'), answer, `for the name ${name}`)
      }
      await unchanged(server)
    })

    test(...derivedRequirement(`${id}/documented-statuses`), async ({ admin, given }) => {
      const server = await given.server()
      for (const status of data('documented-statuses').statuses as string[])
        answers(taken, await send(admin, [event(server, { status })]))
    })

    test(...derivedRequirement(`${id}/other-status-refused`), async ({ admin, given }) => {
      const server = await given.server()
      const answer = await probe(admin, [event(server, { status: given.faker.lorem.slug(2) })])
      refused(statusOf('other-status-refused'), answer, 'for a status that is not documented')
    })

    test(...derivedRequirement(`${id}/status-defaults-to-completed`), async ({ admin, given }) => {
      const server = await given.server()
      const [first] = told(answers(200, await send(admin, [event(server)])))
      same(
        first?.status,
        data('status-defaults-to-completed').default,
        'the status of an event that was sent without one',
      )
    })

    test(...derivedRequirement(`${id}/tag-optional`), async ({ admin, given }) => {
      const server = await given.server()
      for (const tag of [undefined, given.unknownId()])
        answers(200, await send(admin, [event(server, { tag })]))
    })

    test(...derivedRequirement(`${id}/tag-distinguishes`, `${id}/tag-echoed`), async ({ admin, given }) => {
      const server = await given.server()
      const tags = [given.unknownId(), given.unknownId()]
      const answer = answers(
        200,
        await send(
          admin,
          tags.map((tag) => event(server, { tag })),
        ),
      )
      same(
        told(answer).map((each) => each.tag),
        tags,
        'the tags of the events in the answer',
      )
    })

    test(...derivedRequirement(`${id}/empty-list-refused`), async ({ admin }) => {
      refused(statusOf('empty-list-refused'), await probe(admin, []), 'for an empty list of events')
    })

    test(...derivedRequirement(`${id}/every-event-answered`), async ({ admin, given }) => {
      const server = await given.server()
      const events = [event(server), event(given.unknownId()), event(server, { tag: given.unknownId() })]
      same(
        told(answers(taken, await send(admin, events))).length,
        events.length,
        'how many events the answer lists',
      )
    })

    test(...derivedRequirement(`${id}/order-kept`), async ({ admin, given }) => {
      const server = await given.server()
      const unknown = given.unknownId()
      const events = [
        event(unknown, { name: names[1]! }),
        event(server),
        event(server, { name: names[2]! }),
        event(unknown),
      ]
      const answered = told(answers(taken, await send(admin, events))).map((each) => [
        each.name,
        each.server_uuid,
      ])
      same(
        answered,
        events.map((each) => [each.name, each.server_uuid]),
        'the events of the answer in turn',
      )
    })

    test(...derivedRequirement(`${id}/name-echoed`), async ({ admin, given }) => {
      const server = await given.server()
      for (const name of names) {
        const [first] = told(
          answers(taken, await send(admin, [event(server, { name, tag: given.unknownId() })])),
        )
        same(first?.name, name, 'the name of the event in the answer')
      }
    })

    test(...derivedRequirement(`${id}/server-uuid-echoed`), async ({ admin, given }) => {
      const server = await given.server()
      for (const uuid of [server.id, given.unknownId()]) {
        const answer = await send(admin, [event(server), event(uuid)])
        same(
          told(answers(taken, answer))[1]?.server_uuid,
          uuid,
          'the server_uuid of the second event in the answer',
        )
      }
    })

    test(...derivedRequirement(`${id}/delivered-code-200`), async ({ admin, given }) => {
      const server = await given.server()
      const [first] = told(answers(taken, await send(admin, [event(server), event(given.unknownId())])))
      same(first?.code, data('delivered-code-200').code, 'the code of the event that was delivered')
    })

    test(...derivedRequirement(`${id}/delivered-status-completed`), async ({ admin, given }) => {
      const server = await given.server()
      const statuses = data('documented-statuses').statuses as string[]
      for (const status of statuses) {
        const [first] = told(answers(200, await send(admin, [event(server, { status })])))
        same(first?.status, 'completed', `the status of a delivered event that was sent as ${status}`)
      }
    })

    test(...derivedRequirement(`${id}/hostless-server-not-delivered`), async ({ admin, given }) => {
      const server = await given.serverIn('SHELVED_OFFLOADED')
      const answer = answers(taken, await send(admin, [event(server)]))
      const codes = data('hostless-server-not-delivered').codes as number[]
      const [first] = told(answer)
      demand(
        codes.includes(Number(first?.code)),
        `the event for a server without a host has the code ${first?.code}, not ${codes.join(' or ')}`,
      )
      same(first?.status, 'failed', 'the status of the event for a server without a host')
    })

    test(...derivedRequirement(`${id}/unknown-server-refused-alone`), async ({ admin, given }) => {
      const server = await given.server()
      const answer = answers(taken, await send(admin, [event(given.unknownId()), event(server)]))
      same(
        told(answer)[1]?.code,
        data('delivered-code-200').code,
        'the code of the event that could be delivered',
      )
    })

    test(...derivedRequirement(`${id}/unknown-server-code-404`), async ({ admin, given }) => {
      const server = await given.server()
      const answer = answers(taken, await send(admin, [event(server), event(given.unknownId())]))
      same(
        told(answer)[1]?.code,
        data('unknown-server-code-404').code,
        'the code of the event for an unknown server',
      )
    })

    test(...derivedRequirement(`${id}/unknown-server-status-failed`), async ({ admin, given }) => {
      const server = await given.server()
      const answer = answers(taken, await send(admin, [event(server), event(given.unknownId())]))
      same(told(answer)[1]?.status, 'failed', 'the status of the event for an unknown server')
    })

    test(...derivedRequirement(`${id}/code-explains`), async ({ admin, given }) => {
      const server = await given.server()
      const second = told(answers(taken, await send(admin, [event(server), event(given.unknownId())])))[1]
      demand(
        Number(second?.code) >= FIRST_ERROR,
        `the event for an unknown server has the code ${second?.code}`,
      )
    })
  })
}

describe('Run events under the path of a project', () => {
  test(...derivedRequirement('externalEvents.createInTenant/tenant-in-path'), async ({ admin, given }) => {
    const server = await given.server()
    const name = (requirementOf('externalEvents.createInTenant/documented-names').data!.names as string[])[0]
    const body = { events: [{ name, server_uuid: server.id }] }
    answers(200, await admin.send('externalEvents.createInTenant', { body }))
  })
})
