import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { refused } from '../../fixtures/expect/answers.ts'
import { derivedRequirement, describe, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { operations } from '../../spec/document.ts'

describe('The events API without a valid token', () => {
  for (const op of operations().filter((each) => each.service === 'events')) {
    const id = `${op.id}/token-required`
    test(...derivedRequirement(id), async ({ context, panko }) => {
      const path = Object.fromEntries(op.pathParameters.map((name) => [name, context.faker.string.uuid()]))
      for (const token of [null, context.faker.string.alphanumeric(32)]) {
        const answer = await panko.send(op.id as OperationId, { ...path, token, probe: true })
        refused(
          requirementOf(id).statuses!,
          answer,
          token === null ? 'without a token' : 'with a token that nobody gave',
        )
      }
    })
  }
})
