import { isQuota, isSuccess, said } from '../../fixtures/client/answer.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { untouched } from '../../fixtures/expect/untouched.ts'
import { rightCall } from '../../fixtures/given/right-call.ts'
import { LEFT_OUT, outside, withAttribute } from '../../fixtures/given/wrong-values.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { derivedRequirement, describe, test } from '../../fixtures/test.ts'
import { attributesOf } from '../../spec/attributes.ts'
import { requirementsOf } from '../../spec/catalogue.ts'
import { operations } from '../../spec/document.ts'

const FIRST_SERVER_ERROR = 500

/** Each attribute of each documented request body: left out where it is required, and outside of its schema. */
for (const op of operations()) {
  if (op.supporting || op.request === undefined) continue
  const attributes = new Map(attributesOf(op.request).map((attribute) => [attribute.path, attribute]))
  const own = requirementsOf(op.id)
  const typeOf = (path: string) => `${op.id}/request-type.${path}`
  describe(`${op.summary}: the request body`, () => {
    for (const { id, attribute: path = '', statuses } of own) {
      const attribute = [`${op.id}/request.${path}`, typeOf(path)].includes(id)
        ? attributes.get(path)
        : undefined
      // Where nothing is demanded of a value, there is nothing to break either.
      if (attribute === undefined || (attribute.schema['x-lenient'] === true && !attribute.required)) continue
      const aboutType = id === typeOf(path)
      const typeIsAnother = !aboutType && own.some((each) => each.id === typeOf(path))
      test(...derivedRequirement(id), async ({ context, given }) => {
        const { input, server } = await rightCall(op, { context, given }, attribute.path)
        const caller = op.role === 'admin' ? context.administrator : context.compute
        const values = typeIsAnother ? [] : outside(attribute, context.faker)
        const wrong: { value: unknown; what: string }[] = values.map(({ value }) => ({
          value,
          what: `with ${attribute.path}: ${JSON.stringify(value)}`.slice(0, 120),
        }))
        if (attribute.required && !aboutType)
          wrong.unshift({ value: LEFT_OUT, what: `without ${attribute.path}` })
        const taken: string[] = []
        for (const { value, what } of wrong) {
          const body = withAttribute(input.body, attribute.path, value)
          const answer = await caller.send(op.id as OperationId, { ...input, body, probe: true })
          if (isQuota(answer))
            throw new Blocked('quota', `the target asks for quota before it looks at ${attribute.path}`)
          if (isSuccess(answer)) taken.push(what)
          // What is refused after a call that was taken may be refused for what that one did.
          else if (taken.length > 0) continue
          else if (statuses === undefined)
            demand(answer.status < FIRST_SERVER_ERROR, `${said(answer)} to a call ${what}`)
          else refusedAs(id, answer, what)
        }
        demand(taken.length === 0, `${op.id} took a call ${taken.join(', and one ')}; it must refuse it`)
        await untouched(context, op, { input, server })
      })
    }
  })
}
