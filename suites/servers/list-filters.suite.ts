import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { type SampleServer, type SampleServers, sampleServers } from '../../fixtures/given/sample-servers.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { everything, excludes, pageOf, restingOn, samplesAmong, samplesIn, selects } from './list-pages.ts'
import { hostOf, otherHosts, scopeOf } from './server-host.ts'
import { shownFor } from './show-answer.ts'

const FILTERS = ['image', 'flavor', 'status'] as const
/** Statuses that none of the sample servers is in. */
const OTHER_STATUSES = ['ERROR', 'PAUSED', 'SUSPENDED']

/** Each filter with the value by which it finds a server. */
type Query = Record<string, string>

/** A time before which none of the sample servers was changed last, by more than clocks differ. */
const beforeAll = async (compute: TypedClient, { all }: SampleServers): Promise<string> => {
  const times = await Promise.all(
    all.map(async (each) => Date.parse((await shownFor(compute, each, 'updated')).updated)),
  )
  return `${new Date(Math.min(...times) - 3_600_000).toISOString().slice(0, 19)}Z`
}

for (const list of ['servers.list', 'servers.listDetail'] as const) {
  describe(`${list}: filters`, () => {
    for (const filter of FILTERS) {
      test(...requirement(`${list}/${filter}-selects`), async ({ compute, context }) => {
        const people = await sampleServers(context)
        if (filter === 'status') people.differ('status')
        for (const server of people.all) await selects(compute, list, { [filter]: server[filter] }, server)
      })

      test(...requirement(`${list}/${filter}-excludes`), async ({ compute, context, given }) => {
        const people = await sampleServers(context)
        people.differ(filter)
        for (const value of new Set(people.all.map((each) => each[filter]))) {
          const others = people.all.filter((each) => each[filter] !== value)
          await excludes(compute, list, { [filter]: value }, ...others)
        }
        if (filter === 'status')
          for (const value of OTHER_STATUSES) await excludes(compute, list, { status: value }, ...people.all)
        // Of what there is not nothing is found, nor of the beginning of a status; who refuses to look for it is not wrong.
        const unknown =
          filter === 'status'
            ? [given.faker.string.alpha({ length: 9, casing: 'upper' }), people.bob.status.slice(0, -1)]
            : [given.unknownId()]
        for (const value of unknown) {
          const query = { [filter]: value }
          const answer = await compute.send(list, { query, probe: true })
          const found = isSuccess(answer) ? samplesAmong(pageOf(answer).ids, people) : []
          same(found, [], `the sample servers with ${filter}=${value}, which there is not`)
        }
      })

      test(
        `${list}/${filter}-excludes, for an administrator`,
        requirement(`${list}/${filter}-excludes`)[1],
        async ({ admin, context }) => {
          const people = await sampleServers(context)
          people.differ(filter)
          for (const value of new Set(people.all.map((each) => each[filter]))) {
            const others = people.all.filter((each) => each[filter] !== value)
            await excludes(admin, list, { ...scopeOf(context), [filter]: value }, ...others)
          }
        },
      )
    }

    test(...requirement(`${list}/filters-combine`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      const hosts = new Map<string, string>()
      // Where an administrator's credentials were given, the host is a filter like the others.
      const { admin } = context
      if (admin !== undefined) for (const each of people.all) hosts.set(each.id, await hostOf(admin, each))
      const traits = (server: SampleServer): Query => {
        const { image, flavor, status, name, id } = server
        const host = hosts.get(id)
        return { image, flavor, status, name, ...(host === undefined ? {} : { host }) }
      }
      /** The name of bob is part of another's. */
      const fits = (query: Query) => (server: SampleServer) =>
        Object.entries(query).every(([filter, value]) =>
          filter === 'name' ? server.name.includes(value) : traits(server)[filter] === value,
        )
      const demanded = async (query: Query, beside: Query = {}) => {
        const asked = { ...(query.host === undefined ? {} : scopeOf(context)), ...query, ...beside }
        const client = query.host === undefined ? compute : context.administrator
        const found = samplesIn(await everything(client, list, asked), people)
        const wanted = people.all.filter(fits(query)).map(({ nick }) => nick)
        const said = Object.entries({ ...query, ...beside }).map(([filter, value]) => `${filter}=${value}`)
        same(found.sort(), wanted.sort(), `the sample servers with ${said.join('&')}`)
      }
      const together = (query: Query) =>
        restingOn(
          list,
          async () => {
            for (const [filter, value] of Object.entries(query)) await demanded({ [filter]: value })
          },
          () => demanded(query),
        )
      const filters = Object.keys(traits(people.bob))
      // Each two filters with values of one server and of two different ones; then all of them at once.
      for (const [at, one] of filters.entries())
        for (const other of filters.slice(at + 1))
          for (const [left, right] of [
            [people.bob, people.bob],
            [people.bobb, people.alice],
            [people.alice, people.bobb],
          ] as const)
            await together({ [one]: traits(left)[one]!, [other]: traits(right)[other]! })
      for (const server of people.all) await together(traits(server))
      const since = await beforeAll(compute, people)
      // All of them have changed since: what a filter leaves out is left out here, too.
      for (const filter of filters) {
        const query = { [filter]: traits(people.bob)[filter]! }
        await restingOn(
          list,
          async () => {
            await demanded(query)
            await demanded({}, { 'changes-since': since })
          },
          () => demanded(query, { 'changes-since': since }),
        )
      }
    })

    test(...requirement(`${list}/host-selects`), async ({ admin, context }) => {
      const people = await sampleServers(context)
      for (const server of people.all) {
        const host = await hostOf(admin, server)
        await selects(admin, list, { ...scopeOf(context), host }, server)
      }
    })

    test(...requirement(`${list}/host-excludes`), async ({ admin, context, given }) => {
      const people = await sampleServers(context)
      const hosts = new Map<string, string>()
      for (const server of people.all) hosts.set(server.id, await hostOf(admin, server))
      const used = [...new Set(hosts.values())]
      for (const host of [...used, ...(await otherHosts(admin, used, given))]) {
        const others = people.all.filter((each) => hosts.get(each.id) !== host)
        await excludes(admin, list, { ...scopeOf(context), host }, ...others)
      }
    })
  })
}
