import { population } from '../../fixtures/given/population.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { demand } from '../../fixtures/verbs.ts'
import { excludes, LISTS, selects } from './listing.ts'

/** No expression in any dialect. */
const MALFORMED = ['[', '*', '(']

for (const list of LISTS) {
  describe(`${list}: the expression in name`, () => {
    test(...requirement(`${list}/name-selects`), async ({ compute, scene }) => {
      const people = await population(scene)
      for (const server of people.all) await selects(compute, list, { name: server.name }, server)
      await selects(compute, list, { name: people.stem }, ...people.all)
    })

    test(...requirement(`${list}/name-excludes`), async ({ compute, scene }) => {
      const { bob, bobb, alice } = await population(scene)
      await excludes(compute, list, { name: alice.name }, bob, bobb)
      await excludes(compute, list, { name: bob.name }, alice)
      // The longer name contains the shorter one, and not the other way round.
      await excludes(compute, list, { name: bobb.name }, bob, alice)
    })

    test(...requirement(`${list}/name-unanchored`), async ({ compute, scene }) => {
      const { bob, bobb, alice, stem } = await population(scene)
      const tail = (name: string) => name.slice(stem.length - 4)
      await selects(compute, list, { name: bob.name }, bob, bobb)
      await selects(compute, list, { name: tail(bob.name) }, bob, bobb)
      await selects(compute, list, { name: tail(alice.name).slice(0, -1) }, alice)
    })

    test(...requirement(`${list}/name-as-regular-expression`), async ({ compute, scene }) => {
      const { bob, bobb, alice, stem } = await population(scene)
      await selects(compute, list, { name: `${stem}-b.b` }, bob, bobb)
      await selects(compute, list, { name: `${stem}-.....` }, alice)
      // A dot is one character, no less.
      await excludes(compute, list, { name: `${stem}-bob.` }, bob)
      await selects(compute, list, { name: `${stem}-bob.` }, bobb)
    })

    test(...requirement(`${list}/name-anchored`), async ({ compute, scene }) => {
      const { bob, bobb, alice, stem } = await population(scene)
      await selects(compute, list, { name: `^${bob.name}$` }, bob)
      await excludes(compute, list, { name: `^${bob.name}$` }, bobb, alice)
      await selects(compute, list, { name: `^${bobb.name}$` }, bobb)
      await excludes(compute, list, { name: `^${bob.name.slice(1)}` }, bob, bobb)
      await excludes(compute, list, { name: `${stem}$` }, bob, bobb, alice)
    })

    test(...requirement(`${list}/no-server-error`), async ({ compute }) => {
      for (const name of MALFORMED) {
        const { status } = await compute.send(list, { query: { name }, probe: true })
        demand(status < 500, `the malformed expression ${name} was answered with ${status}`)
      }
    })
  })
}
