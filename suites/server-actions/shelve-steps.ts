import { isDeepStrictEqual } from 'node:util'
import { isSuccess, said } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { asked } from '../../fixtures/expect/demand.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { tells } from '../../fixtures/expect/tells.ts'
import { attach as attachVolume } from '../../fixtures/given/attachments.ts'
import type { Given, GivenVolume } from '../../fixtures/given/given.ts'
import { wholeList } from '../../fixtures/given/whole-list.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { ServerRequest } from '../../fixtures/resources/resources.ts'
import { type ServerView, viewOf } from '../../fixtures/resources/server-view.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { becomes } from './documented-outcome.ts'

/** Shelves a server and waits until it is: SHELVED, or SHELVED_OFFLOADED where the cloud offloads at once. */
export async function shelve(compute: TypedClient, server: GivenServer): Promise<ServerView> {
  answers(202, await compute.servers.shelve(server))
  return eventually(server, { status: becomes('servers.shelve/becomes-shelved') })
}

/** An image as far as it matters here; of any target, so nothing is sure. */
export interface ServerImage {
  id?: unknown
  name?: unknown
  status?: unknown
  metadata?: unknown
  server?: { id?: unknown } | null
}

/**
 * The images in the list that name the server, be it in their name, their properties or their `server`.
 * @param named an image of this name counts too
 */
export async function imagesOf(
  compute: TypedClient,
  server: GivenServer,
  named?: string,
): Promise<ServerImage[]> {
  const images = await wholeList<ServerImage>(compute, 'images.listDetail', 'images')
  return images.filter(
    (image) =>
      String(image?.name).includes(server.name) ||
      (named !== undefined && image?.name === named) ||
      image?.server?.id === server.id ||
      Object.values((image?.metadata ?? {}) as object).includes(server.id),
  )
}

/** A server with metadata of its own, to be shown again later. @throws Blocked if the target does not show it at first */
export async function serverWithMetadata(
  given: Given,
  wishes: Partial<ServerRequest> = {},
): Promise<GivenServer> {
  const { faker } = given
  const metadata = {
    [faker.string.alpha(8)]: faker.lorem.words(3),
    [faker.string.alpha(9)]: faker.lorem.word(),
  }
  const server = await given.server({ metadata, ...wishes })
  if (!isDeepStrictEqual(asked(server.view.metadata, metadata), metadata))
    throw new Blocked('servers.create', 'setup: a new server does not show the metadata it was created with')
  return server
}

/**
 * Attaches a volume to a server. A volume that is given before its server is taken away after it, when nothing holds it.
 * @throws Blocked by what stood in the way
 */
export async function attach(volume: GivenVolume, server: GivenServer): Promise<void> {
  const { context } = server
  const { volume_id: volumeId } = volume
  context.need(200, await attachVolume(context.compute, server.id, volumeId))
  const inUse = async () => {
    const answer = context.need(200, await context.compute.volumes.show({ volume_id: volumeId }))
    return String(answer.body?.volume?.status) === 'in-use'
  }
  await comesTrue(context, 'the volume is in use', inUse, { cause: 'volumeAttachments.attach' })
  server.view = viewOf(200, context.need(200, await context.compute.servers.show(server)).body?.server)
  const shown = server.view.volumes as string[] | undefined
  // That a server shows its volumes is known of clouds only.
  if (shown !== undefined && !shown.includes(volumeId))
    throw new Blocked('servers.show', 'setup: the server does not show the volume that was attached to it')
}

/**
 * Unshelves a server of which `cause` says that it can be had back.
 * @throws Broken or Blocked by `cause`, also where it is unshelving that does not work
 */
export async function comesBack(server: GivenServer, cause: OperationId): Promise<void> {
  const { context } = server
  const { compute } = context
  const answer = await compute.servers.unshelve(server)
  tells(answer, isSuccess(answer), `the server cannot be had back after ${cause}: ${said(answer)}`)
  await eventually(server, { status: becomes('servers.unshelve/becomes-active'), cause })
}
