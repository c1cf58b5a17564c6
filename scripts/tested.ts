import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '../spec/catalogue.ts'
import { PACKAGE_ROOT } from '../spec/package-root.ts'
import type { Requirement } from '../spec/requirement.ts'

/** Where a test stands that puts a requirement to the test. */
export interface TestPlace {
  file: string
  line: number
}

/** The tests of each suite file, as `npm run generate` collects them: the line, then the ids that the test names. */
export type SuiteTests = Record<string, [line: number, ...ids: string[]][]>

const TESTS_FILE = join(PACKAGE_ROOT, 'spec', 'generated', 'tests.json')

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
export function testedRequirements(): Map<string, TestPlace[]> {
  const tests = JSON.parse(readFileSync(TESTS_FILE, 'utf8')) as SuiteTests
  const places = new Map<string, TestPlace[]>()
  const operations = new Map<string, TestPlace>()
  for (const [file, each] of Object.entries(tests)) {
    for (const [line, ...ids] of each) {
      for (const id of ids) {
        places.set(id, [...(places.get(id) ?? []), { file, line }])
        const operation = id.split('/')[0]!
        if (!operations.has(operation)) operations.set(operation, { file, line })
      }
    }
  }
  for (const requirement of catalogue()) {
    const caller = operations.get(requirement.operationId)
    if (caller === undefined || places.has(requirement.id) || needsOwnTest(requirement)) continue
    places.set(requirement.id, [caller])
  }
  return places
}
