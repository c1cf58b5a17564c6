import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '../../spec/catalogue.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { needsOwnTest } from '../own-test.ts'

/** Where a test stands that puts a requirement to the test. */
export interface TestPlace {
  file: string
  line: number
}

/** The tests of each suite file, as `npm run generate` collects them: the line, then the ids that the test names. */
export type SuiteTests = Record<string, [line: number, ...ids: string[]][]>

const TESTS_FILE = join(PACKAGE_ROOT, 'spec', 'generated', 'tests.json')

/** Where tests stand, as of the last `npm run generate`. */
export const suiteTests = (): SuiteTests => JSON.parse(readFileSync(TESTS_FILE, 'utf8')) as SuiteTests

/**
 * Which requirements have a test: those that tests name, the codes of refusals that they name, and those judged on each
 * answer of an operation that tests are about.
 */
export function testedRequirements(): Map<string, TestPlace[]> {
  const tests = suiteTests()
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
  for (const { id, operationId, code } of catalogue()) {
    const own = places.get(id)
    const codeId = `${operationId}/${code}`
    if (code !== undefined && own !== undefined) places.set(codeId, [...(places.get(codeId) ?? []), ...own])
  }
  for (const requirement of catalogue()) {
    const caller = operations.get(requirement.operationId)
    if (caller === undefined || places.has(requirement.id) || needsOwnTest(requirement)) continue
    places.set(requirement.id, [caller])
  }
  return places
}
