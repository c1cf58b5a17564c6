import { same } from '../../fixtures/expect/demand.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { linkTo } from '../links.ts'
import { blame, create, created, creation, refusedCreation, shown } from './create-cases.ts'
import { MINIMAL, RICH, withServer } from './create-recipes.ts'

describe('Create server: imageRef', () => {
  test(...requirement('servers.create/image-by-id'), async ({ context }) => {
    const made = await created(context, MINIMAL, [])
    same((await shown(context, made)).image?.id, made.request.server.imageRef, 'the image of the new server')
  })

  test(...requirement('servers.create/image-by-url'), async ({ context, compute, given }) => {
    const image_id = await given.imageId()
    const { image } = context.need(200, await compute.images.show({ image_id })).body
    const request = await creation(context, [withServer({ imageRef: linkTo('self', image.links) })])
    const made = await create(context, request)
    if (made.end === 'refused') throw await blame(context, made.answer)
    if (made.end === 'unnamed') throw new Blocked('servers.create', 'the answer names no server')
    same((await shown(context, made)).image?.id, image_id, 'the image of the new server')
  })

  test(...requirement('servers.create/image-required'), ({ context }) =>
    refusedCreation(context, 'servers.create/image-required', withServer({ imageRef: undefined })),
  )

  test(...requirement('servers.create/image-unknown'), ({ context, given }) =>
    refusedCreation(context, 'servers.create/image-unknown', withServer({ imageRef: given.unknownId() })),
  )
})

describe('Create server: flavorRef', () => {
  test(...requirement('servers.create/flavor-by-id'), async ({ context }) => {
    const made = await created(context, MINIMAL, [])
    same(
      (await shown(context, made)).flavor?.id,
      made.request.server.flavorRef,
      'the flavor of the new server',
    )
  })

  test(...requirement('servers.create/flavor-by-url'), async ({ context }) => {
    const made = await created(context, RICH, ['flavorUrl'])
    const asked = String(made.request.server.flavorRef).split('/').at(-1)
    same((await shown(context, made)).flavor?.id, asked, 'the flavor of the new server')
  })

  test(...requirement('servers.create/flavor-unknown'), ({ context, given }) =>
    refusedCreation(context, 'servers.create/flavor-unknown', withServer({ flavorRef: given.unknownId() })),
  )
})
