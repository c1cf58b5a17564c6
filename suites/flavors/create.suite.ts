import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { wholeList } from '../../fixtures/given/whole-list.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { linksLeadTo } from '../links.ts'
import { LONG_NAME } from '../long-name.ts'

/** A flavor that no test shares: sizes that no flavor has by chance. */
const wanted = (given: Given) => ({
  // With capitals, which are letters of their own.
  name: `${given.name()}-Large`,
  ram: given.faker.number.int({ min: 65, max: 4095 }),
  vcpus: given.faker.number.int({ min: 2, max: 8 }),
  disk: given.faker.number.int({ min: 1, max: 90 }),
  id: given.flavorKey(),
})

/** A size that is given as text is the number when it is shown, and in the answer where that carries it. */
const keptFromText = async (
  admin: TypedClient,
  given: Given,
  flavor: Record<string, unknown>,
  name: string,
  size: number,
) => {
  const body = { flavor: { ...flavor, [name]: String(size) } }
  const made = answers(200, await admin.send('flavors.create', { body })).body.flavor as Record<
    string,
    unknown
  >
  if (made[name] !== undefined) same(made[name], size, `${name}, which was given as text, in the answer`)
  const flavor_id = String(made.id)
  await given.flavorIsShown(flavor_id)
  const shown = answers(200, await admin.flavors.show({ flavor_id })).body.flavor as Record<string, unknown>
  same(shown[name], size, `${name}, which was given as text, when shown`)
}

describe('Create flavor', () => {
  for (const name of ['name', 'ram', 'vcpus', 'disk'] as const)
    test(...requirement(`flavors.create/${name}-kept`), async ({ admin, given }) => {
      const flavor = wanted(given)
      const made = answers(200, await admin.flavors.create({ body: { flavor } })).body.flavor
      await given.flavorIsShown(String(made.id))
      const shown = answers(200, await admin.flavors.show({ flavor_id: String(made.id) })).body.flavor
      same(made[name], flavor[name], `${name} in the answer`)
      same(shown[name], flavor[name], `${name} when shown`)
    })

  // The tables have sizes as text, the samples as numbers (erratum `flavor-sizes-type`).
  for (const name of ['ram', 'vcpus', 'disk'] as const)
    test(
      `flavors.create/${name}-kept, given as digits`,
      requirement(`flavors.create/${name}-kept`)[1],
      async ({ admin, given }) => {
        const flavor = wanted(given)
        await keptFromText(admin, given, flavor, name, flavor[name])
      },
    )
  test(
    'flavors.create/name-kept, however long it is',
    requirement('flavors.create/name-kept')[1],
    async ({ admin, given }) => {
      const flavor = { ...wanted(given), name: given.name().padEnd(LONG_NAME, '-of-a-long-name') }
      const answer = await admin.flavors.create({ body: { flavor } })
      // How long a name may be no document says: whoever does not take it is not blamed, who keeps another is.
      if (!isSuccess(answer)) return
      await given.flavorIsShown(flavor.id)
      const shown = answers(200, await admin.flavors.show({ flavor_id: flavor.id })).body.flavor
      same(
        [answer.body.flavor.name, shown.name],
        [flavor.name, flavor.name],
        'name in the answer and when shown',
      )
    },
  )

  test(...requirement('flavors.create/id-kept', 'flavors.create/integer-id'), async ({ admin, given }) => {
    const flavor = wanted(given)
    const made = answers(200, await admin.flavors.create({ body: { flavor } })).body.flavor
    same(made.id, flavor.id, 'id in the answer')
    await given.flavorIsShown(flavor.id)
    const shown = answers(200, await admin.flavors.show({ flavor_id: flavor.id })).body.flavor
    same(shown.id, flavor.id, 'id when shown')
  })

  test(...requirement('flavors.create/listed'), async ({ admin, context, given }) => {
    const flavor = await given.flavor(wanted(given))
    await inTheEnd(context, 'flavors.create listed', async () => {
      const flavors = await wholeList<Record<string, unknown>>(admin, 'flavors.listDetail', 'flavors')
      demand(
        flavors.some(({ id }) => id === flavor.id),
        `the new flavor ${flavor.id} is not in the list`,
      )
    })
  })

  test(...requirement('flavors.create/id-unique'), async ({ admin, given }) => {
    const taken = await given.flavor()
    const second = { ...wanted(given), id: taken.flavor_id }
    refusedAs(
      'flavors.create/id-unique',
      await admin.send('flavors.create', { body: { flavor: second }, probe: true }),
      'for an id that is taken',
    )
    const shown = answers(200, await admin.flavors.show(taken)).body.flavor
    same(shown.name, taken.name, 'the name of the flavor that had the id first')
  })

  test(...requirement('flavors.create/link-relations'), async ({ admin, given }) => {
    const made = answers(200, await admin.flavors.create({ body: { flavor: wanted(given) } })).body.flavor
    linksLeadTo(made.id, made.links, ['self', 'bookmark'])
  })
})

