import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

/** Where `npm run forecast` keeps how many calls a test of each suite makes. */
export const CALLS_FILE = join(PACKAGE_ROOT, 'spec', 'generated', 'calls.json')

const linesOf = (directory: string, file: string): any[] =>
  readFileSync(join(directory, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

/**
 * How many calls a test of each suite makes, on the average, as a run's evidence tells: by it a run foretells its end.
 * @param directory the report directory of a run that left nothing out
 * @returns the text of the file: suite → calls
 */
export const suiteCalls = (directory: string): string => {
  const calls = new Map<string, number>()
  for (const { type, test } of linesOf(directory, 'exchanges.ndjson'))
    if (type === 'exchange') calls.set(test, (calls.get(test) ?? 0) + 1)
  const suites = new Map<string, number[]>()
  for (const { type, test, file } of linesOf(directory, 'outcomes.ndjson')) {
    if (type !== 'outcome' || !calls.has(test)) continue
    const suite = String(file).replace(/^.*suites\//, '')
    suites.set(suite, [...(suites.get(suite) ?? []), calls.get(test)!])
  }
  const rows = [...suites].sort().map(([suite, counts]) => {
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
    return `${JSON.stringify(suite)}: ${mean.toFixed(1)}`
  })
  return `{\n${rows.join(',\n')}\n}\n`
}
