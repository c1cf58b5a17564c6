import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../reporters/report.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

// The command line as users have it: built, in a process of its own.
const BIN = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
const SELECT = ['--select', 'servers.pause,servers.shelve,images.*,flavors.*']
let folder: string

const stackproof = (...args: string[]) =>
  promisify(execFile)(process.execPath, [BIN, ...args], { cwd: folder }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ code: code as number, out: stdout as string, err: stderr as string }),
  )

const reportIn = (directory: string): Report =>
  JSON.parse(readFileSync(join(folder, directory, 'report.json'), 'utf8'))

/** Of what was selected: what else a run comes by, such as the list by which many servers are watched at once, hangs on its pace. */
const verdictsOf = ({ requirements }: Report) =>
  Object.fromEntries(
    requirements
      .filter(({ operationId }) => /^(servers\.(pause|shelve)|images\..*|flavors\..*)$/.test(operationId))
      .map(({ id, verdict }) => [id, verdict]),
  )

const shard = (index: number, ...more: string[]) =>
  stackproof('run', ...SELECT, '--shard', `${index}/4`, '--report', `shard-${index}`, ...more)

const SHARDS = ['shard-1', 'shard-2', 'shard-3', 'shard-4']

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-merge-'))
  await stackproof('run', ...SELECT, '--seed', '1', '--report', 'whole')
  const timings = ['--timings', 'whole/report.json']
  for (const index of [1, 2, 3, 4])
    expect(await shard(index, ...timings)).toMatchObject({ code: 0, err: expect.not.stringContaining('✗') })
}, 240_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the shards of a run', () => {
  test('merged, are the report of one run, verdict by verdict', async () => {
    const { code, out } = await stackproof('merge', ...SHARDS, '--report', 'merged')
    expect(out).toContain('What was selected conforms')
    expect(code).toBe(0)
    const [whole, merged] = [reportIn('whole'), reportIn('merged')]
    expect(verdictsOf(merged)).toEqual(verdictsOf(whole))
    expect(whole.summary.pass).toBeGreaterThan(100)
    expect(merged.run.merged).toHaveLength(4)
    const testsOf = ({ requirements }: Report) =>
      new Set(requirements.flatMap(({ tests }) => tests.map(({ line, name }) => `${line} ${name}`)))
    expect(testsOf(merged)).toEqual(testsOf(whole))
    expect(merged.run.requests).toBe(SHARDS.map(reportIn).reduce((sum, { run }) => sum + run.requests, 0))
  }, 60_000)

  test('say of themselves what they put to the test', () => {
    const parts = SHARDS.map(reportIn)
    for (const { run, partial, summary } of parts) {
      expect(run.shard).toMatchObject({ of: 4 })
      expect(partial).toBe(true)
      expect(summary.pass).toBeGreaterThan(0)
      expect(summary.blocked + summary.error).toBe(0)
    }
  })

  test('merged in any order, can be bundled and verified', async () => {
    await stackproof('merge', ...[...SHARDS].reverse(), '--report', 'again', '--format', 'json')
    expect(verdictsOf(reportIn('again'))).toEqual(verdictsOf(reportIn('whole')))
    await stackproof('bundle', 'again', '--to', 'again.tgz')
    expect(await stackproof('verify', 'again.tgz')).toMatchObject({ code: 0 })
  }, 60_000)

  test('make no report where one is missing, there twice, or of another run', async () => {
    const refused = async (folders: string[], why: string) => {
      const { code, err } = await stackproof('merge', ...folders, '--report', 'refused')
      expect(err).toContain(why)
      expect(err.trim().split('\n')).toHaveLength(1)
      expect(code).toBe(2)
    }
    await refused(SHARDS.slice(1), 'shard 1 of 4 is missing')
    await refused([...SHARDS, 'shard-2'], 'are both shard 2 of 4')
    await refused(['whole'], 'whole is no shard of a run')
    await refused(['nowhere'], 'nowhere holds no evidence')
    const edited = (name: string, edit: (lines: string) => string) => {
      cpSync(join(folder, 'shard-4'), join(folder, name), { recursive: true })
      const file = join(folder, name, 'outcomes.ndjson')
      writeFileSync(file, edit(readFileSync(file, 'utf8')))
      return [...SHARDS.slice(0, 3), name]
    }
    await refused(
      edited('other-seed', (text) => text.replace('"seed":1,', '"seed":2,')),
      '--seed differs',
    )
    await refused(
      edited('other-cut', (text) => text.replace('"state":"passed"', '"state":"skipped","elsewhere":true')),
      'cut in different ways',
    )
  }, 60_000)

  test('judge nothing to the end where one was cut short', async () => {
    cpSync(join(folder, 'shard-3'), join(folder, 'torn'), { recursive: true })
    const file = join(folder, 'torn', 'outcomes.ndjson')
    writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, -2).join('\n'))
    const { code, out } = await stackproof(
      'merge',
      ...SHARDS.filter((name) => name !== 'shard-3'),
      'torn',
      '--report',
      'short',
    )
    expect(out).toContain('cut short')
    expect(code).toBe(2)
  }, 60_000)
})

test('a shard that cannot be meant is refused in a line', async () => {
  for (const [args, why] of [
    [['--shard', '5/4'], 'from 1/4 to 4/4'],
    [['--shard', 'two'], 'from 1/4 to 4/4'],
    [['--timings', 'whole/report.json'], 'needs --shard'],
    [
      [...'--shard 1/2 --footprint disruptive --compute-endpoint http://x.invalid --token t'.split(' ')],
      'would break the servers of other shards',
    ],
  ] as const) {
    const { code, err } = await stackproof('run', ...args)
    expect(err).toContain(why)
    expect(code).toBe(2)
  }
}, 60_000)
