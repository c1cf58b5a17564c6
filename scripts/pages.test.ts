import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { VERDICTS } from '../reporters/report.ts'
import { PACKAGE_ROOT } from '../spec/package-root.ts'

const read = (file: string) => readFileSync(join(PACKAGE_ROOT, file), 'utf8')
const pages = [
  ...readdirSync(PACKAGE_ROOT).filter((name) => name.endsWith('.md')),
  ...['spec', 'suites', 'fixtures', 'reporters', 'scripts'].flatMap((folder) =>
    readdirSync(join(PACKAGE_ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  ),
]

describe('pages', () => {
  test.each(pages)('%s names files that are there', (page) => {
    const text = read(page)
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, to]) =>
      join(dirname(page), to!),
    )
    const named = [...text.matchAll(/`((?:spec|suites|fixtures|reporters|scripts)\/[\w./-]*\w)`/g)].map(
      ([, file]) => file!,
    )
    const examples = ['suites/availability-zones/list-available.suite.ts', 'reporters/csv.ts']
    const lost = [...links, ...named].filter(
      (file) => !existsSync(join(PACKAGE_ROOT, file)) && !examples.includes(file),
    )
    expect(lost).toEqual([])
  })

  test('README.md and CONTRIBUTING.md lead to every page that stands elsewhere', () => {
    const [readme, contributing] = [read('README.md'), read('CONTRIBUTING.md')]
    const elsewhere = pages.filter((page) => !['README.md', 'CONTRIBUTING.md'].includes(page))
    expect(elsewhere.filter((page) => !readme.includes(page) && !contributing.includes(page))).toEqual([])
  })

  test('the glossary explains every verdict', () => {
    const glossary = read('spec/glossary.md')
    expect(
      VERDICTS.filter((verdict) => !new RegExp(`^\\| [^|]*\\b${verdict}\\b[^|]* \\|`, 'm').test(glossary)),
    ).toEqual([])
  })
})
