import { isSuccess } from '../../fixtures/client/answer.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'

describe('List flavor extra specs', () => {
  test(...requirement('extraSpecs.list/without-body'), async ({ compute, given }) => {
    answers(200, await compute.extraSpecs.list({ flavor_id: await given.flavorId() }))
  })

  test(...requirement('extraSpecs.list/empty-without-specs'), async ({ admin, given }) => {
    const flavor = await given.flavor()
    same(
      answers(200, await admin.extraSpecs.list(flavor)).body.extra_specs,
      {},
      'the extra specs of a new flavor',
    )
  })

  test(...requirement('extraSpecs.list/own-flavor-only'), async ({ admin, given, context }) => {
    const [one, other] = [await given.flavor(), await given.flavor()]
    const specs = { [`quota:sp_${given.faker.string.alpha(6)}`]: 'one' }
    context.need(200, await admin.extraSpecs.create({ ...one, body: { extra_specs: specs } }))
    await inTheEnd(context, 'extraSpecs.create listed', async () =>
      same(
        answers(200, await admin.extraSpecs.list(one)).body.extra_specs,
        specs,
        'the extra specs of the flavor',
      ),
    )
    same(
      answers(200, await admin.extraSpecs.list(other)).body.extra_specs,
      {},
      'the extra specs of another flavor',
    )
    // A member who is let in is told the same.
    await inTheEnd(context, 'extraSpecs.create listed', async () => {
      const answer = await context.compute.extraSpecs.list(one)
      if (isSuccess(answer)) same(answer.body.extra_specs, specs, 'the extra specs that a member is told')
    })
  })
})
