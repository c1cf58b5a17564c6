import type { Answer } from '../../fixtures/client/answer.ts'
import { said } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { Blocked, Broken } from '../../fixtures/outcome.ts'
import { differences, type ServerView } from '../../fixtures/resources/server-view.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { hostOf } from './current-host.ts'

/** The host that a server is to leave. @throws Blocked if the target shows none */
export async function hostToLeave(admin: TypedClient, server: GivenServer): Promise<string> {
  const host = await hostOf(admin, server)
  if (host === null) throw new Blocked('servers.show', 'setup: an ACTIVE server is shown on no host')
  return host
}

/**
 * Passes on the answer of a target that found a host for the server (erratum `needs-second-host`).
 * @throws Blocked by the environment if it found none
 */
export function hostFound<Id extends OperationId>(answer: Answer<Id>): Answer<Id> {
  if (answer.status !== 400) return answer
  throw new Blocked('environment', `no host of the target takes the server: ${said(answer)}`)
}

/** Why an action came to nothing, as the target's own history of the server tells; undefined if it tells no failure. */
export async function failureOf(server: GivenServer, action: Answer): Promise<string | undefined> {
  if (action.requestId === undefined) return undefined
  const { compute } = server.context
  const { status, body } = await compute.instanceActions.show({
    server_id: server.id,
    action_id: action.requestId,
  })
  const message: unknown = body?.instanceAction?.message
  return status === 200 && typeof message === 'string' && message !== '' ? message : undefined
}

/**
 * Waits until a server that was sent to another host, or may have been, rests in one of the statuses.
 * @throws Blocked by the environment if the target gave up, says so in its history, and left the server as it was:
 * which servers its hosts have room for is not the contract's business
 */
export async function arrives(
  server: GivenServer,
  action: Answer,
  status: readonly string[],
): Promise<ServerView> {
  const before = server.view
  try {
    return await eventually(server, { status })
  } catch (error) {
    const asBefore = error instanceof Broken && differences(before, server.view).length === 0
    const reason = asBefore ? await failureOf(server, action) : undefined
    if (reason === undefined) throw error
    throw new Blocked(
      'environment',
      `the target gave ${action.operationId} up and left the server: ${reason}`,
    )
  }
}

/** @throws Broken if the server is still on the host, or Blocked if the target says that it could not move it */
export async function isElsewhere(
  admin: TypedClient,
  server: GivenServer,
  action: Answer,
  left: string,
): Promise<void> {
  if ((await hostOf(admin, server)) !== left) return
  const reason = await failureOf(server, action)
  if (reason !== undefined)
    throw new Blocked(
      'environment',
      `the target gave ${action.operationId} up and left the server: ${reason}`,
    )
  throw new Broken(`after ${action.operationId} the server is still on host ${left}`)
}
