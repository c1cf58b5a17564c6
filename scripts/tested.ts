import type { Requirement } from '../spec/requirement.ts'
import { collectSuites } from './suites.ts'

/** Where a test stands that puts a requirement to the test. */
export interface TestPlace {
  file: string
  line: number
}

/** Kinds that the client judges on every exchange: any test that calls the operation puts them to the test. */
const ON_EVERY_EXCHANGE = new Set<Requirement['kind']>([
  'status',
  'body',
  'attribute',
  'header',
  'media-type',
])
const SLUGS_ON_EVERY_EXCHANGE = /\/(no-server-error|fault-shape|no-body)$/

/** True for a requirement that only a test of its own can put to the test. */
export function needsOwnTest({ kind, id }: Requirement): boolean {
  return !ON_EVERY_EXCHANGE.has(kind) && !SLUGS_ON_EVERY_EXCHANGE.test(id)
}

/** Which requirements have a test: those that tests name, and those judged on each answer of an operation that tests are about. */
export async function testedRequirements(
  requirements: readonly Requirement[],
): Promise<Map<string, TestPlace[]>> {
  const named = await collectSuites()
  const places = new Map<string, TestPlace[]>()
  const operations = new Map<string, TestPlace>()
  for (const { ids, file, line } of named) {
    for (const id of ids) {
      places.set(id, [...(places.get(id) ?? []), { file, line }])
      const operation = id.split('/')[0]!
      if (!operations.has(operation)) operations.set(operation, { file, line })
    }
  }
  for (const requirement of requirements) {
    const caller = operations.get(requirement.operationId)
    if (caller === undefined || places.has(requirement.id) || needsOwnTest(requirement)) continue
    places.set(requirement.id, [caller])
  }
  return places
}
