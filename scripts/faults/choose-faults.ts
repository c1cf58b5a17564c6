import { faults } from '../../fixtures/reference-cloud/faults/faults.ts'
import { seeded } from '../../fixtures/run/faker.ts'
import { operationsOf } from './try-faults.ts'

/** Ids of the faults whose ids hold one of the words; of all faults, where there are none. */
export const holding = (ids: readonly string[], words: readonly string[]): string[] =>
  ids.filter((id) => words.length === 0 || words.some((word) => id.includes(word)))

/** Of each operation the first fault, the last and one between: what every change of this repository is held to. */
export function someOfEachOperation(): string[] {
  const of = new Map<string, string[]>()
  for (const { id, operationId } of faults) of.set(operationId, [...(of.get(operationId) ?? []), id])
  const chosen = [...of.values()].flatMap((all) => [0, all.length >> 1, all.length - 1].map((at) => all[at]!))
  return [...new Set(chosen)]
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
