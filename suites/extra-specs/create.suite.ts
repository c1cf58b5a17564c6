import { answers } from '../../fixtures/expect/answers.ts'
import { holds, same } from '../../fixtures/expect/demand.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import type { Given } from '../../fixtures/given/given.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'

/** A key that nothing at the target reads, with a capital, which is a letter of its own. */
const key = (given: Given) => `sp_A${given.faker.string.alpha({ length: 8, casing: 'lower' })}`

/** A value in which lower and upper case, and its length, must be kept. */
const value = (given: Given) => `Aa${given.faker.string.alpha({ length: 98, casing: 'mixed' })}`

/** The flavor has these extra specs, as the list of them tells. */
const lists = (
  context: TestContext,
  flavor: { flavor_id: string },
  specs: Record<string, string>,
  what: string,
) =>
  inTheEnd(context, 'extraSpecs.create listed', async () => {
    const { body } = answers(200, await context.administrator.extraSpecs.list(flavor))
    same(body.extra_specs, specs, what, 'extraSpecs.list')
  })

describe('Create flavor extra specs', () => {
  test(...requirement('extraSpecs.create/echoed'), async ({ admin, given }) => {
    const specs = { [key(given)]: given.faker.word.noun(), [key(given)]: value(given) }
    const flavor = await given.flavor()
    const made = answers(200, await admin.extraSpecs.create({ ...flavor, body: { extra_specs: specs } }))
    same(made.body.extra_specs, specs, 'the extra specs in the answer')
  })

  test(...requirement('extraSpecs.create/listed'), async ({ admin, context, given }) => {
    const specs = { [key(given)]: given.faker.word.noun(), [key(given)]: value(given) }
    const flavor = await given.flavor()
    answers(200, await admin.extraSpecs.create({ ...flavor, body: { extra_specs: specs } }))
    await lists(context, flavor, specs, 'the extra specs listed')
  })

  test(...requirement('extraSpecs.create/others-stay'), async ({ admin, context, given }) => {
    const flavor = await given.flavor()
    const [first, second] = [{ [key(given)]: 'kept' }, { [key(given)]: 'added' }]
    answers(200, await admin.extraSpecs.create({ ...flavor, body: { extra_specs: first } }))
    answers(200, await admin.extraSpecs.create({ ...flavor, body: { extra_specs: second } }))
    const both = { ...first, ...second }
    await lists(context, flavor, both, 'the extra specs after more were created')
    // A key that takes another value leaves the others, too. Whether it takes it is judged by itself.
    const [name] = Object.keys(second)
    const third = { [name!]: 'changed' }
    answers(200, await admin.extraSpecs.create({ ...flavor, body: { extra_specs: third } }))
    await inTheEnd(context, 'extraSpecs.create listed', async () =>
      holds(
        answers(200, await admin.extraSpecs.list(flavor)).body.extra_specs,
        first,
        'the extra specs after another key was given another value',
      ),
    )
  })

  test(...requirement('extraSpecs.create/existing-key-updated'), async ({ admin, context, given }) => {
    const flavor = await given.flavor()
    const name = key(given)
    answers(200, await admin.extraSpecs.create({ ...flavor, body: { extra_specs: { [name]: 'old' } } }))
    answers(200, await admin.extraSpecs.create({ ...flavor, body: { extra_specs: { [name]: 'new' } } }))
    await lists(context, flavor, { [name]: 'new' }, 'the extra specs after a key was given another value')
  })
})
