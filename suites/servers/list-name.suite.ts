import type { TypedClient } from '../../fixtures/client/calls.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { type SampleServers, sampleServers } from '../../fixtures/given/sample-servers.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { excludes, type ListOperation, restingOn, selects } from './list-pages.ts'
import { scopeOf } from './server-host.ts'

/** No expression in any dialect. */
const MALFORMED = ['[', '*', '(']

const findsItsOwn = async (compute: TypedClient, list: ListOperation, { all }: SampleServers) => {
  for (const server of all) await selects(compute, list, { name: server.name }, server)
}

const leavesOutOthers = async (
  compute: TypedClient,
  list: ListOperation,
  people: SampleServers,
  scope: Record<string, unknown> = {},
) => {
  const { bob, bobb, alice } = people
  await excludes(compute, list, { ...scope, name: alice.name }, bob, bobb)
  await excludes(compute, list, { ...scope, name: bob.name }, alice)
  // The longer name contains the shorter one, and not the other way round.
  await excludes(compute, list, { ...scope, name: bobb.name }, bob, alice)
}

for (const list of ['servers.list', 'servers.listDetail'] as const) {
  describe(`${list}: the expression in name`, () => {
    test(...requirement(`${list}/name-selects`), async ({ compute, context }) => {
      await findsItsOwn(compute, list, await sampleServers(context))
    })

    test(...requirement(`${list}/name-excludes`), async ({ compute, context }) => {
      await leavesOutOthers(compute, list, await sampleServers(context))
    })

    test(
      `${list}/name-excludes, for an administrator`,
      requirement(`${list}/name-excludes`)[1],
      async ({ admin, context }) =>
        leavesOutOthers(admin, list, await sampleServers(context), scopeOf(context)),
    )

    test(...requirement(`${list}/name-unanchored`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      const { bob, bobb, alice, stem } = people
      const tail = (name: string) => name.slice(stem.length - 4)
      await restingOn(
        list,
        () => findsItsOwn(compute, list, people),
        async () => {
          await selects(compute, list, { name: bob.name }, bob, bobb)
          await selects(compute, list, { name: tail(bob.name) }, bob, bobb)
          await selects(compute, list, { name: tail(alice.name).slice(0, -1) }, alice)
          await selects(compute, list, { name: stem }, ...people.all)
        },
      )
    })

    test(...requirement(`${list}/name-as-regular-expression`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      const { bob, bobb, alice, stem } = people
      // What known clouds agree on, whatever their database: Nova takes the bar of an alternative for itself. Each
      // expression stands for a whole name, so that it finds its server also where it is anchored.
      await restingOn(
        list,
        () => findsItsOwn(compute, list, people),
        async () => {
          await selects(compute, list, { name: `${stem}-b.b` }, bob)
          await selects(compute, list, { name: `${stem}-bo..` }, bobb)
          await selects(compute, list, { name: `${stem}-.....` }, alice)
          await selects(compute, list, { name: `${stem}-b[aeiou]b` }, bob)
          await selects(compute, list, { name: `${stem}-ax*lice` }, alice)
          await selects(compute, list, { name: `${stem}-bob+` }, bobb)
          await selects(compute, list, { name: `${stem}-b[^a-m]b` }, bob)
          await selects(compute, list, { name: `${stem}-b[n-p]b` }, bob)
          await selects(compute, list, { name: `${stem}-bobx?` }, bob)
          await selects(compute, list, { name: `${stem}-bob{2}` }, bobb)
          await selects(compute, list, { name: `${stem}-(bob)b` }, bobb)
        },
      )
    })

    test(...requirement(`${list}/name-anchored`), async ({ compute, context }) => {
      const people = await sampleServers(context)
      const { bob, bobb, alice, stem } = people
      const plain = async () => {
        await findsItsOwn(compute, list, people)
        await leavesOutOthers(compute, list, people)
      }
      await restingOn(list, plain, async () => {
        await selects(compute, list, { name: `^${bob.name}$` }, bob)
        await excludes(compute, list, { name: `^${bob.name}$` }, bobb, alice)
        await selects(compute, list, { name: `^${bobb.name}$` }, bobb)
        await excludes(compute, list, { name: `^${bob.name.slice(1)}` }, bob, bobb)
        await excludes(compute, list, { name: `${stem}$` }, bob, bobb, alice)
      })
    })

    test(...requirement(`${list}/no-server-error`), async ({ compute }) => {
      for (const name of MALFORMED) {
        const { status } = await compute.send(list, { query: { name }, probe: true })
        demand(status < 500, `the malformed expression ${name} was answered with ${status}`)
      }
    })
  })
}
