import { answers } from '../../fixtures/expect/answers.ts'
import { behindLink } from '../../fixtures/expect/behind-link.ts'
import { same, sameButOrder } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { linksLeadTo, linkTo } from '../links.ts'
import { diskConfigOf, IMAGE_LINKS, IMAGE_TYPE, isGone } from './image.ts'

describe('Get image information', () => {
  test(...requirement('images.show/same-image', 'images.show/without-body'), async ({ compute, given }) => {
    const image_id = await given.imageId()
    same(
      answers(200, await compute.images.show({ image_id })).body.image.id,
      image_id,
      'the id of the image shown',
    )
  })

  test(...requirement('images.show/link-relations'), async ({ compute, given }) => {
    const image_id = await given.imageId()
    linksLeadTo(image_id, answers(200, await compute.images.show({ image_id })).body.image.links, IMAGE_LINKS)
  })

  test(...requirement('images.show/alternate-link-type'), async ({ compute, given }) => {
    const { image } = answers(200, await compute.images.show({ image_id: await given.imageId() })).body
    same(
      image.links.find((link) => link.rel === 'alternate')?.type,
      IMAGE_TYPE,
      'the type of the alternate link',
    )
  })

  test(...requirement('images.show/self-link-leads-here'), async ({ compute, given }) => {
    const image_id = await given.imageId()
    const { image } = answers(200, await compute.images.show({ image_id })).body
    const link = linkTo('self', image.links)
    const followed = await behindLink(compute, 'images.show', { what: 'the self link', link, image_id })
    sameButOrder(followed.body.image, image, 'the image behind its self link')
  })

  test(...requirement('images.show/disk-config-follows-property'), async ({ compute }) => {
    const { images } = answers(200, await compute.images.listDetail()).body
    // One of each sort, as far as the target has them: automatic, manual, without the property.
    for (const sort of ['AUTO', 'MANUAL', undefined]) {
      for (const found of images.filter((image) => diskConfigOf(image) === sort)) {
        const shown = await compute.images.show({ image_id: found.id })
        // An image may be taken away between the two looks: then the next one is asked for.
        if (shown.status === 404 && (await isGone(compute, found.id))) continue
        const { image } = answers(200, shown).body
        same(image['OS-DCF:diskConfig'], diskConfigOf(image), `the disk configuration of image ${image.id}`)
        break
      }
    }
  })

  test(...requirement('images.show/active-is-complete'), async ({ compute, given }) => {
    const { image } = answers(200, await compute.images.show({ image_id: await given.imageId() })).body
    same(
      [image.status, image.progress],
      ['ACTIVE', 100],
      'status and progress of an image that servers are made from',
    )
  })

  test(
    ...requirement('images.show/body.image.server', 'images.listDetail/body.images[].server'),
    async ({ compute, given, context }) => {
      const server = await given.server()
      const name = given.name()
      const backup = { name, backup_type: 'daily', rotation: 1 }
      context.need(
        202,
        await compute.servers.createBackup({ server_id: server.id, body: { createBackup: backup } }),
      )
      const find = async () =>
        answers(200, await compute.images.listDetail()).body.images.find((image) => image.name === name)
      await comesTrue(
        context,
        'the backup is in the list of images',
        async () => (await find()) !== undefined,
        {
          cause: 'servers.createBackup',
        },
      )
      const listed = (await find())!
      const { image } = answers(200, await compute.images.show({ image_id: listed.id })).body
      // Optional: a target that says whose image it is must say it rightly.
      if (listed.server !== undefined)
        same(listed.server.id, server.id, 'the server that the listed image was made from')
      if (image.server !== undefined)
        same(image.server.id, server.id, 'the server that the image was made from')
    },
  )
})
