import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PACKAGE_ROOT } from '../spec/package-root.ts'

/** The page, and the rows of its table: a file or several (`*`), and a phrase. */
const PAGE = 'fixtures/README.md'
const rows = [...readFileSync(join(PACKAGE_ROOT, PAGE), 'utf8').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)]
  .map(([, file, phrase]) => ({ file: file!, phrase: phrase! }))
  .filter(({ file }) => /^(fixtures|scripts)\//.test(file))

const files = ['fixtures', 'scripts'].flatMap((folder) =>
  readdirSync(join(PACKAGE_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => /\.(ts|json)$/.test(file) && !file.endsWith('.test.ts')),
)

const covers = (row: string, file: string) =>
  new RegExp(`^${row.replaceAll('.', '\\.').replace('*', '[^/]+')}$`).test(file)

test(`every file of fixtures/ and scripts/ has a row in ${PAGE}, which says what it is for`, () => {
  expect(files.filter((file) => !rows.some((row) => covers(row.file, file)))).toEqual([])
})

test(`every row of ${PAGE} is about a file that is there, once`, () => {
  expect(rows.filter((row) => !files.some((file) => covers(row.file, file)))).toEqual([])
  expect(rows.map(({ file }) => file).filter((file, at, all) => all.indexOf(file) !== at)).toEqual([])
})

test('a file is for one thing: no phrase needs "and"', () => {
  expect(rows.filter(({ phrase }) => /\band\b/.test(phrase))).toEqual([])
})
