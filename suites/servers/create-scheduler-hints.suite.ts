import { said } from '../../fixtures/client/answer.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { attempt, created } from './create-cases.ts'
import { MINIMAL, RICH } from './create-recipes.ts'

describe('Create server with scheduler hints', () => {
  test(...requirement('servers.create/scheduler-hints-accepted'), async ({ context }) => {
    await created(context, RICH, ['hints'])
  })

  test(...requirement('servers.create/scheduler-hints-optional'), async ({ context }) => {
    const { made, refused: before } = await attempt(context, MINIMAL)
    const refusal = made.end === 'refused' ? made.answer : before
    if (refusal === undefined) return
    // Whether it is for want of hints shows by a call that has some; whoever refuses that, too, has another reason.
    await created(context, RICH, ['hints'])
    throw context.failureOf(refusal, `${said(refusal)}; with os:scheduler_hints the call is taken`)
  })
})
