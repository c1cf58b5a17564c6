import type { SuiteTests } from '../list/tested.ts'
import { collectSuites } from '../run/collect-suites.ts'

/**
 * Every test of the suites by file, as its line and the ids that it names; none is run. The suites read the committed table
 * of requirements: that has to be written before they are asked.
 * @throws Error naming the suites that cannot be loaded
 */
export async function testPlaces(): Promise<SuiteTests> {
  const { tests, broken } = await collectSuites()
  if (broken.length > 0) throw new Error(broken.join('\n'))
  const files: SuiteTests = {}
  for (const { file, line, ids } of tests) {
    files[file] ??= []
    files[file].push([line, ...ids])
  }
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))
}
