import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PACKAGE_ROOT } from '../spec/package-root.ts'

const FOLDERS = ['spec', 'suites', 'fixtures', 'reporters', 'scripts']

/** folder → folders it may import from, besides itself */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  spec: [],
  suites: ['fixtures', 'spec'],
  fixtures: ['spec'],
  reporters: ['spec'],
  scripts: FOLDERS,
}

interface Import {
  from: string
  to: string
}

function sources(folder: string): string[] {
  return readdirSync(join(PACKAGE_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name).split(sep).join('/'))
}

/** Relative imports of all our sources, from file to file. Types count: they tie folders together as well. */
function imports(): Import[] {
  return FOLDERS.flatMap(sources).flatMap((from) => {
    const text = readFileSync(join(PACKAGE_ROOT, from), 'utf8')
    const found = text.matchAll(/(?:from|import|import\()\s*['"](\.{1,2}\/[^'"]+)['"]/g)
    return [...found].map((match) => ({
      from,
      to: relative('.', join(dirname(from), match[1]!))
        .split(sep)
        .join('/'),
    }))
  })
}

const all = imports()
const isTest = (file: string) => file.endsWith('.test.ts')
const top = (file: string) => file.split('/')[0]!
const show = ({ from, to }: Import) => `${from} imports ${to}`

describe('who may import whom', () => {
  test('folders import only what lies below them', () => {
    const wrong = all.filter(({ from, to }) => {
      if (isTest(from)) return false
      return top(from) !== top(to) && !ALLOWED[top(from)]!.includes(top(to))
    })
    expect(wrong.map(show)).toEqual([])
  })

  test('suites use neither the reference cloud nor the judge: the client judges every exchange', () => {
    const wrong = all.filter(
      ({ from, to }) => top(from) === 'suites' && /^fixtures\/reference-cloud\/|^spec\/judge/.test(to),
    )
    expect(wrong.map(show)).toEqual([])
  })

  test('the reference cloud shares no code with who judges it', () => {
    const own = (file: string) => file.startsWith('fixtures/reference-cloud/')
    const allowed = (to: string) =>
      own(to) || /^spec\/(generated\/(types|requirements)|requirement)\.ts$/.test(to)
    const wrong = all.filter(({ from, to }) => own(from) && !isTest(from) && !allowed(to))
    expect(wrong.map(show)).toEqual([])
  })

  test('the catalogue is derived by the generator alone: everybody else reads its table', () => {
    const wrong = all.filter(
      ({ from, to }) => to === 'spec/derive/catalogue.ts' && from !== 'scripts/generate.ts' && !isTest(from),
    )
    expect(wrong.map(show)).toEqual([])
  })

  test('only self-tests import self-tests', () => {
    expect(all.filter(({ from, to }) => isTest(to) && !isTest(from)).map(show)).toEqual([])
  })
})

describe('what the repository holds', () => {
  const tracked = () =>
    execFileSync('git', ['ls-files'], { cwd: PACKAGE_ROOT, encoding: 'utf8' })
      .split('\n')
      .filter(
        (file) =>
          /\.(ts|ya?ml|md|json)$/.test(file) &&
          !file.startsWith('spec/generated/') &&
          file !== 'package-lock.json',
      )

  test('no path of one machine, and the lock file names no host', ({ skip }) => {
    let files: string[] = []
    try {
      files = tracked()
    } catch {
      skip('not a git checkout')
    }
    const machine = new RegExp(['/wo', 'rk/|/ro', 'ot/|real-', 'nova'].join(''))
    expect(files.filter((file) => machine.test(readFileSync(join(PACKAGE_ROOT, file), 'utf8')))).toEqual([])
    expect(readFileSync(join(PACKAGE_ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/)
  })
})
