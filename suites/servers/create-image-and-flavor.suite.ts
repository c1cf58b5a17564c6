import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { same } from '../../fixtures/verbs.ts'
import { linkTo } from '../links.ts'
import { blame, create, created, creation, refusedCreation, shown } from './created.ts'
import { MINIMAL, RICH, withServer } from './recipes.ts'

describe('Create server: imageRef', () => {
  test(...requirement('servers.create/image-by-id'), async ({ scene }) => {
    const made = await created(scene, MINIMAL, [])
    same((await shown(scene, made)).image?.id, made.request.server.imageRef, 'the image of the new server')
  })

  test(...requirement('servers.create/image-by-url'), async ({ scene, compute, given }) => {
    const image_id = await given.imageId()
    const { image } = scene.need(200, await compute.images.show({ image_id })).body
    const request = await creation(scene, [withServer({ imageRef: linkTo('self', image.links) })])
    const made = await create(scene, request)
    if (made.end === 'refused') throw await blame(scene, made.answer)
    if (made.end === 'unnamed') throw new Blocked('servers.create', 'the answer names no server')
    same((await shown(scene, made)).image?.id, image_id, 'the image of the new server')
  })

  test(...requirement('servers.create/image-required'), ({ scene }) =>
    refusedCreation(scene, 'servers.create/image-required', withServer({ imageRef: undefined })),
  )

  test(...requirement('servers.create/image-unknown'), ({ scene, given }) =>
    refusedCreation(scene, 'servers.create/image-unknown', withServer({ imageRef: given.unknownId() })),
  )
})

describe('Create server: flavorRef', () => {
  test(...requirement('servers.create/flavor-by-id'), async ({ scene }) => {
    const made = await created(scene, MINIMAL, [])
    same((await shown(scene, made)).flavor?.id, made.request.server.flavorRef, 'the flavor of the new server')
  })

  test(...requirement('servers.create/flavor-by-url'), async ({ scene, given }) => {
    const made = await created(scene, RICH, ['flavorUrl'])
    same((await shown(scene, made)).flavor?.id, await given.flavorId(), 'the flavor of the new server')
  })

  test(...requirement('servers.create/flavor-unknown'), ({ scene, given }) =>
    refusedCreation(scene, 'servers.create/flavor-unknown', withServer({ flavorRef: given.unknownId() })),
  )
})
