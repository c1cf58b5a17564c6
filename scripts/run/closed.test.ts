import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Report } from '../../reporters/report.ts'
import { BIN, LONG, type Place, placeOfRuns, until } from '../checks/under-way.ts'

// Runs that lose what they write to: a reader, a terminal, a disk; and two that would write the same.
let place: Place

beforeEach(async () => {
  place = await placeOfRuns()
})
afterEach(() => place.close())

const report = (folder = 'out') => JSON.parse(readFileSync(join(place.folder, folder, 'report.json'), 'utf8'))
const ADMIN = ['--os-admin-cloud', 'acme-admin']
const SHORT = ['run', '--os-cloud', 'acme', ...ADMIN, '--select', 'servers.stop/*', '--report', 'out']

test('a reader that has seen one line: the run goes on to its end', { timeout: 90_000 }, async () => {
  const { child, ended } = place.start(SHORT)
  child.stdout!.once('data', () => child.stdout!.destroy())
  child.stderr!.once('data', () => child.stderr!.destroy())
  expect({ code: (await ended).code, left: place.left() }).toEqual({ code: 0, left: [] })
  expect(report().conformant).toBe(true)
})

test('a run that is told that its terminal was closed ends in order, with nobody to tell it to', {
  timeout: 90_000,
}, async () => {
  const { child, ended } = await place.under()
  child.stdout!.destroy()
  child.stderr!.destroy()
  child.kill('SIGHUP')
  expect({ code: (await ended).code, left: place.left() }).toEqual({ code: 2, left: [] })
  expect(report().run.interrupted).toBe(true)
})

test('a terminal that is closed: what was made is deleted, and the report is written', {
  timeout: 90_000,
}, async ({ skip }) => {
  skip(!found('script'), 'there is no program that makes a terminal')
  const command = [process.execPath, BIN, ...LONG].map((word) => `'${word}'`).join(' ')
  const { child, said } = place.startProgram('script', ['-qec', command, '/dev/null'])
  await until(() => place.left().length > 1, said)
  child.kill('SIGKILL')
  await until(() => existsSync(join(place.folder, 'out', 'report.json')), said)
  expect(place.left()).toEqual([])
  expect(report()).toMatchObject({ run: { interrupted: true }, leaks: [] })
})

test('files that may grow no more: what was made is deleted, what is lost is said', {
  timeout: 90_000,
}, async () => {
  const limited = ['-c', 'ulimit -f 400; exec "$@"', 'sh', process.execPath, BIN, ...LONG]
  const { code, said } = await place.startProgram('sh', limited).ended
  expect(said).toMatch(/from now on is lost[\s\S]*larger than is allowed here/)
  expect(said).not.toContain('a defect of stackproof')
  expect({ code, left: place.left() }).toEqual({ code: 2, left: [] })
})

test('a disk that is full, also for the ledger: nothing is left, nor said to be', {
  timeout: 90_000,
}, async ({ skip }) => {
  const disk = smallDisk('400k')
  if (disk === undefined) return skip('no small disk can be had here')
  try {
    const { code, said } = await place.start([...LONG, '--report', 'disk/out']).ended
    expect(said).toMatch(
      /from now on is lost[\s\S]*out could not be written to its end: the disk is full; `stackproof report disk\/out --to DIR` tells/,
    )
    expect({ code, left: place.left() }).toEqual({ code: 2, left: [] })
    expect(said).not.toContain('left behind')
    const rebuilt = await place.start(['report', 'disk/out', '--to', 'elsewhere', '--format', 'json']).ended
    expect(rebuilt.code, rebuilt.said).toBe(0)
    expect(readdirSync(join(place.folder, 'elsewhere'))).toContain('report.json')
    expect(readdirSync(join(disk, 'out')).filter((name) => name.startsWith('ledger'))).toEqual([])
  } finally {
    execFileSync('umount', ['-l', disk])
  }
})

test('a disk that has no room for the report: what was found is told, and no half a page is left', {
  timeout: 90_000,
}, async ({ skip }) => {
  const disk = smallDisk('600k')
  if (disk === undefined) return skip('no small disk can be had here')
  try {
    const few = ['run', '--os-cloud', 'acme', '--select', 'flavors.show', '--report', 'disk/out']
    const { code, said } = await place.start(few).ended
    expect(said).toMatch(/selected requirements were judged/)
    expect(said).toMatch(/disk\/out\/report\.html could not be written: the disk is full/)
    expect({ code, left: place.left() }).toEqual({ code: 2, left: [] })
    expect(readdirSync(join(disk, 'out'))).not.toContain('report.html')
  } finally {
    execFileSync('umount', ['-l', disk])
  }
})

/** A folder of its own file system; undefined where none may be made. */
function smallDisk(size: string): string | undefined {
  const disk = join(place.folder, 'disk')
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', disk], { stdio: 'ignore' })
    return disk
  } catch {
    return undefined
  }
}

test('the same seed twice at once in one project: neither meets the other’s things', {
  timeout: 120_000,
}, async () => {
  Object.assign(place.cloud.state.quota, { instances: 60, cores: 200, ram: 500_000 })
  const run = (folder: string) =>
    place.start([...SHORT, '--select', 'servers.create/*', '--seed', '5', '--report', folder]).ended
  await Promise.all(['one', 'two'].map(run))
  for (const { requirements, leaks, summary } of ['one', 'two'].map(report)) {
    expect(leaks).toEqual([])
    expect(summary.pass).toBeGreaterThan(100)
    const bad = (requirements as Report['requirements']).filter(
      // That there is no administrator of another project is neither's doing.
      ({ verdict, reason }) =>
        ['fail', 'warn', 'error'].includes(verdict) ||
        (verdict === 'blocked' && !reason.includes('an administrator of another project')),
    )
    expect(bad.map(({ id, verdict, reason }) => `${verdict} of ${id}: ${reason}`)).toEqual([])
  }
  expect(place.left()).toEqual([])
})

function found(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
