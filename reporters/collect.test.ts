import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { startVitest } from 'vitest/node'
import { Collector } from './collect.ts'
import { type Evidence, type Outcome, parseEvidence } from './evidence.ts'
import type { LiveView } from './live.ts'
import { sample } from './sample-report.ts'

const SUITE = `
class Broken extends Error { name = 'Broken'; constructor(message, spot) { super(message); this.spot = spot } }
class Blocked extends Error { name = 'Blocked'; constructor(by, message, options) { super(message, options); this.by = by } }
const meta = (...requirements) => ({ meta: { requirements } })
describe('a section', () => {
  test('kept', meta('a/kept'), () => {})
  test('broken', meta('a/broken', 'a/other'), () => { throw new Broken('stayed ACTIVE', { pointer: '/server/status', expected: 'PAUSED', found: 'ACTIVE' }) })
  test('blocked', meta('a/blocked'), () => { throw new Blocked('quota', 'no cores', { cause: new Broken('403') }) })
  test('overtaken', meta('a/overtaken'), () => { throw new Blocked('end', 'told to end') })
  test('wrapped', meta('a/wrapped'), () => { throw new Error('fixture', { cause: new Blocked('credentials', 'no admin') }) })
  test('stumbled', meta('a/error'), () => { undefined.id })
  test('left out', meta('a/out'), (context) => { context.task.meta.skip = { verdict: 'disabled', reason: 'needs the footprint admin' }; context.skip('x') })
  test('skipped', meta('a/skipped'), (context) => context.skip('not now'))
})
`

let evidence: Evidence
const told: string[] = []
let exitCode: typeof process.exitCode

beforeAll(async () => {
  exitCode = process.exitCode
  const root = mkdtempSync(join(tmpdir(), 'stackproof-'))
  writeFileSync(join(root, 'a.suite.js'), SUITE)
  writeFileSync(join(root, 'b.suite.js'), `throw new Error('does not load')`)
  const live: LiveView = {
    planned: (work) => told.push(`planned ${work.size}`),
    started: (_test, name) => told.push(`started ${name}`),
    finished: ({ name, state }) => told.push(`${state} ${name}`),
    answered: () => {},
    waits: () => {},
    note: () => {},
    ending: () => {},
    end: () => told.push('end'),
  }
  const directory = join(root, 'report')
  const collector = new Collector({ directory, header: sample({ exchanges: 40 }).evidence.header!, live })
  const vitest = await startVitest('test', [], {
    config: false,
    root,
    include: ['*.suite.js'],
    watch: false,
    globals: true,
    pool: 'threads',
    maxWorkers: 1,
    includeTaskLocation: true,
    reporters: [collector],
  })
  await vitest.close()
  collector.finish({ requests: 3, serverBuilds: 1, leaks: [] })
  collector.finish()
  process.exitCode = exitCode
  evidence = parseEvidence(readFileSync(join(directory, 'outcomes.ndjson'), 'utf8'))
}, 60_000)

const of = (requirement: string): Outcome =>
  evidence.outcomes.find((outcome) => outcome.requirements.includes(requirement))!

test('the header comes first and the end last, once', () => {
  expect(evidence.header?.target.name).toBe('acme-east')
  expect(evidence.end).toMatchObject({ requests: 3, serverBuilds: 1 })
  expect(evidence.unreadable).toBe(0)
})

test('every test is an outcome with its place', () => {
  expect(evidence.outcomes).toHaveLength(8)
  expect(of('a/kept')).toMatchObject({
    state: 'passed',
    file: 'a.suite.js',
    line: 6,
    name: 'a section > kept',
  })
  expect(of('a/broken')).toMatchObject({
    state: 'failed',
    requirements: ['a/broken', 'a/other'],
    error: {
      name: 'Broken',
      message: 'stayed ACTIVE',
      spot: { pointer: '/server/status', expected: 'PAUSED', found: 'ACTIVE' },
    },
  })
})

test('who wrapped an error had a reason; an error that says nothing gives way to its cause', () => {
  expect(of('a/blocked').error).toEqual({ name: 'Blocked', message: 'no cores', by: 'quota' })
  expect(of('a/overtaken').state).toBe('pending')
  expect(of('a/wrapped').error).toEqual({ name: 'Blocked', message: 'no admin', by: 'credentials' })
  expect(of('a/error').error?.name).toBe('TypeError')
  expect(of('a/out')).toMatchObject({
    state: 'skipped',
    error: { name: 'Disabled', message: 'needs the footprint admin' },
  })
  expect(of('a/skipped')).toMatchObject({ state: 'skipped', error: { message: 'not now' } })
})

test('a suite that does not load is an error of the run', () => {
  expect(evidence.errors).toMatchObject([{ where: 'module', file: 'b.suite.js', message: 'does not load' }])
})

test('the live view is told of all of it, in order', () => {
  expect(told.filter((line) => line.startsWith('planned')).at(-1)).toBe('planned 8')
  expect(told.indexOf('started a section > kept')).toBeLessThan(told.indexOf('passed a section > kept'))
  expect(told.at(-1)).toBe('end')
})

test('a test that never finished is pending at the end, whatever the reason says', () => {
  const directory = mkdtempSync(join(tmpdir(), 'stackproof-'))
  const collector = new Collector({ directory, header: evidence.header! })
  const module = {
    moduleId: join(process.cwd(), 'suites/x.suite.ts'),
    errors: () => [],
    children: { allTests: () => [pending] },
  }
  const pending = {
    id: 't',
    name: 'n',
    fullName: 'n',
    module,
    location: { line: 4 },
    meta: () => ({ requirements: ['a/b'] }),
    result: () => ({ state: 'pending' }),
    diagnostic: () => undefined,
  }
  collector.onTestRunEnd([module] as never, [{ message: 'Worker exited unexpectedly' }], 'passed')
  const read = parseEvidence(readFileSync(join(directory, 'outcomes.ndjson'), 'utf8'))
  expect(read.outcomes).toMatchObject([{ state: 'pending', file: 'suites/x.suite.ts', line: 4 }])
  expect(read.errors).toEqual([{ where: 'unhandled', message: 'Worker exited unexpectedly' }])
})
