import { isSuccess, said } from '../../fixtures/client/answer.ts'
import { tellsNoRoom } from '../../fixtures/client/hindrance.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { untouched } from '../../fixtures/expect/untouched.ts'
import { attached, attachedIds } from '../../fixtures/given/attachments.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { volumeBecomes, volumeStatus } from '../../fixtures/given/volume-status.ts'
import { Blocked, Unsupported } from '../../fixtures/outcome.ts'
import { LIMITS, watchServer } from '../../fixtures/resources/watch-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { booted, bootedForAll, idOf, request, serverIn } from '../booted-from-volume.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { refusedForQuota, tooMany } from '../over-quota.ts'
import { selfLeadsBack } from '../servers/server-links.ts'

const ID = 'volumesBoot.create'

/** So often a server is booted that ends in SHUTOFF. */
const MOST_TRIES = 3

/** The way that a server goes which boots from a volume. */
async function bootedOnce(given: Given, context: TestContext) {
  const server = await request(given, await given.bootableVolume())
  const id = idOf(answers(202, await context.compute.send(ID, { body: { server } })))
  return watchServer({
    by: context,
    id,
    wanted: ['ACTIVE'],
    cause: ID,
    within: LIMITS.build,
    onRefusal: (refusal) => new Blocked('servers.show', `setup: ${said(refusal)}`),
  })
}

