import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { suiteTests } from '../list/tested.ts'

/**
 * The ids whose tests put requirements to the test: the requirements themselves and, for each that no test names since it is
 * judged on whatever its operation answers, all that tests of this operation name.
 */
export function testsFor(requirements: readonly string[]): string[] {
  const named = new Set(Object.values(suiteTests()).flatMap((each) => each.flatMap(([, ...ids]) => ids)))
  const operationOf = (id: string) => id.slice(0, id.indexOf('/'))
  const judged = new Set(requirements.filter((id) => !named.has(id)).map(operationOf))
  return [...new Set([...requirements, ...[...named].filter((id) => judged.has(operationOf(id)))])]
}

/** Suites that take their cases from the catalogue, and so may be about any operation. */
const DERIVED = /\bderivedRequirement\b/

/** Absolute paths of the suites, as they were built, that may hold a test of the requirements; loading the others would only cost time. */
export function suitesAbout(ids: readonly string[]): string[] {
  const about = new Set(ids.map((id) => id.split('/')[0]!))
  const built = join(PACKAGE_ROOT, 'dist', 'suites')
  const all = readdirSync(built, { recursive: true, encoding: 'utf8' })
  const files = all.filter((name) => name.endsWith('.suite.js')).map((name) => join(built, name))
  return files.sort().filter((file) => {
    const text = readFileSync(file, 'utf8')
    return DERIVED.test(text) || [...about].some((operation) => text.includes(operation))
  })
}
