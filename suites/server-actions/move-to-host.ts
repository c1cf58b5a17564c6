import type { Answer } from '../../fixtures/client/answer.ts'
import { said } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { refuseGivenUp } from '../../fixtures/expect/given-up.ts'
import { Blocked, Broken } from '../../fixtures/outcome.ts'
import type { ServerView } from '../../fixtures/resources/server-view.ts'
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

/**
 * Waits until a server that was sent to another host, or may have been, rests in one of the statuses.
 * @throws Blocked by the environment if the target gave up, says so in its history, and left the server as it was, which may be
 * one of the statuses
 */
export async function arrives(
  server: GivenServer,
  action: Answer,
  status: readonly string[],
): Promise<ServerView> {
  const before = server.view
  const view = await eventually(server, { status })
  await refuseGivenUp(server, action, before)
  return view
}

/** @throws Broken if the server is still on the host, or Blocked if the target says that it could not move it */
export async function isElsewhere(
  admin: TypedClient,
  server: GivenServer,
  action: Answer,
  left: string,
): Promise<void> {
  if ((await hostOf(admin, server)) !== left) return
  await refuseGivenUp(server, action, server.view)
  throw new Broken(`after ${action.operationId} the server is still on host ${left}`)
}
