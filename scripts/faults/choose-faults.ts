import { faults } from '../../fixtures/reference-cloud/faults/faults.ts'
import { seeded } from '../../fixtures/run/faker.ts'
import { sampled } from '../sample.ts'
import { operationsOf } from './try-faults.ts'

/** Ids of the faults whose ids hold one of the words; of all faults, where there are none. */
export const holding = (ids: readonly string[], words: readonly string[]): string[] =>
  ids.filter((id) => words.length === 0 || words.some((word) => id.includes(word)))

/** So many of the faults with these ids, of as many operations as can be, the same for a seed. */
export function someOf(ids: readonly string[], count: number, seed: string): string[] {
  const chosen = faults
    .filter(({ id }) => ids.includes(id))
    .map(({ id, operationId }) => ({ id, kind: operationId }))
  return sampled(chosen, count, seed).map(({ id }) => id)
}

/** Seeded pairs of faults of different operations: two of one operation may well be one defect to whoever looks. */
export function randomPairs(count: number, seed: number): string[][] {
  const faker = seeded(seed)
  const pairs: string[][] = []
  while (pairs.length < count) {
    const [one, other] = faker.helpers.arrayElements(faults, 2) as [(typeof faults)[0], (typeof faults)[0]]
    const own = new Set(operationsOf(one))
    if (!operationsOf(other).some((each) => own.has(each))) pairs.push([one.id, other.id])
  }
  return pairs
}

/** The groups in an order that is the same for a seed: where time ends before all were tried, each may be among those that were. */
export const shuffled = (groups: readonly string[][], seed: number): string[][] =>
  seeded(seed).helpers.shuffle(groups)
