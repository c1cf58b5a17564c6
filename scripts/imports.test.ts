import { describe, expect, test } from 'vitest'
import { PACKAGE_ROOT } from '../spec/package-root.ts'
import {
  circlesOf,
  FOLDERS,
  graphOf,
  type Import,
  importsOf,
  isTest,
  levelsOf,
  sources,
} from './checks/imports.ts'

/** folder → folders it may import from, besides itself */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  spec: [],
  suites: ['fixtures', 'spec'],
  fixtures: ['spec'],
  reporters: ['spec'],
  scripts: FOLDERS,
}

/** What stands in a folder, from the top down: each may import what comes after it, and nothing before. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  fixtures: [
    'trial-run.ts',
    'test.ts',
    'given',
    'expect',
    'run',
    'resources',
    'client',
    'target',
    'wire',
    'outcome.ts',
    'redaction',
    // It must not share a mistake with who judges it.
    'reference-cloud',
  ],
  scripts: [
    'stackproof.ts',
    'command-line.ts',
    'recipes',
    'commands',
    'completion.ts',
    'conditions.ts',
    'faults.ts',
    'forecast.ts',
    'faults',
    'kill-matrix.ts',
    'hostile.ts',
    'masking.ts',
    'masking',
    'mutation.ts',
    'mutation',
    'hostile',
    'verify.ts',
    'kill-matrix',
    'generate.ts',
    'bench.ts',
    'bench',
    'picture.ts',
    'clients.ts',
    'clients',
    'real-nova.ts',
    'real-nova',
    'checks',
    'conditions',
    'quietly.ts',
    'generate',
    'merge',
    'doctor',
    'sweep',
    'run',
    'bundle',
    'list',
    'report',
    'judge',
    'serve',
    'target',
    'options',
    'contract.ts',
    'own-test.ts',
    'paths.ts',
    'left-in-cloud.ts',
    'sample.ts',
    'text-table.ts',
    'version.ts',
    'errors.ts',
  ],
}

const files = sources(PACKAGE_ROOT)
const all = importsOf(PACKAGE_ROOT, files)
const ours = all.filter(({ from }) => !isTest(from))
const top = (file: string) => file.split('/')[0]!
const show = ({ from, to }: { from: string; to: string }) => `${from} imports ${to}`

describe('no circle', () => {
  test('of files, type imports included', () => {
    expect(circlesOf(graphOf(ours))).toEqual([])
  })

  test('of folders, at any level', () => {
    const circles = [...levelsOf(ours)].flatMap(([level, arrows]) =>
      circlesOf(graphOf(arrows)).map((circle) => `${level || '.'}: ${circle.join(', ')}`),
    )
    expect(circles).toEqual([])
  })

  test('a circle would be seen', () => {
    const arrows = ['a b', 'b c', 'c a', 'c d', 'd e'].map((arrow) => arrow.split(' '))
    expect(circlesOf(graphOf(arrows.map(([from, to]) => ({ from: from!, to: to! }))))).toEqual([
      ['a', 'b', 'c'],
    ])
  })
})

describe('who may import whom', () => {
  test('top folders import only what lies below them', () => {
    const wrong = ours.filter(
      ({ from, to }) => top(from) !== top(to) && !ALLOWED[top(from)]!.includes(top(to)),
    )
    expect(wrong.map(show)).toEqual([])
  })

  test.each(Object.entries(ORDER))('in %s/, arrows lead downwards only', (folder, order) => {
    const there = files
      .filter((file) => top(file) === folder && !isTest(file))
      .map((file) => file.split('/')[1]!)
    expect(
      [...new Set(there)].filter((name) => !order.includes(name) && name !== 'vitest.config.ts'),
    ).toEqual([])
    const arrows = levelsOf(ours).get(folder) ?? []
    expect(arrows.filter(({ from, to }) => order.indexOf(from) > order.indexOf(to)).map(show)).toEqual([])
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
    const wrong = ours.filter(({ from, to }) => own(from) && !allowed(to))
    expect(wrong.map(show)).toEqual([])
  })

  test('the catalogue is derived by the generator alone: everybody else reads its table', () => {
    const wrong = ours.filter(
      ({ from, to }) => to === 'spec/derive/catalogue.ts' && from !== 'scripts/generate.ts',
    )
    expect(wrong.map(show)).toEqual([])
  })

  test('only self-tests import self-tests', () => {
    expect(ours.filter(({ to }) => isTest(to)).map(show)).toEqual([])
  })
})

describe('no command loads what it does not need', () => {
  /** All that is loaded with a file. */
  const loadedWith = (file: string): Set<string> => {
    const loads = graphOf(all.filter((each: Import) => each.loads))
    const seen = new Set([file])
    for (const each of seen) for (const next of loads.get(each) ?? []) seen.add(next)
    return seen
  }

  test('the version and the help of the whole load no command', () => {
    const loaded = [...loadedWith('scripts/stackproof.ts')].filter(
      (file) => !/^scripts\/(command-line|stackproof|errors|version)\.ts$|^scripts\/options\//.test(file),
    )
    expect(loaded).toEqual(['spec/package-root.ts'])
  })

  test.each([
    ['list', /^fixtures\/|^scripts\/(run|target)\//],
    ['bundle', /^fixtures\/|^scripts\/(run|target)\//],
    ['verify', /^fixtures\/|^scripts\/(run|target)\//],
    ['compare', /^fixtures\/|^scripts\/(run|target)\//],
    ['diff', /^fixtures\/|^scripts\/(run|target)\//],
    ['report', /^fixtures\/|^scripts\/(run|target)\//],
    ['judge', /^fixtures\/|^scripts\/(run|target)\//],
    ['serve', /^fixtures\/(?!reference-cloud)|^scripts\/run\/|^spec\/judge/],
    ['doctor', /^fixtures\/(reference-cloud|given|expect)\/|^scripts\/run\/(run|suites|test-runner)\.ts/],
    ['sweep', /^fixtures\/(reference-cloud|given|expect)\//],
    ['run', /^fixtures\/(reference-cloud|given|expect)\//],
  ])('%s', (command, needless) => {
    const loaded = [...loadedWith(`scripts/commands/${command}.ts`)]
    expect(loaded.length).toBeGreaterThan(3)
    expect(loaded.filter((file) => needless.test(file))).toEqual([])
  })
})
