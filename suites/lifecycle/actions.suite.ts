import type { Answer } from '../../fixtures/client/answer.ts'
import { isSuccess, said } from '../../fixtures/client/answer.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import { atRest, bringBack, discard, inStatus } from '../../fixtures/given/at-rest.ts'
import { lock } from '../../fixtures/given/locking.ts'
import {
  clientOf,
  observeCell,
  settledCell,
  takenBack,
  unreachedCell,
} from '../../fixtures/given/matrix-cell.ts'
import { actionBody } from '../../fixtures/given/right-call.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import { derivedRequirement, inTurn, test } from '../../fixtures/test.ts'
import { canonicalStatuses, operation } from '../../spec/document.ts'
import type { ServerStatus } from '../../spec/requirement.ts'
import { ACTIONS, byCost, COLUMNS, costsServer, settledIn, turns } from './matrix-order.ts'

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

/** The other cells: seen and shown, and judged only for server errors and for acting after a refusal. */
const unsettledCells = (status: ServerStatus) => {
  for (const [at, op] of [...ACTIONS].sort(byCost(status)).entries()) {
    // Back and forth, so that a server is locked and unlocked half as often.
    const variants = at % 2 === 0 || costsServer(op, status) ? turns(op, status) : turns(op, status).reverse()
    if (variants.length === 0) continue
    const [, options] = derivedRequirement(`${op.id}/fault-status`)
    test(`${op.id} from ${status}`, options, async ({ context, given }) => {
      const setup = { context, given }
      const acted: string[] = []
      let left = [...variants]
      try {
        await inStatus(
          setup,
          status,
          async (server) => {
            const body = await actionBody(op, setup)
            let usable = true
            for (const variant of variants) {
              const client = clientOf(context, op, variant.role)
              if (client === undefined) {
                left = left.filter((each) => each !== variant)
                continue
              }
              if (!usable) break
              const seen = await observeCell(context, op, client, server, body, { ...variant, status })
              left = left.filter((each) => each !== variant)
              if (seen.acted.length > 0)
                acted.push(`${said(seen.answer)}, yet the server's ${seen.acted.join('; ')}`)
              if (seen.outcome === 'refused') continue
              if (seen.outcome === 'accepted' && costsServer(op, status)) {
                await discard(server)
                usable = false
              } else usable = await bringBack(setup, server, status)
            }
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
}

for (const status of COLUMNS) {
  inTurn(`Servers in ${status}`, () => {
    settled(status, 'refused')
    unsettledCells(status)
    settled(status, 'accepted')
  })
}
