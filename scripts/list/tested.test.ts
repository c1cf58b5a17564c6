import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue } from '../../spec/catalogue.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { type SuiteTests, testedRequirements } from './tested.ts'

const read = (file: string) => readFileSync(join(PACKAGE_ROOT, file), 'utf8')
const tests = JSON.parse(read('spec/generated/tests.json')) as SuiteTests

const suites = readdirSync(join(PACKAGE_ROOT, 'suites'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.suite.ts'))
  .map((name) => `suites/${name.replaceAll('\\', '/')}`)
  .sort()

test('the collected tests are those of the suites as they stand: `npm run generate` collects them anew', () => {
  expect(Object.keys(tests)).toEqual(suites)
  for (const [file, each] of Object.entries(tests)) {
    const lines = read(file).split('\n')
    for (const [line, ...ids] of each) expect(lines[line - 1], `${file}:${line} ${ids}`).toMatch(/\btest\(/)
    // What a suite names letter by letter is collected; what it takes from the catalogue only a collection knows.
    const collected = new Set(each.flatMap(([, ...ids]) => ids))
    for (const [, named] of lines.join('\n').matchAll(/\brequirement\(([^)`]*)\)/g)) {
      for (const [, id] of named!.matchAll(/'([^']+)'/g))
        expect(collected, `${file} names ${id}`).toContain(id)
    }
  }
})

test('every collected id is one of the catalogue', () => {
  const known = new Set(catalogue().map(({ id }) => id))
  for (const id of testedRequirements().keys()) expect(known).toContain(id)
})
