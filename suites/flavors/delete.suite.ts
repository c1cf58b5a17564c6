import { isSuccess } from '../../fixtures/client/answer.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same, sameButOrder } from '../../fixtures/expect/demand.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import { tells } from '../../fixtures/expect/tells.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'

/** So many flavors are made for one that a target still has when it is looked at first. */
const TRIES = 3

/** A flavor is listed with extra specs. @throws Broken */
const hasSpecs = (context: TestContext, flavor: { flavor_id: string }, specs: object, when: string) =>
  inTheEnd(context, 'extraSpecs.create listed', async () => {
    const { body } = await context.administrator.extraSpecs.list(flavor)
    same(body?.extra_specs, specs, `the extra specs of another flavor ${when}`)
  })

/** Gives a flavor extra specs, if it can be given some. @returns those that it is listed with */
const givenSpecs = async (
  context: TestContext,
  flavor: { flavor_id: string },
): Promise<object | undefined> => {
  const specs = { [`sp_${context.faker.string.alpha(8)}`]: 'kept' }
  const answer = await context.administrator.extraSpecs.create({ ...flavor, body: { extra_specs: specs } })
  if (!isSuccess(answer)) return undefined
  const listed = await hasSpecs(context, flavor, specs, 'that was given them').then(
    () => true,
    () => false,
  )
  return listed ? specs : undefined
}

describe('Delete flavor', () => {
  test(
    ...requirement('flavors.delete/gone', 'flavors.delete/without-body'),
    async ({ admin, context, given }) => {
      const flavor = await given.flavor()
      answers(202, await admin.flavors.delete(flavor))
      await inTheEnd(context, 'flavors.delete shown', async () => {
        const after = await admin.flavors.show(flavor)
        const { statuses } = requirementOf('flavors.delete/gone')
        tells(after, statuses!.includes(after.status), `the deleted flavor is shown with ${after.status}`)
      })
    },
  )

  test(...requirement('flavors.delete/gone-from-list'), async ({ admin, context, given }) => {
    const flavor = await given.flavor()
    answers(202, await admin.flavors.delete(flavor))
    await inTheEnd(context, 'flavors.delete listed', async () => {
      const { flavors } = answers(200, await admin.flavors.listDetail()).body
      demand(!flavors.some(({ id }) => id === flavor.flavor_id), 'the deleted flavor is still in the list')
    })
  })

  test(...requirement('flavors.delete/others-stay'), async ({ admin, given, context }) => {
    const flavor = await given.flavor()
    let other = await given.flavor()
    let shown = await admin.flavors.show(other)
    // The deletion of another test may have taken it.
    for (let tries = 1; shown.status === 404 && tries < TRIES; tries++) {
      other = await given.flavor()
      shown = await admin.flavors.show(other)
    }
    const before = answers(200, shown).body
    const specs = await givenSpecs(context, other)
    answers(202, await admin.flavors.delete(flavor))
    const after = await admin.flavors.show(other)
    demand(after.status !== 404, `another flavor, ${other.flavor_id}, is gone too`)
    sameButOrder(answers(200, after).body, before, 'another flavor, after one was deleted')
    if (specs !== undefined) await hasSpecs(context, other, specs, 'after one was deleted')
  })
})
