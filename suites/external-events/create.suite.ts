import { isDeepStrictEqual } from 'node:util'
import type { Answer } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { tells } from '../../fixtures/expect/tells.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import { settles } from '../../fixtures/given/at-rest.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { derivedRequirement, describe, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { hostOf } from '../server-actions/current-host.ts'

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
  /** A call as a whole is answered as a requirement says. @param events what was in it */
  const whole = (answer: Answer, slug: string, events: string): void => {
    const wanted = statusOf(slug)
    const message = `a call ${events} was answered ${answer.status}, where ${wanted.join(' or ')} is documented`
    tells(answer, wanted.includes(answer.status), message)
  }
  // Which of them it must be is judged by itself, like the order of the events and that none is left out.
  const taken = [200, 207]
  /** What is told of the event for a server. @throws Blocked if nothing is */
  const about = (answer: { body: unknown }, uuid: string): Told => {
    const found = told(answer).find((each) => each.server_uuid === uuid)
    if (found === undefined)
      throw new Blocked(id, `setup: nothing is told of the event for the server ${uuid}`)
    return found
  }

  describe(operation(id).summary, () => {
    for (const [slug, status] of [
      ['all-delivered-200', 200],
      ['one-or-several', taken],
    ] as const)
      test(...derivedRequirement(`${id}/${slug}`), async ({ admin, given }) => {
        const server = await given.server()
        answers(status, await send(admin, [event(server)]))
        answers(status, await send(admin, [event(server), event(server, { tag: given.unknownId() })]))
      })

    test(
      ...derivedRequirement(`${id}/some-undelivered-207`, `${id}/status-207`),
      async ({ admin, given }) => {
        const server = await given.server()
        const answer = await send(admin, [event(server), event(given.unknownId())])
        whole(answer, 'some-undelivered-207', 'with one event of two that cannot be delivered')
        const more = await send(admin, [event(given.unknownId()), event(server), event(given.unknownId())])
        whole(more, 'some-undelivered-207', 'with two events of three that cannot be delivered')
        const last = await send(admin, [event(given.unknownId()), event(server)])
        whole(last, 'some-undelivered-207', 'of which the last event alone can be delivered')
      },
    )

    test(...derivedRequirement(`${id}/some-undelivered-207`), async ({ admin, given }) => {
      const [server, hostless] = [await given.server(), await given.serverIn('SHELVED_OFFLOADED')]
      const answer = await send(admin, [event(server), event(hostless)])
      // Whether it may be delivered is judged by itself.
      if (Number(about(answer, hostless.id).code) < FIRST_ERROR) return
      whole(answer, 'some-undelivered-207', 'with an event for a server that is on no host')
    })

    test(...derivedRequirement(`${id}/all-undelivered-207`), async ({ admin, given }) => {
      const answer = await send(admin, [event(given.unknownId()), event(given.unknownId())])
      whole(answer, 'all-undelivered-207', 'with no event that can be delivered')
    })

    test(...derivedRequirement(`${id}/documented-names`), async ({ admin, given }) => {
      const server = await given.server()
      for (const name of names)
        answers(taken, await send(admin, [event(server, { name, tag: given.unknownId() })]))
    })

    test(...derivedRequirement(`${id}/other-name-refused`), async ({ admin, given }) => {
      const server = await given.server()
      const others = [
        ...(data('other-name-refused').names as string[]),
        given.faker.lorem.slug(2),
        names[0]!.toUpperCase(),
      ]
      for (const name of others) {
        const answer = await probe(admin, [event(server), event(server, { name })])
        refusedAs(`${id}/other-name-refused`, answer, `for the name ${name}`)
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
      refusedAs(`${id}/other-status-refused`, answer, 'for a status that is not documented')
    })

    test(...derivedRequirement(`${id}/status-defaults-to-completed`), async ({ admin, given }) => {
      const server = await given.server()
      const [first] = told(answers(taken, await send(admin, [event(server)])))
      same(
        first?.status,
        data('status-defaults-to-completed').default,
        'the status of an event that was sent without one',
      )
    })

    test(...derivedRequirement(`${id}/tag-optional`), async ({ admin, given }) => {
      const server = await given.server()
      for (const tag of [undefined, given.unknownId()])
        answers(taken, await send(admin, [event(server, { tag })]))
    })

    test(...derivedRequirement(`${id}/tag-distinguishes`, `${id}/tag-echoed`), async ({ admin, given }) => {
      const server = await given.server()
      const tags = [given.unknownId(), given.unknownId()]
      const answer = answers(
        taken,
        await send(
          admin,
          tags.map((tag) => event(server, { tag })),
        ),
      )
      same(
        told(answer)
          .map((each) => each.tag)
          .sort(),
        tags.sort(),
        'the tags of the events in the answer',
      )
    })

    test(...derivedRequirement(`${id}/empty-list-refused`), async ({ admin }) => {
      refusedAs(`${id}/empty-list-refused`, await probe(admin, []), 'for an empty list of events')
    })

    test(...derivedRequirement(`${id}/every-event-answered`), async ({ admin, given }) => {
      const server = await given.server()
      const events = [
        event(server),
        event(given.unknownId()),
        ...names.map((name) => event(server, { name, tag: given.unknownId() })),
      ]
      same(
        told(answers(taken, await send(admin, events))).length,
        events.length,
        'how many events the answer lists',
      )
    })

    test(...derivedRequirement(`${id}/every-event-answered`), async ({ admin, given }) => {
      const server = await given.server()
      for (const one of [event(server, { tag: given.unknownId() }), event(given.unknownId())]) {
        const { length } = told(answers(taken, await send(admin, [one, one, event(server)])))
        same(length, 3, 'of three events of which two are equal, how many the answer lists')
      }
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
      const answer = told(answers(taken, await send(admin, events)))
      if (answer.length !== events.length)
        throw new Blocked(id, `setup: the answer lists ${answer.length} of ${events.length} events`)
      const answered = answer.map((each) => [each.name, each.server_uuid])
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

    /** Four events that differ in name and tag, for servers that there are and are not, with what is answered. */
    const several = async (admin: TypedClient, given: Given) => {
      const server = await given.server()
      const uuids = [server.id, given.unknownId(), given.unknownId(), server.id]
      const sent = uuids.map((uuid, at) => event(uuid, { name: names[at], tag: given.unknownId() }))
      const found = told(answers(taken, await send(admin, sent)))
      if (found.length !== sent.length)
        throw new Blocked(id, `setup: the answer lists ${found.length} of ${sent.length} events`)
      return { sent, found }
    }
    const namesOf = (events: Sent[]) => events.map(({ name }) => name).sort()

    test(...derivedRequirement(`${id}/name-echoed`), async ({ admin, given }) => {
      const { sent, found } = await several(admin, given)
      same(namesOf(found), namesOf(sent), 'the names of the events in the answer')
    })

    for (const [slug, key] of [
      ['server-uuid-echoed', 'server_uuid'],
      ['tag-echoed', 'tag'],
    ] as const)
      test(...derivedRequirement(`${id}/${slug}`), async ({ admin, given }) => {
        const { sent, found } = await several(admin, given)
        if (!isDeepStrictEqual(namesOf(found), namesOf(sent)))
          throw new Blocked(id, 'setup: by their names, the events of the answer cannot be told apart')
        for (const { name, ...one } of sent)
          same(found.find((each) => each.name === name)?.[key], one[key], `the ${key} of the event ${name}`)
      })

    test(...derivedRequirement(`${id}/server-uuid-echoed`), async ({ admin, given }) => {
      const server = await given.server()
      for (const uuid of [server.id, given.unknownId()]) {
        const answer = answers(taken, await send(admin, [event(server), event(uuid)]))
        const uuids = told(answer).map((each) => each.server_uuid)
        demand(uuids.includes(uuid), `no event of the answer has the server_uuid ${uuid}`)
      }
    })

    test(...derivedRequirement(`${id}/delivered-code-200`), async ({ admin, given }) => {
      const [server, other] = [await given.server(), await given.server()]
      for (const events of [
        [event(server), event(given.unknownId())],
        [event(server), event(other)],
      ]) {
        const answer = answers(taken, await send(admin, events))
        for (const { server_uuid: uuid, code } of told(answer).filter(
          (each) => each.server_uuid === server.id || each.server_uuid === other.id,
        ))
          same(Number(code), data('delivered-code-200').code, `the code of the event for the server ${uuid}`)
      }
    })

    test(...derivedRequirement(`${id}/delivered-status-completed`), async ({ admin, given }) => {
      const server = await given.server()
      const statuses = data('documented-statuses').statuses as string[]
      for (const status of statuses) {
        const [first] = told(answers(taken, await send(admin, [event(server, { status })])))
        same(first?.status, 'completed', `the status of a delivered event that was sent as ${status}`)
      }
    })

    test(...derivedRequirement(`${id}/hostless-server-not-delivered`), async ({ admin, given }) => {
      const server = await given.serverIn('SHELVED_OFFLOADED')
      // The status tells of the end of shelving; clouds may let go of the host a moment later, and deliver events till then.
      await settles(server)
      const answer = answers(taken, await send(admin, [event(server)]))
      const { code, status } = about(answer, server.id)
      const undelivered = Number(code) >= FIRST_ERROR || status === 'failed'
      // On a host an event is delivered, and that the host stays is the doing of who let the server keep it.
      if (!undelivered && (await hostOf(admin, server)) !== null)
        throw new Blocked('servers.shelveOffload', 'setup: an offloaded server is still shown on a host')
      demand(
        undelivered,
        `the event for a server without a host has the code ${code} and the status ${status}, as if it were delivered`,
      )
    })

    test(...derivedRequirement(`${id}/unknown-server-refused-alone`), async ({ admin, given }) => {
      const server = await given.server()
      const answer = answers(taken, await send(admin, [event(given.unknownId()), event(server)]))
      same(
        Number(about(answer, server.id).code),
        data('delivered-code-200').code,
        'the code of the event that could be delivered',
      )
    })

    test(...derivedRequirement(`${id}/unknown-server-code-404`), async ({ admin, given }) => {
      const server = await given.server()
      const unknown = given.unknownId()
      const answer = answers(taken, await send(admin, [event(server), event(unknown)]))
      same(
        Number(about(answer, unknown).code),
        data('unknown-server-code-404').code,
        'the code of the event for an unknown server',
      )
    })

    test(...derivedRequirement(`${id}/unknown-server-status-failed`), async ({ admin, given }) => {
      const server = await given.server()
      const unknown = given.unknownId()
      const answer = answers(taken, await send(admin, [event(server), event(unknown)]))
      same(about(answer, unknown).status, 'failed', 'the status of the event for an unknown server')
    })

    test(...derivedRequirement(`${id}/code-explains`), async ({ admin, given }) => {
      const server = await given.server()
      const unknown = given.unknownId()
      const { code } = about(answers(taken, await send(admin, [event(server), event(unknown)])), unknown)
      demand(Number(code) >= FIRST_ERROR, `the event for an unknown server has the code ${code}`)
    })
  })
}

describe('Run events under the path of a project', () => {
  test(...derivedRequirement('externalEvents.createInTenant/tenant-in-path'), async ({ admin, given }) => {
    const server = await given.server()
    const name = (requirementOf('externalEvents.createInTenant/documented-names').data!.names as string[])[0]
    const body = { events: [{ name, server_uuid: server.id }] }
    answers([200, 207], await admin.send('externalEvents.createInTenant', { body }))
  })
})
