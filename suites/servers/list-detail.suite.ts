import { isSuccess } from '../../fixtures/client/answer.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { sampleServers } from '../../fixtures/given/sample-servers.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { noZones } from '../availability-zones/no-zones.ts'
import { agree } from './agreement.ts'
import { ask, entryOf, findIn, orderOf, selects } from './list-pages.ts'
import { scopeOf } from './server-host.ts'
import { shownFor, success } from './show-answer.ts'

/** How often a server is compared that the target itself touches between two looks. */
const TRIES = 3

/** Before any server of the run was made. */
const LONG_AGO = '2001-01-01T00:00:00Z'

describe('List details for servers', () => {
  test(...requirement('servers.listDetail/takes-no-body'), async ({ compute }) => {
    success(await compute.servers.listDetail())
  })

  test(...requirement('servers.listDetail/agrees-with-show'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    const order = await orderOf(compute, 'servers.listDetail', people).catch(() => [])
    const behind = ({ id }: { id: string }) => order[order.findIndex((each) => each.id === id) - 1]
    for (const each of people.all) {
      for (let round = 1; ; round++) {
        const before = await shownFor(compute, each)
        const entry = await entryOf(compute, 'servers.listDetail', each)
        const after = await shownFor(compute, each)
        const moved = before.hostId !== after.hostId
        if ((moved || before.updated !== after.updated) && round < TRIES) continue
        agree(entry, before, after, `of ${each.nick} in the list`)
        // Where it goes between two looks it may be seen here or there, but not each time somewhere else.
        if (moved && entry.hostId !== before.hostId)
          same(entry.hostId, after.hostId, `hostId of ${each.nick} in the list`)
        // What is asked for by a filter, or page by page, is told as it is without. Whether they find a server is judged by itself.
        for (const [said, query] of [
          [`by name=${people.stem}`, { name: people.stem }],
          [`by status=${each.status}`, { name: people.stem, status: each.status }],
          ['with a limit', { name: people.stem, limit: people.all.length }],
          ['on a page behind a marker', { name: people.stem, marker: behind(each)?.id }],
          [`by flavor=${each.flavor}`, { name: people.stem, flavor: each.flavor }],
          [`by image=${each.image}`, { name: people.stem, image: each.image }],
          ['with changes-since', { name: people.stem, 'changes-since': LONG_AGO }],
        ] as const) {
          const sought = (await ask(compute, 'servers.listDetail', query)).entries.find(
            ({ id }) => id === each.id,
          )
          if (sought === undefined) continue
          const again = await shownFor(compute, each)
          if (before.updated !== again.updated) break
          agree(sought, before, again, `of ${each.nick} in the list ${said}`)
        }
        break
      }
    }
  })

  test(
    'servers.listDetail/agrees-with-show, to an administrator',
    requirement('servers.listDetail/agrees-with-show')[1],
    async ({ admin, context }) => {
      const people = await sampleServers(context)
      for (const each of people.all) {
        const before = await shownFor(admin, each)
        // Which servers an administrator is listed is another matter.
        const entry = await findIn(admin, 'servers.listDetail', each, scopeOf(context))
        const after = await shownFor(admin, each)
        if (entry !== undefined)
          agree(entry, before, after, `of ${each.nick} in the list that an administrator is given`)
      }
    },
  )

  test(...requirement('servers.listDetail/zone-is-current'), async ({ compute, context }) => {
    const people = await sampleServers(context)
    const zones = context.need(200, await compute.availabilityZones.list()).body.availabilityZoneInfo
    if (zones.length === 0) throw noZones()
    for (const each of people.all) {
      const entry = await entryOf(compute, 'servers.listDetail', each)
      const zone = entry['OS-EXT-AZ:availability_zone']
      const names = zones.map(({ zoneName }) => zoneName)
      demand(
        names.includes(zone as string),
        `${each.nick} is shown in the zone ${zone}, of ${names.join(', ')}`,
      )
    }
    if (context.admin === undefined) return
    // Who may see hosts can tell in which zone the server really is.
    const detailed = await context.admin.availabilityZones.listDetail()
    if (!isSuccess(detailed)) return
    for (const each of people.all) {
      const entry = await entryOf(context.admin, 'servers.listDetail', each, scopeOf(context))
      const host = String(entry['OS-EXT-SRV-ATTR:host'])
      const real = detailed.body.availabilityZoneInfo
        .filter(({ hosts }) => Object.keys(hosts?.[host] ?? {}).includes('nova-compute'))
        .map(({ zoneName }) => zoneName)
      if (real.length > 0)
        same(
          real.includes(entry['OS-EXT-AZ:availability_zone'] as string),
          true,
          `${each.nick} on ${host} is in its zone`,
        )
    }
  })

  test(
    ...requirement('servers.listDetail/extended-attributes-agree-with-host-filter'),
    async ({ admin, context }) => {
      const people = await sampleServers(context)
      for (const each of people.all) {
        const entry = await entryOf(admin, 'servers.listDetail', each, scopeOf(context))
        const host = entry['OS-EXT-SRV-ATTR:host']
        demand(
          typeof host === 'string' && host !== '',
          `${each.nick} is ${each.status} and shown without a host`,
        )
        await selects(admin, 'servers.listDetail', { ...scopeOf(context), host }, each)
      }
    },
  )
})
