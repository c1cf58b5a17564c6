import { isSuccess } from '../../fixtures/client/answer.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { ifHad } from '../../fixtures/given/if-had.ts'
import { bringInto } from '../../fixtures/given/status-steps.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { history, type ListedAction, listedSoon } from './history.ts'

describe('List server actions: the whole history', () => {
  test(
    'instanceActions.show/same-as-listed of a server that is SHUTOFF',
    requirement('instanceActions.show/same-as-listed')[1],
    async ({ admin, given, context }) => {
      const server = await given.serverIn('SHUTOFF')
      const [newest] = await listedSoon(context, admin, server)
      if (newest === undefined) return
      const path = { server_id: server.id, action_id: newest.request_id }
      const shown = answers(200, await admin.instanceActions.show(path)).body?.instanceAction
      same(shown?.action, newest.action, 'the action shown of a server that is SHUTOFF')
    },
  )

  // What a server has come to takes nothing from its history.
  for (const status of ['SHUTOFF', 'SUSPENDED', 'RESCUE'] as const)
    test(
      `instanceActions.list/taken-action-appears of a server that is ${status}`,
      requirement('instanceActions.list/taken-action-appears')[1],
      async ({ compute, given, context }) => {
        const server = await given.server()
        const ids = (listed: readonly ListedAction[]) => listed.map(({ request_id }) => request_id)
        const before = ids(await listedSoon(context, compute, server))
        const come = await ifHad(async () => {
          await bringInto(context, server, status, () => given.largerFlavorId())
          return true
        })
        if (come === undefined) return
        const fresh = ({ request_id }: ListedAction) => !before.includes(request_id)
        const [added] = await listedSoon(context, compute, server, fresh)
        demand(added !== undefined, `the call by which a server came to be ${status} is not in its history`)
        const after = await history(compute, server)
        const lost = before.filter((id) => !ids(after).includes(id))
        same(lost, [], `the actions that the history of a server lacks since it is ${status}`)
      },
    )

  test(
    'instanceActions.list/taken-action-appears, to an administrator',
    requirement('instanceActions.list/taken-action-appears')[1],
    async ({ compute, given, context }) => {
      const server = await given.server()
      const listed = await listedSoon(context, compute, server)
      const answer = await context.admin?.instanceActions.list(server)
      // An administrator who is let in is told no less.
      if (answer === undefined || !isSuccess(answer)) return
      const told = (answer.body?.instanceActions ?? []).map(({ request_id }) => request_id)
      const missing = listed.map(({ request_id }) => request_id).filter((id) => !told.includes(id))
      same(missing, [], 'the actions that an administrator is not listed')
    },
  )
})
