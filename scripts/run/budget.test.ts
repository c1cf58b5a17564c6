import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Report } from '../../reporters/report.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

// The command line as users have it: built, in a process of its own.
const BIN = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-budget-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const stackproof = (...args: string[]) =>
  promisify(execFile)(process.execPath, [BIN, 'run', ...args], { cwd: folder }).then(
    ({ stdout }) => ({ code: 0, out: stdout, err: '' }),
    ({ code, stdout, stderr }) => ({ code: code as number, out: stdout as string, err: stderr as string }),
  )

const limited = async (...options: string[]) => {
  const { code, out } = await stackproof('--select', 'servers.pause,flavors.*', '--seed', '1', ...options)
  const report: Report = JSON.parse(readFileSync(join(folder, 'stackproof-report', 'report.json'), 'utf8'))
  return { code, out, report, left: report.requirements.filter((row) => row.leftOutBy === 'budget') }
}

test('no more servers than allowed, and all that needs none is judged', async () => {
  const { code, out, report, left } = await limited('--max-servers', '0')
  expect(code).toBe(0)
  expect(report).toMatchObject({
    conformant: true,
    partial: true,
    run: { serverBuilds: 0, budget: { servers: 0 } },
  })
  expect(report.summary.blocked + report.summary.error).toBe(0)
  expect(out).toContain('for which --max-servers left no room')
  expect(left.map(({ operationId }) => operationId)).toContain('servers.pause')
  for (const { verdict, reason } of left) {
    expect(verdict).toBe('disabled')
    expect(reason).toContain('Disabled by budget: ')
  }
  const flavors = report.requirements.filter(({ operationId }) => operationId === 'flavors.listDetail')
  expect(flavors.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(5)
}, 60_000)

// Where a busy machine builds late, the looks at builds may use up what is allowed before most tests begin.
test('no more requests than allowed, those that tell most first', { retry: 2, timeout: 60_000 }, async () => {
  const { code, report, left } = await limited('--max-requests', '120')
  expect(code).toBe(0)
  expect(report.run.requests).toBeLessThanOrEqual(120)
  expect(report.leaks).toEqual([])
  expect(left.length).toBeGreaterThan(20)
  const outcomes = readFileSync(join(folder, 'stackproof-report', 'outcomes.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type, error }) => type === 'outcome' && (error === undefined || error.by === 'budget'))
  const shareOf = (level: string) => {
    const own = outcomes.filter(({ requirements }) =>
      requirements.some((id: string) => requirementOf(id).level === 'MUST')
        ? level === 'MUST'
        : level !== 'MUST',
    )
    return own.filter(({ state }) => state === 'passed').length / own.length
  }
  expect(shareOf('MUST')).toBeGreaterThan(shareOf('SHOULD'))
})

test('no more requests a second than allowed', async () => {
  const { code, report } = await limited('--select', 'flavors.listDetail', '--max-rate', '20')
  expect(code).toBe(0)
  expect(report.run.requests).toBeGreaterThan(20)
  expect(report.run.requests / (report.run.durationMs / 1000)).toBeLessThanOrEqual(21)
}, 120_000)

test('an end within the time allowed', async () => {
  const began = Date.now()
  const { report, left } = await limited('--max-rate', '10', '--deadline', '15s')
  expect(Date.now() - began).toBeLessThan(25_000)
  expect(left.length).toBeGreaterThan(0)
  expect(report.run.interrupted).toBeUndefined()
  expect(report.leaks).toEqual([])
}, 60_000)

test('an end within the time allowed, whatever keeps a first look from its end', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/v2.1`
  const began = Date.now()
  const { code, err } = await stackproof('--compute-endpoint', url, '--token', 't', '--deadline', '3s')
  expect(Date.now() - began).toBeLessThan(12_000)
  expect(err).toMatch(/the time of --deadline was over before the login and a first look/)
  expect(code).toBe(2)
  silent.closeAllConnections()
  await new Promise((done) => silent.close(done))
}, 60_000)

test('a budget that cannot be meant is refused in a line', async () => {
  for (const [args, why] of [
    [['--max-servers', 'few'], 'whole number'],
    [['--max-requests', '5'], '100 or more'],
    [['--max-rate', '0'], 'from 0.01 to 1000000'],
    [['--format', ','], 'must not be empty'],
    [['--deadline', '20'], 'as 90s, 20m or 1h30m'],
    [['--deadline', '501h'], '500h at most'],
  ] as const) {
    const { code, err } = await stackproof(...args)
    expect(err).toContain(why)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  }
}, 60_000)
