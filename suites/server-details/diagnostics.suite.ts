import { answers } from '../../fixtures/expect/answers.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'

describe('Get server diagnostics', () => {
  test(...requirement('diagnostics.show/no-request-body'), async ({ admin, given }) => {
    answers(200, await admin.diagnostics.show(await given.server()))
  })

  test(...requirement('diagnostics.show/figures-of-a-running-server'), async ({ admin, given }) => {
    const { body } = answers(200, await admin.diagnostics.show(await given.server()))
    const figures = Object.values((body ?? {}) as object).filter((value) => typeof value === 'number')
    demand(figures.length > 0, 'the diagnostics of a running server hold no figure')
  })
})
