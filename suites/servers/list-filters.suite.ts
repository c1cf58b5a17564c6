import type { Population, Resident } from '../../fixtures/given/population.ts'
import { population } from '../../fixtures/given/population.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { same } from '../../fixtures/verbs.ts'
import { hostOf, otherHosts, scopeOf } from './hosts.ts'
import { everything, excludes, LISTS, residents, selects } from './listing.ts'

const FILTERS = ['image', 'flavor', 'status'] as const
type Filter = (typeof FILTERS)[number] | 'name'

/** The value by which a filter finds a server. */
const traitOf = (filter: Filter, server: Resident) => server[filter]
/** The expression that is a server's name matches the names that contain it, too. */
const matches = (filter: Filter, value: string, server: Resident) =>
  filter === 'name' ? server.name.includes(value) : server[filter] === value

const chosen = (people: Population, query: Record<string, string>) =>
  people.all
    .filter((each) =>
      Object.entries(query).every(([filter, value]) => matches(filter as Filter, value, each)),
    )
    .map((each) => each.nick)
    .sort()

for (const list of LISTS) {
  describe(`${list}: filters`, () => {
    for (const filter of FILTERS) {
      test(...requirement(`${list}/${filter}-selects`), async ({ compute, scene }) => {
        const people = await population(scene)
        if (filter === 'status') people.differ('status')
        for (const server of people.all)
          await selects(compute, list, { [filter]: traitOf(filter, server) }, server)
      })

      test(...requirement(`${list}/${filter}-excludes`), async ({ compute, scene }) => {
        const people = await population(scene)
        people.differ(filter)
        for (const value of new Set(people.all.map((each) => each[filter]))) {
          const others = people.all.filter((each) => each[filter] !== value)
          await excludes(compute, list, { [filter]: value }, ...others)
        }
      })
    }

    test(...requirement(`${list}/filters-combine`), async ({ compute, scene }) => {
      const people = await population(scene)
      const filters: Filter[] = [...FILTERS, 'name']
      const demanded = async (query: Record<string, string>) => {
        const found = residents(await everything(compute, list, query), people).sort()
        const said = Object.entries(query).map(([filter, value]) => `${filter}=${value}`)
        same(found, chosen(people, query), `the servers of the population with ${said.join('&')}`)
      }
      // Each two filters with values of one server and of two different ones; then all of them at once.
      for (const [at, one] of filters.entries())
        for (const other of filters.slice(at + 1))
          for (const [left, right] of [
            [people.bob, people.bob],
            [people.bobb, people.alice],
            [people.alice, people.bob],
          ] as const)
            await demanded({ [one]: traitOf(one, left), [other]: traitOf(other, right) })
      for (const server of people.all)
        await demanded(Object.fromEntries(filters.map((filter) => [filter, traitOf(filter, server)])))
    })

    test(...requirement(`${list}/host-selects`), async ({ admin, scene }) => {
      const people = await population(scene)
      for (const server of people.all) {
        const host = await hostOf(admin, server)
        await selects(admin, list, { ...scopeOf(scene), host }, server)
        await selects(admin, list, { ...scopeOf(scene), host, flavor: server.flavor }, server)
      }
    })

    test(...requirement(`${list}/host-excludes`), async ({ admin, scene, given }) => {
      const people = await population(scene)
      const hosts = new Map<string, string>()
      for (const server of people.all) hosts.set(server.id, await hostOf(admin, server))
      const used = [...new Set(hosts.values())]
      for (const host of [...used, ...(await otherHosts(admin, used, given))]) {
        const others = people.all.filter((each) => hosts.get(each.id) !== host)
        await excludes(admin, list, { ...scopeOf(scene), host }, ...others)
      }
    })
  })
}
