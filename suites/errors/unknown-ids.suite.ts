import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { refused } from '../../fixtures/expect/answers.ts'
import { untouched } from '../../fixtures/expect/untouched.ts'
import { rightCall } from '../../fixtures/given/right-call.ts'
import { unknownName } from '../../fixtures/given/unknown-name.ts'
import { derivedRequirement, describe, test } from '../../fixtures/test.ts'
import { requirementsOf } from '../../spec/catalogue.ts'
import { operations } from '../../spec/document.ts'

/** The parameter that a 404 is about where the documents only name the class: the last one in the path. */
const lastOf = (parameters: string[]) => parameters.filter((name) => name !== 'tenant_id').at(-1)

/** A right call in which one id in the path names nothing. */
for (const op of operations()) {
  if (op.supporting || op.service !== 'compute') continue
  describe(`${op.summary}: an unknown id`, () => {
    for (const requirement of requirementsOf(op.id)) {
      const derived = requirement.id === `${op.id}/unknown-${requirement.parameter}`
      const parameter = derived
        ? requirement.parameter
        : requirement.id.endsWith('/fault-itemNotFound')
          ? lastOf(op.pathParameters)
          : undefined
      if (parameter === undefined) continue
      test(...derivedRequirement(requirement.id), async ({ context, given }) => {
        const caller = op.role === 'admin' ? context.administrator : context.compute
        const { input, server } = await rightCall(op, { context, given })
        const unknown = unknownName(parameter, context.faker)
        const answer = await caller.send(op.id as OperationId, {
          ...input,
          [parameter]: unknown,
          probe: true,
        })
        refused(404, answer, `for a ${parameter} that names nothing`)
        await untouched(context, op, { input, server })
      })
    }
  })
}
