import { expect, test } from 'vitest'
import { faults } from '../../fixtures/reference-cloud/faults/faults.ts'
import { someOf } from './choose-faults.ts'

const all = faults.map(({ id }) => id)
const operationOf = (id: string) => faults.find((each) => each.id === id)!.operationId

test('a sample is the same for a seed, and another for another', () => {
  expect(someOf(all, 12, '1')).toEqual(someOf(all, 12, '1'))
  expect(someOf(all, 12, '2')).not.toEqual(someOf(all, 12, '1'))
})

test('it has so many, each of another operation as long as there are more', () => {
  const some = someOf(all, 12, '1')
  expect(some).toHaveLength(12)
  expect(new Set(some.map(operationOf)).size).toBe(12)
})

test('it is taken from those that were asked for', () => {
  const asked = all.filter((id) => id.startsWith('servers.stop'))
  for (const id of someOf(asked, 3, '1')) expect(asked).toContain(id)
})