describe('Create flavor with extra data', () => {
  for (const [id, name, size] of [
    ['flavors.create/rxtx-factor-kept', 'rxtx_factor', 2.5],
    ['flavors.create/ephemeral-kept', 'OS-FLV-EXT-DATA:ephemeral', 30],
    ['flavors.create/swap-kept', 'swap', 5],
  ] as const)
    test(`${id}, given as text`, requirement(id)[1], ({ admin, given }) =>
      keptFromText(admin, given, wanted(given), name, size),
    )

  test(...requirement('flavors.create/rxtx-factor-kept'), async ({ admin, given }) => {
    const flavor = { ...wanted(given), rxtx_factor: 2.5 }
    const made = answers(200, await admin.flavors.create({ body: { flavor } })).body.flavor
    // The samples of the answer leave it out.
    if (made.rxtx_factor !== undefined) same(made.rxtx_factor, 2.5, 'rxtx_factor in the answer')
    await given.flavorIsShown(made.id)
    same(
      answers(200, await admin.flavors.show({ flavor_id: made.id })).body.flavor.rxtx_factor,
      2.5,
      'rxtx_factor when shown',
    )
  })

  test(...requirement('flavors.create/rxtx-factor-default'), async ({ admin, given }) => {
    const made = answers(200, await admin.flavors.create({ body: { flavor: wanted(given) } })).body.flavor
    same(made.rxtx_factor, 1, 'rxtx_factor of a flavor that was created without one')
  })

  test(...requirement('flavors.create/ephemeral-kept'), async ({ admin, given }) => {
    // Beside the others, as the sample has it.
    const flavor = { ...wanted(given), 'OS-FLV-EXT-DATA:ephemeral': 30, swap: 5, rxtx_factor: 2 }
    const made = answers(200, await admin.flavors.create({ body: { flavor } })).body.flavor
    same(made['OS-FLV-EXT-DATA:ephemeral'], 30, 'ephemeral in the answer')
    await given.flavorIsShown(made.id)
    const shown = answers(200, await admin.flavors.show({ flavor_id: made.id })).body.flavor
    same(shown['OS-FLV-EXT-DATA:ephemeral'], 30, 'ephemeral when shown')
  })

  test(...requirement('flavors.create/ephemeral-default'), async ({ admin, given }) => {
    const made = answers(200, await admin.flavors.create({ body: { flavor: wanted(given) } })).body.flavor
    same(made['OS-FLV-EXT-DATA:ephemeral'], 0, 'ephemeral of a flavor that was created without one')
  })

  test(...requirement('flavors.create/swap-kept'), async ({ admin, given }) => {
    const flavor = { ...wanted(given), swap: 5 }
    const made = answers(200, await admin.flavors.create({ body: { flavor } })).body.flavor
    // The samples of the answer leave it out.
    if (made.swap !== undefined) same(made.swap, 5, 'swap in the answer')
    await given.flavorIsShown(made.id)
    same(
      answers(200, await admin.flavors.show({ flavor_id: made.id })).body.flavor.swap,
      5,
      'swap when shown',
    )
  })

  test(...requirement('flavors.create/swap-default'), async ({ admin, given }) => {
    const made = answers(200, await admin.flavors.create({ body: { flavor: wanted(given) } })).body.flavor
    demand(
      made.swap === '' || made.swap === 0,
      `a flavor that was created without swap has ${JSON.stringify(made.swap)}`,
    )
  })
})
