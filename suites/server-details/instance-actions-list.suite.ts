import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { Given } from '../../fixtures/given/given.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { REFUSALS } from '../../spec/derive/refusals.ts'
import { CLOCKS_APART_MS } from '../clocks.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { firstOf, history, isNewestFirst, type ListedAction, listedSoon, momentOf } from './history.ts'
import { muchDone } from './much-done.ts'

/**
 * Pauses a server. @returns the call, and the action that its history has more than before
 * @throws Blocked by the list if it has none: whether it must is judged once
 */
const paused = async (context: TestContext, compute: TypedClient, server: GivenServer) => {
  // What was done before may be listed late: the creation is waited for.
  const before = (await listedSoon(context, compute, server)).map((action) => action.request_id)
  const call = context.need(202, await compute.servers.pause(server))
  await eventually(server, { status: 'PAUSED' })
  // What is listed late, as the creation may be, is new too, and is another call's.
  const isNew = ({ request_id, action }: ListedAction) =>
    !before.includes(request_id) && !(action === NAMES()['servers.create'] && request_id !== call.requestId)
  const listed = await listedSoon(context, compute, server, isNew)
  const found = listed.find(({ request_id }) => request_id === call.requestId) ?? listed[0]
  if (found === undefined)
    throw new Blocked('instanceActions.list', 'setup: the list holds no action more than before')
  return { call, found }
}

/** Longer than the whole seconds in which a target may tell times, in milliseconds. */
const APART_MS = 1100

const areNewestFirst = (listed: readonly ListedAction[], asked: readonly (string | undefined)[]) => {
  if (isNewestFirst(listed, asked)) return
  const times = listed.map(({ start_time }) => start_time)
  const inTurn = [...times].sort((a, b) => momentOf(b) - momentOf(a))
  same(times, inTurn, `the start times of ${times.length} actions in turn`)
}

/** So many milliseconds the clocks may be apart of those who write down that a server is asked for, and that it is made. */
const SERVICES_APART_MS = 5 * 60_000

const NAMES = () =>
  requirementOf('instanceActions.list/named-for-the-call').data!.names as Record<string, string>

