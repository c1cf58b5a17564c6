import { isDeepStrictEqual } from 'node:util'
import type { Answer } from '../../fixtures/client/answer.ts'
import { said } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { inJson } from '../../fixtures/expect/in-json.ts'
import { tells } from '../../fixtures/expect/tells.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { rootOfProject } from '../../fixtures/given/roots.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { CLOCKS_APART_MS } from '../clocks.ts'
import { firstOf, history, listedSoon, momentOf } from './history.ts'
import { shownActions } from './shown-actions.ts'

/** The creation of a server, as the list of its actions tells it. */
async function creation(context: TestContext, client: TypedClient, server: GivenServer) {
  const first = firstOf(await listedSoon(context, client, server))
  context.need(200, await client.servers.show(server))
  if (first === undefined)
    throw context.failure('instanceActions.list', 'the server has no action in its list')
  return first
}

/** The answer to a call in the name of a project that the token is not for: an error that any cloud can be brought to. */
async function ofOtherTenant(context: TestContext, client: TypedClient, given: Given) {
  const server = await given.server()
  const root = await rootOfProject(context, client, given.unknownId().replaceAll('-', ''))
  const path = { server_id: server.id, action_id: `req-${given.unknownId()}` }
  return client.send('instanceActions.show', { ...path, root, probe: true })
}

/** @throws Blocked if the answer is no error at all; which one it must be is judged once */
function anError<Id extends OperationId>(answer: Answer<Id>): Answer<Id> {
  if (answer.status >= 400) return answer
  throw new Blocked('instanceActions.show', `setup: ${said(answer)} for another project`)
}

/** Of many actions so many are shown. */
const A_FEW = 5

/** So many milliseconds the clock of the host on which an action begins may be ahead of that on which its steps do. */
const HOSTS_APART_MS = 60_000

/** So many milliseconds after the last change of a server a step may be told to end: clocks are apart, and steps are closed late. */
const AFTERWARDS_MS = 5 * HOSTS_APART_MS

