import { isDeepStrictEqual } from 'node:util'
import type { Answer } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Request } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import { seenAgain } from '../../fixtures/given/at-rest.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { withAddresses } from '../../fixtures/resources/late-addresses.ts'
import { viewOf } from '../../fixtures/resources/server-view.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { passwordTold, tellsPassword, unlessUntold } from '../passwords.ts'
import { becomes } from './documented-outcome.ts'
import { serverWithMetadata } from './shelve-steps.ts'

describe('Rebuild server', () => {
  const rebuilt = becomes('servers.rebuild/becomes-active')
  /** Where a rebuild ends that does not bring the server back to what it was: one requirement's business, not all's. */
  const atRest = [...rebuilt, 'SHUTOFF']

  const rebuild = async (
    compute: TypedClient,
    server: GivenServer,
    request: Request<'servers.rebuild'>['rebuild'],
  ): Promise<Answer<'servers.rebuild'>> =>
    answers(202, await compute.servers.rebuild({ server_id: server.id, body: { rebuild: request } }))

  /** Rebuilds a server from the image that it has, and waits until it rests. */
  const rebuildAsItIs = async (compute: TypedClient, given: Given, server: GivenServer) => {
    const answer = await rebuild(compute, server, { imageRef: await given.imageId() })
    await eventually(server, { status: atRest })
    return answer
  }

  test(...requirement('servers.rebuild/becomes-active'), async ({ compute, given }) => {
    const server = await given.server()
    await rebuild(compute, server, { imageRef: await given.imageId() })
    await eventually(server, { status: rebuilt })
  })

  test(...requirement('servers.rebuild/image-changes'), async ({ compute, given }) => {
    const server = await given.server()
    const imageRef = await given.otherImageId()
    await rebuild(compute, server, { imageRef })
    same((await eventually(server, { status: atRest })).image, imageRef, 'the image of the rebuilt server')
  })

  test(...requirement('servers.rebuild/answer-tells-image'), async ({ compute, given }) => {
    const server = await given.server()
    const imageRef = await given.otherImageId()
    const { body } = await rebuild(compute, server, { imageRef })
    const { image } = await eventually(server, { status: atRest })
    // That the server keeps another is told by itself.
    if (image === imageRef) same(viewOf(202, body?.server).image, imageRef, 'the image in the answer')
  })

  test(...requirement('servers.rebuild/image-by-url'), async ({ compute, given, context }) => {
    const server = await given.server()
    const image_id = await given.otherImageId()
    const { body } = context.need(200, await compute.images.show({ image_id }))
    const address = body?.image?.links?.find(({ rel }) => rel === 'self')?.href
    if (address === undefined) throw new Blocked('images.show', 'setup: the image has no link to itself')
    await rebuild(compute, server, { imageRef: address })
    same((await eventually(server, { status: atRest })).image, image_id, 'the image of the rebuilt server')
  })

  test(...requirement('servers.rebuild/identity-kept'), async ({ compute, given }) => {
    const server = await given.server()
    const had = server.view
    const { body } = await rebuildAsItIs(compute, given, server)
    same(body?.server?.id, server.id, 'the id in the answer')
    const told = viewOf(202, body?.server)
    for (const part of ['name', 'flavor'] as const)
      if (told[part] !== undefined) same(told[part], had[part], `the ${part} in the answer`)
    for (const part of ['project', 'user'] as const)
      if (told.besides[part] !== undefined && had.besides[part] !== undefined)
        same(told.besides[part], had.besides[part], `the ${part} in the answer`)
    // What the answer says of the server is so when it has been rebuilt.
    same(server.view.flavor, had.flavor, 'the flavor of the rebuilt server')
    for (const part of ['project', 'user'] as const)
      if (server.view.besides[part] !== undefined && had.besides[part] !== undefined)
        same(server.view.besides[part], had.besides[part], `the ${part} of the rebuilt server`)
  })

  test(...requirement('servers.rebuild/addresses-kept'), async ({ compute, given }) => {
    const server = await given.server()
    const { addresses } = server.view
    if (isDeepStrictEqual(addresses, []))
      throw new Blocked('environment', 'the target gives servers no address')
    await rebuildAsItIs(compute, given, server)
    const { context, id, view } = server
    // As after a build, they may appear later than the server is up.
    server.view = await withAddresses(context, id, view, (answer) => context.unprepared(answer))
    same(server.view.addresses, addresses, 'the addresses of the rebuilt server')
  })

  test(...requirement('servers.rebuild/metadata-kept'), async ({ compute, given }) => {
    const server = await serverWithMetadata(given)
    const { name, metadata } = server.view
    await rebuildAsItIs(compute, given, server)
    same(server.view.name, name, 'the name of the rebuilt server')
    same(server.view.metadata, metadata, 'the metadata of the rebuilt server')
  })

  test(...requirement('servers.rebuild/password-generated'), async ({ compute, given, context }) => {
    const server = await given.server()
    const { body } = await rebuildAsItIs(compute, given, server)
    await tellsPassword(context, body?.server?.adminPass, 'the answer to a rebuild')
  })

  test(...requirement('servers.rebuild/password-fresh'), async ({ compute, given }) => {
    const server = await given.server()
    const passwordOf = async () =>
      passwordTold((await rebuildAsItIs(compute, given, server)).body?.server?.adminPass)
    const [first, second] = [await passwordOf(), await passwordOf()]
    unlessUntold(server, second)
    if (first === undefined || second === undefined)
      throw new Blocked('servers.rebuild', 'setup: a rebuild was given no password')
    demand(first !== second, 'two rebuilds were given the same password')
  })

  for (const id of ['servers.rebuild/disk-config-auto', 'servers.rebuild/disk-config-manual'] as const)
    test(...requirement(id), async ({ compute, given }) => {
      const { value } = requirementOf(id).data as { value: 'AUTO' | 'MANUAL' }
      const server = await given.server({ 'OS-DCF:diskConfig': value === 'AUTO' ? 'MANUAL' : 'AUTO' })
      const imageRef = await given.imageId()
      const { body } = await rebuild(compute, server, { imageRef, 'OS-DCF:diskConfig': value })
      await eventually(server, { status: atRest })
      same(body?.server?.['OS-DCF:diskConfig'], value, 'OS-DCF:diskConfig in the answer')
      await inTheEnd(server.context, 'servers.rebuild disk configuration', async () => {
        await seenAgain(server)
        same(server.view.diskConfig, value, 'OS-DCF:diskConfig of the rebuilt server')
      })
    })

  test(...requirement('servers.rebuild/image-unknown'), async ({ compute, given }) => {
    const server = await given.server()
    const body = { rebuild: { imageRef: given.unknownId() } }
    refusedAs(
      'servers.rebuild/image-unknown',
      await compute.send('servers.rebuild', { server_id: server.id, body, probe: true }),
      'for an image that does not exist',
    )
    await unchanged(server)
  })
})
