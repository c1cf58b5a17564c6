import { isQuota, said } from '../../fixtures/client/answer.ts'
import type { RawInput } from '../../fixtures/client/call.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { refused } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { untouched } from '../../fixtures/expect/untouched.ts'
import { rightCall } from '../../fixtures/given/right-call.ts'
import { rootOfProject } from '../../fixtures/given/roots.ts'
import type { Setup } from '../../fixtures/given/setup.ts'
import { unknownName } from '../../fixtures/given/unknown-name.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { derivedRequirement, describe, test } from '../../fixtures/test.ts'
import { requirementsOf } from '../../spec/catalogue.ts'
import { type Operation, operations } from '../../spec/document.ts'
import { refusedForQuota, tooMany } from '../over-quota.ts'

/** No documented path knows this method, and no known cloud does: whatever becomes of the call, nothing is done. */
const FOREIGN_METHOD = 'PATCH'

/** What is wrong with a call as a whole, and how to make it. */
interface Wrong {
  why: string
  input: RawInput
}

/** Calls that the target refuses, one for each place in which it may notice: the token, the path, the query, the body. */
const refusals = async (op: Operation, { context, given }: Setup, input: RawInput): Promise<Wrong[]> => {
  const { faker } = context
  const wrong: Wrong[] = [
    { why: 'for a made-up token', input: { ...input, token: faker.string.alphanumeric(32) } },
  ]
  const id = op.pathParameters.filter((name) => name !== 'tenant_id').at(-1)
  if (id !== undefined)
    wrong.push({ why: `for a ${id} that names nothing`, input: { ...input, [id]: unknownName(id, faker) } })
  const number = op.queryParameters.find(({ schema }) => schema.type === 'integer')
  if (number !== undefined)
    wrong.push({
      why: `for a ${number.name} that is no number`,
      input: { ...input, query: { [number.name]: faker.word.noun() } },
    })
  if (op.request !== undefined) wrong.push({ why: 'for an empty object', input: { ...input, body: {} } })
  const other = await rootOfProject(context, context.compute, given.unknownId().replaceAll('-', '')).catch(
    () => undefined,
  )
  if (other !== undefined && op.root === 'project')
    wrong.push({ why: 'for a project that the token is not for', input: { ...input, root: other } })
  return wrong
}

/** By what a call that cannot be understood is refused: where its codes name 422, too, none says which of them is for what. */
const unreadable = ({ faults }: Operation): number[] =>
  faults.includes('UnprocessableEntity') ? [400, 422] : [400]

/** Calls that say nothing the operation could understand. */
const badRequests = async (op: Operation, setup: Setup, input: RawInput): Promise<Wrong[]> => {
  const { faker } = setup.context
  if (op.request !== undefined) {
    const whole = JSON.stringify(input.body)
    const cut = whole.slice(0, faker.number.int({ min: Math.ceil(whole.length / 2), max: whole.length - 1 }))
    return [
      { why: 'for JSON that breaks off', input: { ...input, body: cut } },
      { why: 'for a body that is a list', input: { ...input, body: [input.body] } },
      { why: 'for a body that is an empty object', input: { ...input, body: {} } },
      {
        why: 'for a body under a name that is not documented',
        input: { ...input, body: { [faker.string.alpha(9)]: {} } },
      },
    ]
  }
  const number = op.queryParameters.find(({ schema }) => schema.type === 'integer')
  if (number !== undefined)
    return [
      {
        why: `for a ${number.name} that is no number`,
        input: { ...input, query: { [number.name]: faker.word.noun() } },
      },
    ]
  const root = await rootOfProject(
    setup.context,
    setup.context.compute,
    setup.given.unknownId().replaceAll('-', ''),
  )
  return [{ why: 'for a project that the token is not for', input: { ...input, root } }]
}

for (const op of operations()) {
  if (op.supporting) continue
  const has = (fault: string) => requirementsOf(op.id).some(({ id }) => id === `${op.id}/fault-${fault}`)
  const send = op.id as OperationId

  describe(`${op.summary}: the call as a whole`, () => {
    // Status and body of the refusals are judged on every exchange; this makes sure that there are some to be judged. That
    // one call of them is taken is for the requirement to tell that forbids it.
    if (op.service === 'compute')
      test(
        ...derivedRequirement(`${op.id}/fault-status`, `${op.id}/fault-shape`),
        async ({ context, given }) => {
          const caller = op.role === 'admin' ? context.administrator : context.compute
          const { input, server } = await rightCall(op, { context, given })
          const taken: string[] = []
          const wrong = await refusals(op, { context, given }, input)
          for (const { why, input: call } of wrong) {
            const { status } = await caller.send(send, { ...call, probe: true })
            if (status < 400) taken.push(`with ${status} ${why}`)
          }
          demand(taken.length < wrong.length, `${op.id} took every wrong call: ${taken.join(', ')}`)
          if (taken.length === 0) await untouched(context, op, { input, server })
        },
      )

    if (has('badMethod'))
      test(...derivedRequirement(`${op.id}/fault-badMethod`), async ({ context, given, compute }) => {
        const { input, server } = await rightCall(op, { context, given })
        const { body: _, ...bare } = input
        refused(
          [405, 404],
          await compute.send(send, { ...bare, body: '', method: FOREIGN_METHOD, probe: true }),
          'for a method that the path does not know',
        )
        await untouched(context, op, { input, server })
      })

    if (has('badMediaType') && op.request !== undefined)
      test(...derivedRequirement(`${op.id}/fault-badMediaType`), async ({ context, given, compute }) => {
        const { input, server } = await rightCall(op, { context, given })
        const forms = {
          'text/html': '<p>stackproof</p>',
          'application/x-www-form-urlencoded': 'name=stackproof',
        }
        for (const [type, body] of Object.entries(forms))
          refused(
            415,
            await compute.send(send, { ...input, body, headers: { 'Content-Type': type }, probe: true }),
            `for a body in ${type}`,
          )
        await untouched(context, op, { input, server })
      })

    if (has('badRequest'))
      test(...derivedRequirement(`${op.id}/fault-badRequest`), async ({ context, given }) => {
        const caller = op.role === 'admin' ? context.administrator : context.compute
        const { input, server } = await rightCall(op, { context, given })
        for (const { why, input: wrong } of await badRequests(op, { context, given }, input))
          refused(unreadable(op), await caller.send(send, { ...wrong, probe: true }), why)
        await untouched(context, op, { input, server })
      })
  })
}

describe('Create server: what the project may not have', () => {
  test(...derivedRequirement('servers.create/fault-forbidden'), async ({ given, compute, context }) => {
    const { flavorRef, min_count: count } = await tooMany(context)
    const body = {
      server: { ...(await given.serverRequest()), flavorRef, min_count: count, max_count: count },
    }
    const answer = await compute.send('servers.create', { body, probe: true, overQuota: true })
    if (answer.status === 413 && isQuota(answer))
      throw new Blocked('quota', `${said(answer)}: it tells of a quota with overLimit, which counts`)
    await refusedForQuota(context, answer, [403], { name: String(body.server.name), count, flavorRef })
  })

  test(...derivedRequirement('servers.create/fault-NetworkNotFound'), async ({ given, compute }) => {
    const body = { server: { ...(await given.serverRequest()), networks: [{ uuid: given.unknownId() }] } }
    refused(
      400,
      await compute.send('servers.create', { body, probe: true }),
      'for a network that does not exist',
    )
  })
})
