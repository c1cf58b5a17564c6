import { expect, test } from 'vitest'
import { faults } from '../../fixtures/reference-cloud/faults/faults.ts'
import { groupsOf } from './groups.ts'
import { faultOf, operationsOf } from './try-faults.ts'

const groups = groupsOf(faults.map(({ id }) => id))

test('every fault is tried, in one run', () => {
  expect(groups.flat().sort()).toEqual(faults.map(({ id }) => id).sort())
})

test('faults that are tried in one run break nothing in common, and touch nothing that the others break', () => {
  for (const group of groups.map((ids) => ids.map(faultOf)))
    for (const one of group)
      for (const other of group) {
        if (one === other || (one.onWrongCalls && other.onWrongCalls)) continue
        const alike = operationsOf(one).some((each) => operationsOf(other).includes(each))
        if (!alike) continue
        for (const r of [...one.breaks, ...(one.alsoBreaks ?? [])]) {
          expect(r).not.toMatch(/[/]\*$/)
          expect(other.breaks).not.toContain(r)
        }
      }
})

test('the faults of one operation that break something in common have a run each', () => {
  const hiding = ['servers.show-unknown-server-500', 'servers.show-unknown-server-403']
  expect(groups.flat()).toEqual(expect.arrayContaining(hiding))
  for (const ids of groups) expect(ids.filter((id) => hiding.includes(id)).length).toBeLessThanOrEqual(1)
})