describe('Create server from a volume', () => {
  test(...requirement(`${ID}/volume-becomes-in-use`), async ({ context }) => {
    const { volume } = await bootedForAll(context)
    const { volumeStatus: wanted } = requirementOf(`${ID}/volume-becomes-in-use`).data as {
      volumeStatus: string
    }
    await volumeBecomes(context, volume.volume_id, wanted, ID)
  })

  test(...requirement(`${ID}/server-becomes-active`), async ({ given, context }) => {
    let went = await bootedOnce(given, context)
    // A guest may power itself off before it is seen up, but hardly each time.
    for (let tries = 1; tries < MOST_TRIES && went.seen.at(-1) === 'SHUTOFF'; tries++)
      went = await bootedOnce(given, context)
    if (tellsNoRoom(went.went)) throw new Blocked('capacity', `the server went ${went.went}`)
    const way = went.seen.join(', ')
    demand(went.end === 'done', `the server that boots from a volume went ${way}; ACTIVE must follow`)
  })

  test(...requirement(`${ID}/volume-attached`), async ({ context }) => {
    const { server, volume } = await bootedForAll(context)
    const listed = (await attachedIds(context, server)).includes(volume.volume_id)
    demand(listed, 'the volume is not among the attachments')
  })

  test(...requirement(`${ID}/name-kept`), async ({ compute, context }) => {
    const { server, asked } = await bootedForAll(context)
    const shown = context.need(200, await compute.servers.show(server)).body.server
    same(shown.name, asked.name, 'the name of the server')
  })

  test(...requirement(`${ID}/flavor-kept`), async ({ compute, context }) => {
    const { server, asked } = await bootedForAll(context)
    const shown = context.need(200, await compute.servers.show(server)).body.server
    same(shown.flavor.id, asked.flavorRef, 'the flavor of the server')
  })

  test(...requirement(`${ID}/self-link-leads-to-server`), async ({ compute, context }) => {
    const { server, answer } = await bootedForAll(context)
    await selfLeadsBack(compute, server.id, serverIn(answer))
  })

  test(...requirement(`${ID}/password-fresh`), async ({ given, context }) => {
    const [one, other] = [await bootedForAll(context), await booted(context, given)]
    const [first, second] = [one, other].map(({ answer }) => serverIn(answer).adminPass)
    if (!first || !second) throw new Unsupported('the target tells no password of a server from a volume')
    demand(first !== second, 'two servers from volumes were given the same password')
  })

  test(...requirement(`${ID}/one-server`), async ({ compute, given, context }) => {
    const { server, asked } = await booted(context, given, { min_count: 1, max_count: 1 })
    const query = { name: String(asked.name) }
    const ids = async () =>
      context.need(200, await compute.servers.list({ query })).body.servers.map((each) => each.id)
    // A list may lag behind.
    await comesTrue(context, 'the new server is listed', async () => (await ids()).includes(server.id), {
      cause: ID,
      within: LIST_DELAY_MS,
    })
    same(await ids(), [server.id], 'the servers of that name')
  })

  test(...requirement(`${ID}/empty-image`), async ({ given, context }) => {
    await booted(context, given, { imageRef: '' })
  })

  test(...requirement(`${ID}/image-by-id`), async ({ given, compute, context }) => {
    const server = await given.serverRequest()
    const id = idOf(answers(202, await compute.send(ID, { body: { server } })))
    const made = await given.adopt(id, String(server.name))
    const { image } = context.need(200, await compute.servers.show(made)).body.server
    // What was put on a volume first is no image of the server any more.
    if (typeof image === 'object' && image !== null)
      same(image.id, server.imageRef, 'the image of a server that was asked for with an imageRef')
  })

  test(...requirement(`${ID}/volume-in-use-refused`), async ({ compute, given, context }) => {
    const volume = await given.bootableVolume()
    await attached(context, await given.server(), volume)
    const input = { body: { server: await request(given, volume) } }
    const answer = await compute.send(ID, { ...input, probe: true })
    refused(requirementOf(`${ID}/volume-in-use-refused`).statuses!, answer, 'for a volume that is in use')
    await untouched(context, operation(ID), { input })
  })

  test(...requirement(`${ID}/unbootable-volume-refused`), async ({ compute, given, context }) => {
    const volume = await given.volume()
    const input = { body: { server: await request(given, volume) } }
    const answer = await compute.send(ID, { ...input, probe: true })
    const { statuses } = requirementOf(`${ID}/unbootable-volume-refused`)
    refused(statuses!, answer, 'for a volume that is not bootable')
    await untouched(context, operation(ID), { input })
  })

  test(...requirement(`${ID}/volume-unknown`), async ({ compute, given, context }) => {
    const input = { body: { server: await request(given, { volume_id: given.unknownId() }) } }
    const answer = await compute.send(ID, { ...input, probe: true })
    refusedAs(`${ID}/volume-unknown`, answer, 'for a volume that does not exist')
    await untouched(context, operation(ID), { input })
  })

  test(...requirement(`${ID}/refused-leaves-volume`), async ({ compute, given, context }) => {
    const volume = await given.volume()
    const answer = await compute.send(ID, { body: { server: await request(given, volume) }, probe: true })
    if (isSuccess(answer))
      throw new Blocked(ID, 'setup: the target boots servers from a volume that is not bootable')
    const { data } = requirementOf(`${ID}/refused-leaves-volume`)
    same(await volumeStatus(context, volume.volume_id), data!.volumeStatus, 'the status of the volume')
  })

  test(...requirement(`${ID}/retried-after-refusal`), async ({ compute, given, context }) => {
    const [server, volume] = [await given.server(), await given.bootableVolume()]
    const { id: attachment_id } = await attached(context, server, volume)
    const asked = await request(given, volume)
    context.need([400, 409], await compute.send(ID, { body: { server: asked }, probe: true }))
    context.need(202, await compute.volumeAttachments.detach({ server_id: server.id, attachment_id }))
    await volumeBecomes(context, volume.volume_id, 'available', 'volumeAttachments.detach')
    const id = idOf(answers(202, await compute.send(ID, { body: { server: asked } })))
    await given.adopt(id, String(asked.name))
  })

  test(...requirement(`${ID}/quota-exceeded`), async ({ compute, given, context }) => {
    const { flavorRef, min_count: count } = await tooMany(context)
    const server = { ...(await given.serverRequest()), flavorRef, min_count: count, max_count: count }
    const answer = await compute.send(ID, { body: { server }, probe: true, overQuota: true })
    const { statuses } = requirementOf(`${ID}/quota-exceeded`)
    await refusedForQuota(context, answer, statuses!, { name: String(server.name), count, flavorRef })
  })
})
