import type { Answer } from '../../fixtures/client/answer.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { untouched } from '../../fixtures/expect/untouched.ts'
import { rightCall } from '../../fixtures/given/right-call.ts'
import { xmlOf } from '../../fixtures/given/xml.ts'
import { derivedRequirement, describe, test } from '../../fixtures/test.ts'
import { requirementsOf } from '../../spec/catalogue.ts'
import { operations } from '../../spec/document.ts'

/** The answer to who asked for XML is JSON or a refusal. @throws Broken if it is XML */
function neverXml(answer: Answer): void {
  const type = answer.headers['content-type'] ?? ''
  demand(!/\bxml\b/i.test(type), `${answer.operationId} answered XML (${type})`)
  demand(!/^\s*<\?xml/i.test(answer.text), `${answer.operationId} answered with a body of XML, named ${type}`)
  demand(answer.status < 500, `${answer.operationId} answered ${answer.status} to who asked for XML`)
  if (answer.status < 300)
    demand(
      typeof answer.body === 'object' && answer.body !== null,
      `${answer.operationId} answered neither JSON nor a refusal`,
    )
}

/** XML, which the API took and served once. */
for (const op of operations()) {
  if (op.supporting) continue
  const has = (slug: string) => requirementsOf(op.id).some(({ id }) => id === `${op.id}/${slug}`)
  const send = op.id as OperationId

  describe(`${op.summary}: XML`, () => {
    if (has('xml-refused'))
      test(...derivedRequirement(`${op.id}/xml-refused`), async ({ context, given }) => {
        const caller = op.role === 'admin' ? context.administrator : context.compute
        const { input, server } = await rightCall(op, { context, given })
        const call = { ...input, body: xmlOf(input.body), headers: { 'Content-Type': 'application/xml' } }
        refusedAs(
          `${op.id}/xml-refused`,
          await caller.send(send, { ...call, probe: true }),
          'for a body in XML',
        )
        await untouched(context, op, { input, server })
      })

    if (has('xml-not-served'))
      test(...derivedRequirement(`${op.id}/xml-not-served`), async ({ context, given }) => {
        const caller = op.role === 'admin' ? context.administrator : context.compute
        const { input } = await rightCall(op, { context, given })
        neverXml(await caller.send(send, { ...input, headers: { Accept: 'application/xml' }, probe: true }))
      })
  })
}
