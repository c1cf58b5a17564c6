import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same, sameButOrder } from '../../fixtures/expect/demand.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { wholeList } from '../../fixtures/given/whole-list.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { linksLeadTo } from '../links.ts'
import { diskConfigOf, IMAGE_LINKS, IMAGE_TYPE, isGone } from './image.ts'

/** Of a long list, so many are looked at one by one. */
const LOOKED_AT = 10

/** One service may tell times more finely than the other. Milliseconds. */
const A_MINUTE_MS = 60_000

describe('List images', () => {
  test(...requirement('images.listDetail/without-body'), async ({ compute }) => {
    answers(200, await compute.images.listDetail())
  })

  const sameAsShow = async (compute: TypedClient, given: Given) => {
    const { images } = answers(200, await compute.images.listDetail()).body
    // What is being made or deleted changes between two looks.
    const resting = images.filter((image) => image.status === 'ACTIVE')
    for (const image of given.faker.helpers.arrayElements(resting, LOOKED_AT)) {
      const shown = await compute.images.show({ image_id: image.id })
      if (shown.status === 404 && (await isGone(compute, image.id))) continue
      sameButOrder(answers(200, shown).body.image, image, `image ${image.id} shown, against the list`)
    }
  }

  test(...requirement('images.listDetail/same-as-show'), ({ compute, given }) => sameAsShow(compute, given))

  test(
    'images.listDetail/same-as-show, to an administrator',
    requirement('images.listDetail/same-as-show')[1],
    async ({ given, context }) => {
      if (context.admin !== undefined) await sameAsShow(context.admin, given)
    },
  )

  test(...requirement('images.listDetail/ids-unique'), async ({ compute }) => {
    const { images } = answers(200, await compute.images.listDetail()).body
    const ids = images.map((image) => image.id)
    same(ids, [...new Set(ids)], 'the ids of the images, each once')
  })

  test(...requirement('images.listDetail/complete'), async ({ compute, context }) => {
    const offered = context.need(200, await compute.glanceImages.list({ query: { status: 'active' } })).body
      .images
    const images = await wholeList<{ id: string }>(compute, 'images.listDetail', 'images')
    const listed = new Set(images.map((image) => image.id))
    const missing = offered.filter(({ id, name }) => !listed.has(id) && !name?.startsWith('stackproof-'))
    if (missing.length === 0) return
    // What its owner has deleted since is in no list any more.
    const still = context.need(200, await compute.glanceImages.list({ query: { status: 'active' } })).body
      .images
    for (const { id, name } of missing.filter((image) => still.some((each) => each.id === image.id)))
      demand(false, `the image service offers ${name} (${id}), which is not in the list`)
  })

  test(...requirement('images.listDetail/agrees-with-image-service'), async ({ compute, context }) => {
    const query = { status: 'active' }
    const offered = new Map(
      context
        .need(200, await compute.glanceImages.list({ query }))
        .body.images.map((each) => [each.id, each]),
    )
    const { images } = answers(200, await compute.images.listDetail()).body
    // What the run itself made may be changing still.
    for (const image of images.filter(({ name }) => !String(name).startsWith('stackproof-'))) {
      const known = offered.get(image.id)
      if (known?.min_ram === undefined || known.min_disk === undefined) continue
      same(
        [image.name, image.minRam, image.minDisk],
        [known.name ?? image.name, known.min_ram, known.min_disk],
        `name, minRam and minDisk of image ${image.id}, as the image service has them`,
      )
      const [created, made] = [Date.parse(image.created), Date.parse(String(known.created_at))]
      demand(
        !(Math.abs(created - made) >= A_MINUTE_MS),
        `image ${image.id} was created at ${image.created}, and at ${known.created_at} as the image service has it`,
      )
    }
  })

  test(...requirement('images.listDetail/alternate-link-type'), async ({ compute }) => {
    const { images } = answers(200, await compute.images.listDetail()).body
    for (const { id, links } of images)
      same(
        links.find((link) => link.rel === 'alternate')?.type,
        IMAGE_TYPE,
        `the type of the alternate link of image ${id}`,
      )
  })

  test(...requirement('images.listDetail/link-relations'), async ({ compute }) => {
    const { images } = answers(200, await compute.images.listDetail()).body
    for (const image of images) linksLeadTo(image.id, image.links, IMAGE_LINKS)
  })

  test(...requirement('images.listDetail/disk-config-follows-property'), async ({ compute }) => {
    const { images } = answers(200, await compute.images.listDetail()).body
    for (const image of images)
      same(image['OS-DCF:diskConfig'], diskConfigOf(image), `the disk configuration of image ${image.id}`)
  })
})
