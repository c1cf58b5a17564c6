import type { Answer } from '../../fixtures/client/answer.ts'
import { isSuccess, said } from '../../fixtures/client/answer.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { refusedWhileAsGiven } from '../../fixtures/expect/by-itself.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import { atRest, inStatus } from '../../fixtures/given/at-rest.ts'
import { lock } from '../../fixtures/given/locking.ts'
import { settledCell, takenBack, unreachedCell, type Variant } from '../../fixtures/given/matrix-cell.ts'
import { actionBody } from '../../fixtures/given/right-call.ts'
import { observeCells } from '../../fixtures/given/unsettled-cells.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import { derivedRequirement, inTurn, test } from '../../fixtures/test.ts'
import { canonicalStatuses, type Operation, operation } from '../../spec/document.ts'
import type { ServerStatus } from '../../spec/requirement.ts'
import { ACTIONS, COLUMNS, costsServer, settledIn, turns } from './matrix-order.ts'

/** Answers that say nothing about the contract. @throws Unsupported or Blocked for them */
const aboutTheCell = (answer: Answer): Answer => {
  if (answer.status === 501) throw new Unsupported(`the target's hypervisor cannot do it: ${said(answer)}`)
  // Erratum console-types-offered.
  if (answer.operationId === 'servers.getVncConsole' && answer.status === 400)
    throw new Unsupported(`the target has no console of the type asked for: ${said(answer)}`)
  // Erratum needs-second-host.
  if (['servers.migrate', 'servers.migrateLive'].includes(answer.operationId) && answer.status === 400)
    throw new Blocked('environment', `no host of the target takes the server: ${said(answer)}`)
  return answer
}

/** Cells that the documents settle. A refusal leaves the server as it was, so one server serves all of a column. */
const settled = (status: ServerStatus, outcome: 'accepted' | 'refused') => {
  for (const requirement of settledIn(status, outcome)) {
    const op = operation(requirement.operationId)
    const { cell, id } = requirement
    if (op.action === undefined) continue
    test(...derivedRequirement(id), async ({ context, given }) => {
      const setup = { context, given }
      const client = cell!.role === 'admin' ? context.administrator : context.compute
      await inStatus(
        setup,
        status,
        async (server) => {
          const body = await actionBody(op, setup)
          await lock(context, server, cell!.locked)
          const probe = outcome === 'refused' ? { probe: true as const } : {}
          const answer = await client.send(op.id as OperationId, { server_id: server.id, body, ...probe })
          await settledCell(context, op, requirement, answer, async () => {
            if (outcome === 'refused') {
              refusedAs(id, answer, cell!.locked ? 'on a locked server' : `from ${status}`)
              await unchanged(server)
              return
            }
            await refusedWhileAsGiven(server, answer)
            answers(canonicalStatuses(op), aboutTheCell(answer))
            if (requirement.becomes !== undefined) await eventually(server, { status: requirement.becomes })
            else await atRest(server)
          })
          if (isSuccess(answer)) await takenBack(context, op, body, server)
        },
        { lockable: cell!.locked },
      )
    })
  }
}

/**
 * The other cells: seen and shown, and judged only for server errors and for acting after a refusal. Those of unlocked
 * servers come first, so that a server is locked once for many.
 */
const unsettledCells = (status: ServerStatus) => {
  const cheap = ACTIONS.filter((op) => !costsServer(op, status))
  for (const locked of [false, true])
    for (const op of cheap)
      unsettledCell(
        op,
        status,
        turns(op, status).filter((turn) => turn.locked === locked),
        locked ? ', locked' : '',
      )
  for (const op of ACTIONS.filter((op) => costsServer(op, status)))
    unsettledCell(op, status, turns(op, status))
}

const unsettledCell = (
  op: Operation,
  status: ServerStatus,
  variants: readonly Variant[],
  which = '',
): void => {
  if (variants.length === 0) return
  const [, options] = derivedRequirement(`${op.id}/fault-status`)
  test(`${op.id} from ${status}${which}`, options, async ({ context, given }) => {
    const setup = { context, given }
    const left = new Set(variants)
    let acted: string[] = []
    try {
      await inStatus(
        setup,
        status,
        async (server) => {
          const body = await actionBody(op, setup)
          acted = await observeCells(
            setup,
            server,
            { op, status, body, costs: costsServer(op, status) },
            left,
          )
        },
        { lockable: variants[0]!.locked },
      )
    } catch (error) {
      // The column is beyond reach here, or no way led back into it: nobody is to blame for a cell without demands.
      if (!(error instanceof Blocked || error instanceof Unsupported)) throw error
    } finally {
      for (const variant of left) unreachedCell(context, op, { ...variant, status })
    }
    demand(acted.length === 0, acted.join('. '))
  })
}

for (const status of COLUMNS) {
  inTurn(`Servers in ${status}`, () => {
    settled(status, 'refused')
    unsettledCells(status)
    settled(status, 'accepted')
  })
}
