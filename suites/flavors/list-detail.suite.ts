import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same, sameButOrder } from '../../fixtures/expect/demand.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { wholeList } from '../../fixtures/given/whole-list.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { linksLeadTo } from '../links.ts'

/** Of a long list, so many are looked at one by one. */
const LOOKED_AT = 10

describe('List flavors in detail', () => {
  test(...requirement('flavors.listDetail/without-body'), async ({ compute }) => {
    answers(200, await compute.flavors.listDetail())
  })

  const sameAsShow = async (compute: TypedClient, given: Given) => {
    const { flavors } = answers(200, await compute.flavors.listDetail()).body
    if (flavors.length === 0) {
      const brief = await wholeList<{ id: string }>(compute, 'flavors.list', 'flavors')
      if (brief.length === 0) throw new Blocked('environment', 'the target has no flavors')
      demand(false, `the list in detail is empty, and the plain one has ${brief.length} flavors`)
    }
    for (const flavor of given.faker.helpers.arrayElements(flavors, LOOKED_AT)) {
      const shown = await compute.flavors.show({ flavor_id: flavor.id })
      // Others may have deleted it meanwhile: then it is in no list any more.
      if (shown.status === 404) {
        const now = await wholeList<{ id: string }>(compute, 'flavors.listDetail', 'flavors')
        if (!now.some(({ id }) => id === flavor.id)) continue
      }
      sameButOrder(answers(200, shown).body.flavor, flavor, `flavor ${flavor.id} shown, against the list`)
    }
  }

  test(...requirement('flavors.listDetail/same-as-show'), ({ compute, given }) => sameAsShow(compute, given))

  test(
    'flavors.listDetail/same-as-show, to an administrator',
    requirement('flavors.listDetail/same-as-show')[1],
    ({ admin, given }) => sameAsShow(admin, given),
  )

  test(...requirement('flavors.listDetail/ids-unique'), async ({ compute }) => {
    const { flavors } = answers(200, await compute.flavors.listDetail()).body
    const ids = flavors.map((flavor) => flavor.id)
    same(ids, [...new Set(ids)], 'the ids of the flavors, each once')
  })

  test(...requirement('flavors.listDetail/complete'), async ({ compute, context }) => {
    const ids = async (list: 'flavors.list' | 'flavors.listDetail') =>
      (await wholeList<{ id: string }>(compute, list, 'flavors')).map(({ id }) => id)
    await inTheEnd(context, 'flavors.create listed', async () => {
      const [brief, detailed] = [await ids('flavors.list'), new Set(await ids('flavors.listDetail'))]
      const missing = brief.filter((id) => !detailed.has(id))
      if (missing.length === 0) return
      // Others may have deleted it meanwhile: then it is in no list any more.
      const still = await ids('flavors.list')
      for (const flavor_id of missing.filter((id) => still.includes(id)).slice(0, LOOKED_AT)) {
        const { status } = await compute.flavors.show({ flavor_id })
        demand(status !== 200, `the flavor ${flavor_id} is available, and not in the detailed list`)
      }
    })
  })

  test(...requirement('flavors.listDetail/link-relations'), async ({ compute }) => {
    const { flavors } = answers(200, await compute.flavors.listDetail()).body
    for (const flavor of flavors) linksLeadTo(flavor.id, flavor.links, ['self', 'bookmark'])
  })

  test(
    'flavors.listDetail/created-listed, one without extended attributes',
    requirement('flavors.listDetail/created-listed')[1],
    async ({ compute, given, context }) => {
      const flavor = await given.flavor()
      await inTheEnd(context, 'flavors.create listed', async () => {
        const flavors = await wholeList<Record<string, unknown>>(compute, 'flavors.listDetail', 'flavors')
        const found = flavors.some(({ id }) => id === flavor.flavor_id)
        demand(found, `the new flavor ${flavor.flavor_id} is not in the list`)
      })
    },
  )

  test(...requirement('flavors.listDetail/created-listed'), async ({ admin, compute, given, context }) => {
    const extended = { 'OS-FLV-EXT-DATA:ephemeral': 3, swap: 2, rxtx_factor: 1.5 }
    const flavor = await given.flavor(extended)
    const listed = await inTheEnd(context, 'flavors.create listed', async () => {
      const flavors = await wholeList<Record<string, unknown>>(compute, 'flavors.listDetail', 'flavors')
      const found = flavors.find(({ id }) => id === flavor.flavor_id)
      demand(found !== undefined, `the new flavor ${flavor.flavor_id} is not in the list`)
      return found
    })
    const shown = answers(200, await admin.flavors.show(flavor)).body.flavor as Record<string, unknown>
    for (const [name, value] of Object.entries(extended))
      if (name in shown || context.run.features === undefined)
        same(listed[name], value, `${name} in the list`)
  })
})
