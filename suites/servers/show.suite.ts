import { isIP } from 'node:net'
import { isSuccess } from '../../fixtures/client/answer.ts'
import { asked, demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { sampleServers } from '../../fixtures/given/sample-servers.ts'
import { Blocked, Broken, Unsupported } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { bootedForAll } from '../booted-from-volume.ts'
import { CLOCKS_APART_MS } from '../clocks.ts'
import { entryOf } from './list-pages.ts'
import { interfacesOf } from './server-interfaces.ts'
import { selfAndBookmark, selfLeadsBack } from './server-links.ts'
import { serverOf, success } from './show-answer.ts'

/** Clouds tell times in whole seconds: two changes within one cannot be told apart. Milliseconds. */
const TICK_MS = 1_100

describe('Show server information', () => {
  test(...requirement('servers.show/shows-the-server-asked-for'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    for (const each of people.all)
      same(serverOf(await compute.servers.show(each), 'id').id, each.id, `the id shown for ${each.nick}`)
  })

  test(...requirement('servers.show/takes-no-body'), async ({ compute, context }) => {
    const { bob } = await sampleServers(context)
    // Also again: nothing that a client could send uses up the right to see it.
    for (let times = 0; times < 3; times++) success(await compute.servers.show(bob))
  })

  test(...requirement('servers.show/shows-what-was-created'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    // What nobody of them was given may be the target's own.
    const given = Object.assign({}, ...people.all.map((each) => each.asked.metadata))
    for (const each of people.all) {
      const server = serverOf(await compute.servers.show(each), 'name', 'metadata', 'image', 'flavor')
      const { name, metadata } = server
      const image = typeof server.image === 'object' ? server.image.id : server.image
      same(
        { name, metadata: asked(metadata, given), image, flavor: server.flavor?.id },
        { name: each.name, metadata: each.asked.metadata ?? {}, image: each.image, flavor: each.flavor },
        `what ${each.nick} was created with`,
      )
    }
  })

  test(...requirement('servers.show/project-and-user'), async ({ compute, context }) => {
    const { bob } = await sampleServers(context)
    const { tenant_id, user_id } = serverOf(await compute.servers.show(bob), 'tenant_id', 'user_id')
    const { projectId, userId } = compute.caller
    if (projectId !== undefined) same(tenant_id, projectId, 'the project of the server')
    if (userId !== undefined) same(user_id, userId, 'the user of the server')
    // Who looks at it is not who made it.
    const answer = await context.admin?.servers.show(bob)
    if (answer === undefined || !isSuccess(answer)) return
    const seen = serverOf(answer, 'tenant_id', 'user_id')
    same(
      [seen.tenant_id, seen.user_id],
      [tenant_id, user_id],
      'project and user, as an administrator sees them',
    )
  })

  test(
    'servers.show/shows-what-was-created, to an administrator',
    requirement('servers.show/shows-what-was-created')[1],
    async ({ context }) => {
      const { bob } = await sampleServers(context)
      const answer = await context.admin?.servers.show(bob)
      if (answer === undefined || !isSuccess(answer)) return
      const { name, metadata, image, flavor } = serverOf(answer, 'name', 'metadata', 'image', 'flavor')
      const wanted = bob.asked.metadata ?? {}
      same(
        [name, asked(metadata, wanted), typeof image === 'object' ? image.id : image, flavor?.id],
        [bob.name, wanted, bob.image, bob.flavor],
        'name, metadata, image and flavor that an administrator sees',
      )
    },
  )

  test(...requirement('servers.show/self-and-bookmark-links'), async ({ compute, context }) => {
    const { bob } = await sampleServers(context)
    selfAndBookmark(bob.id, serverOf(await compute.servers.show(bob)))
  })

  test(...requirement('servers.show/self-link-leads-to-server'), async ({ compute, context }) => {
    const { bob } = await sampleServers(context)
    await selfLeadsBack(compute, bob.id, serverOf(await compute.servers.show(bob), 'links'))
  })

  test(...requirement('servers.show/flavor-link-leads-to-flavor'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    for (const each of people.all) {
      const { flavor } = serverOf(await compute.servers.show(each), 'flavor')
      bookmarkEndsIn(flavor, 'flavors', each.flavor)
    }
  })

  test(...requirement('servers.show/image-link-leads-to-image'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    for (const each of people.all) {
      const { image } = serverOf(await compute.servers.show(each), 'image')
      demand(
        typeof image === 'object',
        `${each.nick} was made from an image and shows ${JSON.stringify(image)}`,
      )
      bookmarkEndsIn(image, 'images', each.image)
    }
  })

  test(
    ...requirement('servers.show/image-empty-when-booted-from-volume'),
    async ({ compute, given, context }) => {
      const server = await given.serverFromVolume()
      same(serverOf(await compute.servers.show(server)).image, '', 'the image of a volume-booted server')
      // Whichever call it was booted by; whether that one boots it is judged there.
      const other = await bootedForAll(context).catch((error: unknown) => {
        if (error instanceof Broken || error instanceof Blocked || error instanceof Unsupported)
          return undefined
        throw error
      })
      if (other !== undefined)
        same(
          serverOf(await compute.servers.show(other.server)).image,
          '',
          'the image of a server that os-volumes_boot booted from a volume',
        )
      // The detailed list shows its volume, too, and is judged on the way.
      await compute.servers.listDetail({ query: { name: server.name } })
    },
  )

  test(...requirement('servers.show/times-in-order'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    for (const each of people.all) {
      const { created, updated } = serverOf(await compute.servers.show(each), 'created', 'updated')
      demand(
        Date.parse(updated) >= Date.parse(created) - CLOCKS_APART_MS,
        `${each.nick} was created ${created} and updated ${updated}`,
      )
    }
  })

  test(...requirement('servers.show/updated-moves-on-change'), async ({ compute, given, context }) => {
    const server = await given.server()
    const { created, updated: before } = serverOf(await compute.servers.show(server), 'created', 'updated')
    const began = performance.now()
    await comesTrue(context, 'the next second comes', async () => performance.now() - began > TICK_MS, {
      cause: 'servers.show',
    })
    context.need(202, await compute.servers.stop(server))
    await eventually(server, { status: 'SHUTOFF' })
    let shown = serverOf(await compute.servers.show(server), 'created', 'updated')
    if (Date.parse(shown.updated) <= Date.parse(before)) {
      // A host whose clock is behind may have told the time: one more change, when that makes no difference any more.
      await context.pause(CLOCKS_APART_MS)
      context.need(202, await compute.servers.start(server))
      await eventually(server, { status: 'ACTIVE' })
      shown = serverOf(await compute.servers.show(server), 'created', 'updated')
    }
    const after = shown.updated
    demand(
      Date.parse(after) > Date.parse(before),
      `updated was ${before} and is ${after} after the server was stopped`,
    )
    same(shown.created, created, 'created, after the server was stopped')
  })

  test(...requirement('servers.show/progress-while-active'), async ({ compute, context }) => {
    const { bob } = await sampleServers(context)
    const { progress } = serverOf(await compute.servers.show(bob))
    demand(
      typeof progress === 'number' || progress === null,
      `an ACTIVE server shows ${JSON.stringify(progress)} for its progress`,
    )
  })

  // Empty it may be of a server that is on no host (erratum `host-id-empty-while-unplaced`).
  const hasHostId = ({ hostId, status }: Record<string, unknown>, where: string) =>
    demand(hostId !== '' || status !== 'ACTIVE', `a server that is ACTIVE is ${where} with an empty hostId`)

  test(...requirement('servers.show/body.server.hostId'), async ({ compute, context }) => {
    const { bob } = await sampleServers(context)
    hasHostId(serverOf(await compute.servers.show(bob)), 'shown')
  })

  test(...requirement('servers.listDetail/body.servers[].hostId'), async ({ compute, context }) => {
    const { bob } = await sampleServers(context)
    hasHostId(await entryOf(compute, 'servers.listDetail', bob), 'listed')
  })

  test(...requirement('servers.show/addresses-by-network'), async ({ compute, context }) => {
    const { bob } = await sampleServers(context)
    const interfaces = await interfacesOf(context, bob)
    if (interfaces.length === 0) throw new Blocked('environment', 'the server is on no network')
    const { networks } = context.need(200, await compute.networks.list()).body
    const { addresses: shown } = serverOf(await compute.servers.show(bob))
    for (const { network, addresses } of interfaces)
      for (const address of addresses) {
        const under = Object.entries(shown ?? {})
          .filter(([, all]) => all.some(({ addr }) => addr === address))
          .map(([name]) => name)
        const { name } = networks.find(({ id }) => id === network) ?? {}
        same(under, [name], `the names under which the address ${address} stands`)
      }
  })

  test(...requirement('servers.show/address-version'), async ({ compute, context }) => {
    const { bob } = await sampleServers(context)
    const { addresses } = serverOf(await compute.servers.show(bob))
    for (const { addr, version } of Object.values(addresses ?? {}).flat())
      same(version, isIP(addr), `the version beside the address ${addr}`)
  })
})

function bookmarkEndsIn(
  thing: { links?: readonly { href: string; rel: string }[] },
  kind: string,
  id: string,
): void {
  const bookmark = thing.links?.find((link) => link.rel === 'bookmark')?.href
  demand(bookmark !== undefined, `there is no bookmark link to ${kind}/${id}`)
  demand(
    decodeURIComponent(bookmark).endsWith(`/${kind}/${id}`),
    `the bookmark link ${bookmark} does not end in /${kind}/${id}`,
  )
}