describe('List server actions', () => {
  test(
    ...requirement('instanceActions.list/no-request-body', 'instanceActions.list/member-allowed'),
    async ({ compute, given }) => {
      answers(200, await compute.instanceActions.list(await given.server()))
    },
  )

  test(...requirement('instanceActions.list/taken-action-appears'), async ({ context }) => {
    const { done, more } = await muchDone(context)
    const missing = done.filter(({ entry }) => entry === undefined).map(({ operationId }) => operationId)
    // Where none bears the id of its request, that is told by itself, and they can only be counted.
    if (missing.length === done.length)
      demand(more >= done.length, `of ${done.length} actions that were taken ${more} are listed`)
    else same(missing, [], 'the actions that succeeded and are not listed')
  })

  test(
    'instanceActions.list/taken-action-appears, whoever asked for it and however often',
    requirement('instanceActions.list/taken-action-appears')[1],
    async ({ compute, admin, given, context }) => {
      const server = await given.server()
      const before = (await listedSoon(context, compute, server)).length
      const taken: { what: string; id: string | undefined }[] = []
      for (const [who, client] of [
        ['an administrator', admin],
        ['a member', compute],
      ] as const)
        for (const [call, status] of [
          ['pause', 'PAUSED'],
          ['unpause', 'ACTIVE'],
        ] as const) {
          const { requestId } = context.need(202, await client.servers[call](server))
          await eventually(server, { status })
          taken.push({ what: `the ${call} of ${who}`, id: requestId })
        }
      const { last } = await watch({
        kind: 'a history is whole',
        pace: context.run.pace,
        within: LIST_DELAY_MS * context.run.config.timeoutScale,
        look: () => history(compute, server),
        waits: context.waits,
        judge: (listed) => (listed.length >= before + taken.length ? 'done' : 'wait'),
      })
      const missing = taken.filter(({ id }) => !last.some(({ request_id }) => request_id === id))
      // Where none bears the id of its request, that is told by itself, and they can only be counted.
      if (missing.length === taken.length)
        demand(
          last.length - before >= taken.length,
          `of ${taken.length} actions that were taken ${last.length - before} are listed`,
        )
      else
        same(
          missing.map(({ what }) => what),
          [],
          'the actions that succeeded and are not listed',
        )
    },
  )

  test(...requirement('instanceActions.list/request-id-of-the-call'), async ({ compute, given, context }) => {
    const { call, found } = await paused(context, compute, await given.server())
    same(found.request_id, call.requestId, 'the request id of the action')
  })

  test(...requirement('instanceActions.list/creation-appears'), async ({ compute, given, context }) => {
    const { action } = requirementOf('instanceActions.list/creation-appears').data as { action: string }
    const first = firstOf(await listedSoon(context, compute, await given.server()))
    same(first?.action, action, 'the first action of a server')
  })

  test(...requirement('instanceActions.list/refused-action-absent'), async ({ compute, given }) => {
    const server = await given.server()
    const refusal = refused(
      REFUSALS,
      await compute.send('servers.unpause', { server_id: server.id, probe: true }),
    )
    const found = (await history(compute, server)).some((action) => action.request_id === refusal.requestId)
    demand(!found, `the refused call ${refusal.requestId} is listed as an action`)
  })

  test(...requirement('instanceActions.list/only-this-server'), async ({ compute, given, context }) => {
    const [server, other] = [await given.server(), await given.server()]
    // Each entry of several, not the first alone.
    await paused(context, compute, server)
    const foreign = (await history(compute, other)).map((action) => action.request_id)
    for (const action of await history(compute, server)) {
      same(action.instance_uuid, server.id, 'instance_uuid of an action')
      demand(!foreign.includes(action.request_id), `two servers list the action ${action.request_id}`)
    }
  })

  test(...requirement('instanceActions.list/newest-first'), async ({ compute, given, context }) => {
    const server = await given.server()
    const asked: (string | undefined)[] = []
    for (const [call, status] of [
      ['pause', 'PAUSED'],
      ['unpause', 'ACTIVE'],
    ] as const) {
      asked.push(context.need(202, await compute.servers[call](server)).requestId)
      await eventually(server, { status })
    }
    areNewestFirst(await history(compute, server), asked)
  })

  test(
    'instanceActions.list/newest-first of many',
    requirement('instanceActions.list/newest-first')[1],
    async ({ context }) => {
      const { listed, asked } = await muchDone(context)
      areNewestFirst(listed, asked)
    },
  )

  test(
    ...requirement('instanceActions.list/start-time-of-the-action'),
    async ({ compute, given, context }) => {
      const server = await given.server()
      /** A call that is made now, by the id of its action. */
      const taken = async (call: 'pause' | 'unpause', status: 'PAUSED' | 'ACTIVE') => {
        const before = (await history(compute, server)).map((action) => action.request_id)
        context.need(202, await compute.servers[call](server))
        await eventually(server, { status })
        const fresh = (action: ListedAction) => !before.includes(action.request_id)
        const [found] = await listedSoon(context, compute, server, fresh)
        if (found === undefined)
          throw new Blocked('instanceActions.list', `setup: of a ${call} that was taken no action is listed`)
        return found.request_id
      }
      /** When each began, by one and the same list. */
      const times = async (ids: readonly string[]) => {
        const listed = await history(compute, server)
        return ids.map((id) => listed.find(({ request_id }) => request_id === id)?.start_time)
      }
      const one = await taken('pause', 'PAUSED')
      await context.pause(APART_MS)
      let [first, second] = await times([one, await taken('unpause', 'ACTIVE')])
      if (!(momentOf(first) < momentOf(second))) {
        // A host whose clock is behind may have told the time: one more, when that makes no difference any more.
        await context.pause(CLOCKS_APART_MS)
        ;[first, second] = await times([one, await taken('pause', 'PAUSED')])
      }
      demand(
        momentOf(first) < momentOf(second),
        `an action began ${first}, and one that was asked for more than a second later began ${second}`,
      )
    },
  )

  test(
    'instanceActions.list/start-time-of-the-action, the creation',
    requirement('instanceActions.list/start-time-of-the-action')[1],
    async ({ compute, given, context }) => {
      const server = await given.server()
      const first = firstOf(await listedSoon(context, compute, server))
      if (first === undefined) throw new Blocked('instanceActions.list', 'setup: no action is listed')
      const { created } = context.need(200, await compute.servers.show(server)).body.server
      demand(
        !(Math.abs(momentOf(first.start_time) - momentOf(created)) > SERVICES_APART_MS),
        `the first action of a server that was created at ${created} is said to have begun at ${first.start_time}`,
      )
    },
  )

  test(...requirement('instanceActions.list/request-ids-differ'), async ({ compute, given, context }) => {
    const server = await given.server()
    context.need(202, await compute.servers.pause(server))
    await eventually(server, { status: 'PAUSED' })
    const ids = (await history(compute, server)).map((action) => action.request_id)
    if (ids.length < 2)
      throw new Blocked(
        'instanceActions.list',
        `setup: ${ids.length} actions are listed of a server that was created and paused`,
      )
    same(ids, [...new Set(ids)], 'the request ids, each once')
  })

  test(...requirement('instanceActions.list/user-of-the-call'), async ({ context }) => {
    const { userId } = context.compute.caller
    for (const { operationId, entry } of await listedOf(context))
      if (userId !== undefined) same(entry.user_id, userId, `the user id of the member’s ${operationId}`)
  })

  test(...requirement('instanceActions.list/project-of-the-call'), async ({ context }) => {
    const { projectId } = context.compute.caller
    for (const { operationId, entry } of await listedOf(context))
      if (projectId !== undefined)
        same(entry.project_id, projectId, `the project id of the member’s ${operationId}`)
  })

  test(...requirement('instanceActions.list/named-for-the-call'), async ({ context }) => {
    // Some actions are asked for by another word than the plain one.
    for (const { operationId, entry } of await listedOf(context))
      same(
        String(entry.action).replace(/^os-/, ''),
        NAMES()[operationId],
        `the name of ${operationId} in the list`,
      )
  })
})

/** The entries of what was done to a server; where they do not bear the ids of their requests, that of one action alone. */
const listedOf = async (context: TestContext) => {
  const { done } = await muchDone(context)
  const listed = done.flatMap(({ operationId, entry }) =>
    entry === undefined ? [] : [{ operationId, entry }],
  )
  if (listed.length > 0) return listed
  const { found } = await paused(context, context.compute, await new Given(context).server())
  return [{ operationId: 'servers.pause', entry: found }]
}
