import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { expect, test } from 'vitest'
import { PACKAGE_ROOT } from '../spec/package-root.ts'

/** What `npm pack` would pack, as paths from the root. */
const packed: string[] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: PACKAGE_ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  }),
)[0].files.map(({ path }: { path: string }) => path)

const IMPORT = /(?:^|\n)(?:import|export|\})(?! type)[^\n;]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/g

test('a package holds all that its command line and its suites import', () => {
  const waiting = packed.filter(
    (path) => path === 'dist/scripts/stackproof.js' || /\.suite\.[jt]s$/.test(path),
  )
  for (const built of ['dist/scripts/stackproof.js', 'dist/suites/servers/show.suite.js'])
    expect(waiting).toContain(built)
  const seen = new Set(waiting)
  for (const path of waiting) {
    expect(packed).toContain(path)
    const text = readFileSync(join(PACKAGE_ROOT, path), 'utf8')
    for (const [, named, loaded] of text.matchAll(IMPORT)) {
      const next = posix.normalize(posix.join(dirname(path), (named ?? loaded)!))
      if (!seen.has(next)) waiting.push(next)
      seen.add(next)
    }
  }
})

test('a package holds what is read at run time, and nothing that only this repository needs', () => {
  for (const path of [
    'spec/generated/openapi.json',
    'spec/generated/requirements.json',
    'spec/generated/tests.json',
    'spec/generated/calls.json',
    'spec/errata.yaml',
    'reporters/report.schema.json',
    'LICENSE',
  ])
    expect(packed).toContain(path)
  expect(packed).toContain('dist/suites/servers/show.suite.js.map')
  expect(
    packed.filter((path) =>
      /\.test\.|recorded\/|dist\/scripts\/verify\.|reporters\/sample-|page-browser|package-lock|dist\/(?!suites).*\.map$|^\./.test(
        path,
      ),
    ),
  ).toEqual([])
})