describe('Get action details', () => {
  test(...requirement('instanceActions.show/no-request-body'), async ({ admin, given, context }) => {
    const server = await given.server()
    const { request_id: action_id } = await creation(context, admin, server)
    answers(200, await admin.instanceActions.show({ server_id: server.id, action_id }))
  })

  test(
    ...requirement('instanceActions.show/details-for-administrators-only'),
    async ({ compute, given, context }) => {
      const server = await given.server()
      const { request_id: action_id } = await creation(context, compute, server)
      const answer = await compute.send('instanceActions.show', {
        server_id: server.id,
        action_id,
        probe: true,
      })
      const { statuses } = requirementOf('instanceActions.show/details-for-administrators-only')
      tells(
        answer,
        statuses!.includes(answer.status),
        `a member is answered ${answer.status}, not ${statuses!.join(' or ')}`,
      )
      const events = (answer.body as { instanceAction?: { events?: unknown } } | undefined)?.instanceAction
        ?.events
      demand(
        events === undefined || events === null || isDeepStrictEqual(events, []),
        'a member is told the events of an action',
      )
    },
  )

  test(...requirement('instanceActions.show/accept-encoding-optional'), async ({ admin, given, context }) => {
    const server = await given.server()
    const { request_id: action_id } = await creation(context, admin, server)
    const { header, value } = requirementOf('instanceActions.show/accept-encoding-optional').data as Record<
      string,
      string
    >
    for (const headers of [{ [header!]: value! }, { [header!]: null }])
      answers(200, await admin.send('instanceActions.show', { server_id: server.id, action_id, headers }))
  })

  test(...requirement('instanceActions.show/json-headers'), async ({ admin, given, context }) => {
    const server = await given.server()
    const { request_id: action_id } = await creation(context, admin, server)
    const { headers } = requirementOf('instanceActions.show/json-headers').data as {
      headers: Record<string, string>
    }
    const answer = answers(
      200,
      await admin.send('instanceActions.show', { server_id: server.id, action_id, headers }),
    )
    inJson(answer, 'the answer')
  })

  test(...requirement('instanceActions.show/date-and-length'), async ({ admin, given, context }) => {
    const server = await given.server()
    const { request_id: action_id } = await creation(context, admin, server)
    const answer = answers(200, await admin.instanceActions.show({ server_id: server.id, action_id }))
    const { headers } = requirementOf('instanceActions.show/date-and-length').data as { headers: string[] }
    for (const name of headers)
      demand(answer.headers[name.toLowerCase()] !== undefined, `the answer has no header ${name}`)
  })

  test(...requirement('instanceActions.show/found-by-request-id'), async ({ admin, given, context }) => {
    const server = await given.server()
    const { request_id: action_id } = await creation(context, admin, server)
    const { body } = answers(200, await admin.instanceActions.show({ server_id: server.id, action_id }))
    same(body?.instanceAction?.request_id, action_id, 'the request id of the action shown')
  })

  test(...requirement('instanceActions.show/same-as-listed'), async ({ admin, given, context }) => {
    const server = await given.server()
    const listed = await creation(context, admin, server)
    const path = { server_id: server.id, action_id: listed.request_id }
    const shown = answers(200, await admin.instanceActions.show(path)).body
      ?.instanceAction as unknown as Record<string, unknown>
    for (const [name, value] of Object.entries(listed))
      same(shown?.[name], value, `${name} of the action shown`)
  })

  test(
    'instanceActions.show/same-as-listed for each of several actions',
    requirement('instanceActions.show/same-as-listed')[1],
    async ({ compute, admin, given, context }) => {
      const server = await given.server()
      const call = context.need(202, await compute.servers.pause(server))
      await eventually(server, { status: 'PAUSED' })
      // What was done is listed late at some targets; whether it must be is judged by itself.
      await listedSoon(context, admin, server, ({ request_id }) => request_id === call.requestId)
      for (const listed of (await history(admin, server)).slice(0, A_FEW)) {
        const path = { server_id: server.id, action_id: listed.request_id }
        const shown = answers(200, await admin.instanceActions.show(path)).body
          ?.instanceAction as unknown as Record<string, unknown>
        for (const [name, value] of Object.entries(listed))
          same(shown?.[name], value, `${name} of the action shown for ${listed.request_id}`)
      }
    },
  )

  test(...requirement('instanceActions.show/this-server'), async ({ admin, given, context }) => {
    const server = await given.server()
    const { request_id: action_id } = await creation(context, admin, server)
    const { body } = answers(200, await admin.instanceActions.show({ server_id: server.id, action_id }))
    same(body?.instanceAction?.instance_uuid, server.id, 'instance_uuid of the action shown')
  })

  test(...requirement('instanceActions.show/action-of-another-server'), async ({ admin, given, context }) => {
    const [one, other] = [await given.server(), await given.server()]
    const { request_id: action_id } = await creation(context, admin, other)
    const { statuses } = requirementOf('instanceActions.show/action-of-another-server')
    const answer = await admin.send('instanceActions.show', { server_id: one.id, action_id, probe: true })
    refused(statuses!, answer, 'for an action of another server')
  })

  test(...requirement('instanceActions.show/fault-in-json'), async ({ compute, given, context }) => {
    inJson(anError(await ofOtherTenant(context, compute, given)), 'the error')
  })

  test(...requirement('instanceActions.show/fault-request-id'), async ({ compute, given, context }) => {
    const answer = anError(await ofOtherTenant(context, compute, given))
    demand((answer.headers['x-compute-request-id'] ?? '') !== '', 'the error does not name its request')
  })

  test(...requirement('instanceActions.show/other-tenant-fault'), async ({ compute, given, context }) => {
    const { statuses } = requirementOf('instanceActions.show/other-tenant-fault')
    const answer = refused(statuses!, await ofOtherTenant(context, compute, given), 'for another project')
    const { badRequest } = (answer.body ?? {}) as {
      badRequest?: { code?: unknown }
    }
    demand(badRequest !== undefined, 'the fault is not named badRequest')
    same(badRequest.code, answer.status, 'the code of the fault')
  })

  test(...requirement('instanceActions.show/finished-steps-told'), async ({ admin, given, context }) => {
    const server = await given.server()
    const { request_id: action_id } = await creation(context, admin, server)
    const { result } = requirementOf('instanceActions.show/finished-steps-told').data as { result: string }
    const finished = async () => {
      const { body } = answers(200, await admin.instanceActions.show({ server_id: server.id, action_id }))
      const events = body?.instanceAction?.events ?? []
      return (
        events.length > 0 && events.every((event) => event.finish_time != null && event.result === result)
      )
    }
    const what = `every step of the creation has a finish time and the result ${result}`
    await comesTrue(context, what, finished, { cause: 'instanceActions.show' })
  })

  test(
    'instanceActions.show/finished-steps-told of a later action',
    requirement('instanceActions.show/finished-steps-told')[1],
    async ({ context }) => {
      const { result } = requirementOf('instanceActions.show/finished-steps-told').data as { result: string }
      for (const { what, steps } of await shownActions(context))
        for (const step of steps) {
          demand(step.finish_time != null, `${what} has succeeded, and its step ${step.event} has no end`)
          same(step.result, result, `the result of ${step.event}, a step of ${what}, which has succeeded`)
        }
    },
  )

  test(...requirement('instanceActions.show/finish-after-start'), async ({ context }) => {
    for (const { what, steps } of await shownActions(context))
      for (const { event, start_time, finish_time } of steps) {
        const ends = typeof finish_time === 'string' ? finish_time : start_time
        demand(
          !(momentOf(ends) < momentOf(start_time) - CLOCKS_APART_MS),
          `${event}, a step of ${what}, began ${start_time} and ended ${ends}`,
        )
      }
  })

  test(...requirement('instanceActions.show/steps-follow-start'), async ({ context }) => {
    for (const { what, began, steps } of await shownActions(context))
      for (const { event, start_time } of steps)
        if (momentOf(began) - momentOf(start_time) > HOSTS_APART_MS)
          demand(false, `the step ${event} began at ${start_time}, and ${what} at ${began}`)
  })

  test(...requirement('instanceActions.show/steps-within-change'), async ({ context }) => {
    for (const { what, steps, updated } of await shownActions(context))
      for (const { event, start_time, finish_time } of steps)
        for (const [does, time] of [
          ['began', start_time],
          ['ended', finish_time],
        ] as const)
          demand(
            !(momentOf(time) - momentOf(updated) > AFTERWARDS_MS),
            `${event}, a step of ${what}, ${does} at ${time}, and the server, which was paused then, last changed at ${updated}`,
          )
  })
})
