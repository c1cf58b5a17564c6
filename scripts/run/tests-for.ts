import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import type { SuiteTests } from '../list/tested.ts'

const TESTS_FILE = join(PACKAGE_ROOT, 'spec', 'generated', 'tests.json')

/**
 * The ids whose tests put requirements to the test: the requirements themselves and, for each that no test names since it is
 * judged on whatever its operation answers, all that tests of this operation name.
 */
export function testsFor(requirements: readonly string[]): string[] {
  const tests = JSON.parse(readFileSync(TESTS_FILE, 'utf8')) as SuiteTests
  const named = new Set(Object.values(tests).flatMap((each) => each.flatMap(([, ...ids]) => ids)))
  const operationOf = (id: string) => id.slice(0, id.indexOf('/'))
  const judged = new Set(requirements.filter((id) => !named.has(id)).map(operationOf))
  return [...new Set([...requirements, ...[...named].filter((id) => judged.has(operationOf(id)))])]
}
