import { answers } from '../../fixtures/expect/answers.ts'
import { behindLink } from '../../fixtures/expect/behind-link.ts'
import { same, sameButOrder } from '../../fixtures/expect/demand.ts'
import { permits } from '../../fixtures/run/footprint.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { linksLeadTo, linkTo } from '../links.ts'

describe('Show flavor', () => {
  test(
    ...requirement('flavors.show/same-flavor', 'flavors.show/without-body'),
    async ({ compute, given }) => {
      for (const flavor_id of [await given.flavorId(), await given.largerFlavorId()])
        same(
          answers(200, await compute.flavors.show({ flavor_id })).body.flavor.id,
          flavor_id,
          'the id of the flavor shown',
        )
    },
  )

  test(...requirement('flavors.show/id-of-any-form'), async ({ compute, given, context }) => {
    const ids = [given.flavorKey(), `sp.${given.faker.string.alpha(10)}`, given.faker.string.uuid()]
    // Without an administrator there are only the target's own flavors to ask for.
    const mayCreate = context.admin !== undefined && permits(context.run.config.footprint, 'admin')
    if (!mayCreate) ids.splice(0, 3, await given.flavorId(), await given.largerFlavorId())
    else for (const id of ids) await given.flavor({ id })
    for (const flavor_id of ids)
      same(
        answers(200, await compute.flavors.show({ flavor_id })).body.flavor.id,
        flavor_id,
        'the id of the flavor shown',
      )
  })

  test(...requirement('flavors.show/link-relations'), async ({ compute, given }) => {
    const flavor_id = await given.flavorId()
    const { flavor } = answers(200, await compute.flavors.show({ flavor_id })).body
    linksLeadTo(flavor_id, flavor.links, ['self', 'bookmark'])
  })

  test(...requirement('flavors.show/self-link-leads-here'), async ({ compute, given }) => {
    const flavor_id = await given.flavorId()
    const { flavor } = answers(200, await compute.flavors.show({ flavor_id })).body
    const href = linkTo('self', flavor.links)
    const followed = await behindLink(compute, 'flavors.show', {
      what: 'the self link',
      link: href,
      flavor_id,
    })
    sameButOrder(followed.body.flavor, flavor, 'the flavor behind its self link')
  })
})
