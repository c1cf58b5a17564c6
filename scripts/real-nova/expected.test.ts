import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { catalogue } from '../../spec/catalogue.ts'
import { matchingNothing } from '../../spec/selection.ts'
import { changes, expectedDifferences } from './expected.ts'
import { cloudFolder, expectedFile, releaseNamed, releaseNames } from './releases.ts'

const expected = [
  { verdicts: ['fail'], reason: 'the driver', requirements: ['servers.pause/*'] },
  { verdicts: ['note', 'pass'], reason: 'now and then', requirements: ['servers.list/next-link'] },
]

it('finds nothing where all is as expected', () => {
  const rows = [
    { id: 'servers.pause/frozen', verdict: 'fail' },
    { id: 'servers.list/next-link', verdict: 'pass' },
    { id: 'servers.show/body', verdict: 'pass' },
    { id: 'servers.show/fault', verdict: 'unseen' },
  ]
  expect(changes(rows, expected)).toEqual([])
})

it('finds what is worse, what is better, and what is not there any more', () => {
  const rows = [
    { id: 'servers.pause/frozen', verdict: 'pass' },
    { id: 'servers.show/body', verdict: 'fail', reason: 'no id' },
  ]
  expect(changes(rows, expected).map(({ id, found, reason }) => [id, found, reason])).toEqual([
    ['servers.pause/frozen', 'pass', ''],
    ['servers.show/body', 'fail', 'no id'],
    ['servers.list/next-link', undefined, 'now and then'],
  ])
})

it.each(releaseNames)('the list of release %s names requirements that there are', (name) => {
  const globs = expectedDifferences(expectedFile(releaseNamed(name))).flatMap(
    ({ requirements }) => requirements,
  )
  expect(
    matchingNothing(
      globs,
      catalogue().map(({ id }) => id),
    ),
  ).toEqual([])
})

it('a release with a root of its own has its files below that root', () => {
  expect(cloudFolder(releaseNamed('12', '/somewhere'))).toBe('/somewhere')
  expect(cloudFolder(releaseNamed('13', '/somewhere'))).toBe(join('/somewhere', 'real-nova'))
})

it('no two releases are in the same folder', () => {
  vi.stubEnv('REAL_NOVA_DIR', undefined)
  const folders = releaseNames.map((name) => releaseNamed(name).folder)
  vi.unstubAllEnvs()
  expect(new Set(folders).size).toBe(folders.length)
})

it('a release that there is not is refused by name', () => {
  expect(() => releaseNamed('11')).toThrow('there are the releases 12 and 13')
})
