import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { behindLink } from '../../fixtures/expect/behind-link.ts'
import { same, sameButOrder } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { watch } from '../../fixtures/resources/waiting.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { linksLeadTo, linkTo } from '../links.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { diskConfigOf, IMAGE_LINKS, IMAGE_TYPE, isGone } from './image.ts'

/** A server of which a backup was made, with the image as it is listed. */
const backedUp = async (compute: TypedClient, given: Given, context: TestContext) => {
  const server = await given.server()
  const name = given.name()
  const createBackup = { name, backup_type: 'daily', rotation: 1 }
  context.need(202, await compute.servers.createBackup({ server_id: server.id, body: { createBackup } }))
  const find = async () =>
    answers(200, await compute.images.listDetail()).body.images.find((image) => image.name === name)
  const listed = async () => (await find()) !== undefined
  await comesTrue(context, 'the backup is in the list of images', listed, { cause: 'servers.createBackup' })
  return { server, image: (await find())! }
}

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
    'images.show/active-is-complete, of an image that was made of a server',
    requirement('images.show/active-is-complete')[1],
    async ({ compute, given, context }) => {
      const { image } = await backedUp(compute, given, context)
      const { pace, config } = context.run
      const { last } = await watch({
        kind: 'servers.createBackup active',
        pace,
        within: LIST_DELAY_MS * config.timeoutScale,
        look: async () => answers(200, await compute.images.show({ image_id: image.id })).body.image,
        waits: context.waits,
        judge: ({ status }) => (status === 'ACTIVE' ? 'done' : 'wait'),
      })
      // That it becomes so is for its making to say.
      if (last.status === 'ACTIVE') same(last.progress, 100, 'the progress of an image that is ACTIVE')
    },
  )

  test(
    ...requirement('images.show/body.image.server', 'images.listDetail/body.images[].server'),
    async ({ compute, given, context }) => {
      const { server, image: listed } = await backedUp(compute, given, context)
      const { image } = answers(200, await compute.images.show({ image_id: listed.id })).body
      // Optional: a target that says whose image it is must say it rightly.
      if (listed.server !== undefined)
        same(listed.server.id, server.id, 'the server that the listed image was made from')
      if (image.server !== undefined)
        same(image.server.id, server.id, 'the server that the image was made from')
    },
  )
})
