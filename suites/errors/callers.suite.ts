import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { refused } from '../../fixtures/expect/answers.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { untouched } from '../../fixtures/expect/untouched.ts'
import { rightCall } from '../../fixtures/given/right-call.ts'
import { rootOfProject } from '../../fixtures/given/roots.ts'
import { strangersServer } from '../../fixtures/given/strangers-server.ts'
import { viewOf } from '../../fixtures/resources/server-view.ts'
import { derivedRequirement, describe, inTurn, test } from '../../fixtures/test.ts'
import { requirementsOf } from '../../spec/catalogue.ts'
import { operations } from '../../spec/document.ts'

/** Who may call, and for which project: a right call, made by one who may not. */
for (const op of operations()) {
  if (op.supporting) continue
  const own = new Map(
    requirementsOf(op.id).map((requirement) => [requirement.id.slice(op.id.length + 1), requirement]),
  )
  const has = (slug: string) => own.has(slug)
  const send = op.id as OperationId

  describe(`${op.summary}: the caller`, () => {
    if (has('token-required') && op.service === 'compute')
      test(...derivedRequirement(`${op.id}/token-required`), async ({ context, given, compute }) => {
        const { input, server } = await rightCall(op, { context, given })
        const id = `${op.id}/token-required`
        const forged = given.faker.string.alphanumeric(32)
        refusedAs(id, await compute.send(send, { ...input, token: null, probe: true }), 'without a token')
        refusedAs(
          id,
          await compute.send(send, { ...input, token: forged, probe: true }),
          'for a made-up token',
        )
        await untouched(context, op, { input, server })
      })

    if (has('fault-unauthorized'))
      test(...derivedRequirement(`${op.id}/fault-unauthorized`), async ({ context, given, compute }) => {
        const { input, server } = await rightCall(op, { context, given })
        const forged = given.faker.string.alphanumeric(32)
        refused(401, await compute.send(send, { ...input, token: null, probe: true }), 'without a token')
        refused(
          401,
          await compute.send(send, { ...input, token: forged, probe: true }),
          'for a made-up token',
        )
        await untouched(context, op, { input, server })
      })

    if (has('member-refused') && op.service === 'compute')
      test(...derivedRequirement(`${op.id}/member-refused`), async ({ context, given, compute }) => {
        const { input, server } = await rightCall(op, { context, given })
        refusedAs(
          `${op.id}/member-refused`,
          await compute.send(send, { ...input, probe: true }),
          'to a member who is no administrator',
        )
        await untouched(context, op, { input, server })
      })

    if (has('fault-forbidden') && op.role === 'admin')
      test(...derivedRequirement(`${op.id}/fault-forbidden`), async ({ context, given, compute }) => {
        const { input, server } = await rightCall(op, { context, given })
        refused(
          403,
          await compute.send(send, { ...input, probe: true }),
          'to a member who is no administrator',
        )
        await untouched(context, op, { input, server })
      })

    if (has('other-tenant'))
      test(...derivedRequirement(`${op.id}/other-tenant`), async ({ context, given }) => {
        const caller = op.role === 'admin' ? context.administrator : context.compute
        const { input, server } = await rightCall(op, { context, given })
        const other = given.unknownId().replaceAll('-', '')
        const aim = op.pathParameters.includes('tenant_id')
          ? { tenant_id: other }
          : { root: await rootOfProject(context, caller, other) }
        refusedAs(
          `${op.id}/other-tenant`,
          await caller.send(send, { ...input, ...aim, probe: true }),
          'for a project that the token is not for',
        )
        await untouched(context, op, { input, server })
      })
  })
}

/** Once taken, the call leaves no server that others could be tried on. */
const ENDS = 'servers.forceDelete'

inTurn('Servers of another project', () => {
  const about = operations().filter((op) =>
    requirementsOf(op.id).some(({ id }) => id === `${op.id}/other-project`),
  )
  for (const op of [...about].sort((a, b) => Number(a.id === ENDS) - Number(b.id === ENDS)))
    test(...derivedRequirement(`${op.id}/other-project`), async ({ context, given, admin, compute }) => {
      const acts = op.method !== 'GET'
      const server_id = await strangersServer(context, { acts })
      const { input } = await rightCall(op, { context, given })
      const seen = async () => {
        const { body } = context.need(200, await admin.servers.show({ server_id }))
        // What may come by itself, such as addresses, or change by the operator's doing, such as its host, is left out.
        const { host: _, addresses: __, taskState: ___, besides: ____, ...rest } = viewOf(200, body?.server)
        return rest
      }
      const before = await seen()
      refusedAs(
        `${op.id}/other-project`,
        await compute.send(op.id as OperationId, { ...input, server_id, probe: true }),
        'for a server of another project',
      )
      if (acts) same(await seen(), before, 'the server of another project after a refused call')
    })
})
