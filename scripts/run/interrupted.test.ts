import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LONG, type Place, placeOfRuns, until } from '../checks/under-way.ts'

// Runs that meet what no run wants to meet, as users have them: built, in a process and a folder of their own.
let place: Place
const start: Place['start'] = (...args) => place.start(...args)
const under: Place['under'] = (...args) => place.under(...args)
const left = () => place.left()

beforeEach(async () => {
  place = await placeOfRuns()
})
afterEach(() => place.close())

test('two signals within a second are one gentle end: nothing is left', { timeout: 90_000 }, async () => {
  const { child, ended } = await under()
  child.kill('SIGTERM')
  await sleep(60)
  child.kill('SIGTERM')
  const { code, said } = await ended
  expect(said).not.toContain('ended at once')
  expect(said).toMatch(/ending gently, within [\d\w ]+: /)
  expect({ code, left: left() }).toEqual({ code: 2, left: [] })
})

test('a gentle end has its limit, also against a target that stalls', { timeout: 90_000 }, async () => {
  const { child, ended } = await under('--timeout-scale', '0.02')
  place.stalled = true
  const began = performance.now()
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 2 })
  // 300 s before scaling, and what a busy machine adds.
  expect(performance.now() - began).toBeLessThan(20_000)
  expect(readdirSync(join(place.folder, 'out')).filter((name) => name.startsWith('ledger-'))).toHaveLength(1)
})

test('a target that stalls is named while it does', { timeout: 90_000 }, async () => {
  const { said } = await under()
  place.stalled = true
  await until(() => /waiting for an answer to (GET|POST|PUT|DELETE) \/\S+ for \d/.test(said()), said)
})

test('a signal that comes before the suites are loaded ends the run all the same', {
  timeout: 90_000,
}, async () => {
  const { child, said, ended } = start(LONG)
  // The line that a run begins with is written before its suites are loaded.
  await until(() => /profile compute/.test(said()), said)
  child.kill('SIGINT')
  const { code } = await ended
  expect(said()).toContain('ending gently')
  expect(Number(/(\d+) server builds/.exec(said())?.[1] ?? 0)).toBeLessThan(30)
  expect({ code, left: left() }).toEqual({ code: 2, left: [] })
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s during the login ends a run with the exit code that every run has which was cut short',
  { timeout: 90_000 },
  async (signal) => {
    place.stalled = true
    const { child, said, ended } = start(LONG)
    // It has asked for its token, and waits.
    await place.asked()
    child.kill(signal)
    expect(await ended).toEqual({ code: 2, said: 'stackproof: ended before anything was made or judged\n' })
    expect(said()).not.toContain('sweep')
  },
)

test('what a gentle end came before is said once', { timeout: 90_000 }, async () => {
  const { child, ended } = await under()
  child.kill('SIGINT')
  const { said } = await ended
  expect(said.match(/The run ended before [\d,]+ tests were done\./g)).toHaveLength(1)
  expect(said).not.toContain('ERROR')
})

test('what is counted as a run goes on stands in its report', { timeout: 90_000 }, async () => {
  const { said } = await start([
    'run',
    '--select',
    'flavors.*',
    '--fault',
    'flavors.show-lacks-disabled',
    '--report',
    'o',
  ]).ended
  const last = [...said.matchAll(/^([\d,]+ of [\d,]+) requirements judged, (\d+) failed/gm)].at(-1)!
  expect(said).toContain(`${last[1]} selected requirements were judged`)
  expect(said).toContain(`${last[2]} fail `)
})

test('a report folder in use is refused in one line', { timeout: 90_000 }, async () => {
  const { child, ended } = await under()
  const second = await start(LONG).ended
  expect(second).toEqual({
    code: 2,
    said: expect.stringMatching(
      /^stackproof: out is in use by run \w+, which is under way; name another folder/,
    ),
  })
  child.kill('SIGINT')
  await ended
  expect(left()).toEqual([])
})

test('a run that is killed leaves no temporary folder, and no report of an earlier run beside its evidence', {
  timeout: 90_000,
}, async () => {
  await start([
    'run',
    '--os-cloud',
    'acme',
    '--select',
    'flavors.show',
    '--report',
    'out',
    '--format',
    'junit',
  ]).ended
  expect(readdirSync(join(place.folder, 'out'))).toContain('junit.xml')
  const temporary = mkdtempSync(join(place.folder, 'tmp-'))
  const { child, ended } = start(LONG, { TMPDIR: temporary })
  await until(() => left().length > 1)
  child.kill('SIGKILL')
  await ended
  expect(readdirSync(join(place.folder, 'out')).filter((name) => /^report\.|junit/.test(name))).toEqual([])
  expect(readdirSync(temporary)).toEqual([])
})

test('sweep leaves a run alone that is under way; after a kill it deletes what is left', {
  timeout: 90_000,
}, async () => {
  const { child, ended } = await under()
  const held = left().length
  const early = await start(['sweep', '--os-cloud', 'acme', '--report', 'out']).ended
  expect(early).toMatchObject({ code: 2, said: expect.stringMatching(/run \w+ is under way: left alone/) })
  expect(left().length).toBeGreaterThanOrEqual(Math.min(held, 1))
  child.kill('SIGKILL')
  await ended
  expect(left()).not.toEqual([])
  const late = await start(['sweep', '--os-cloud', 'acme', '--report', 'out']).ended
  expect({ code: late.code, left: left() }).toEqual({ code: 0, left: [] })
})

test('of a run that was ended before it made anything, the next one in its folder says nothing', {
  timeout: 90_000,
}, async () => {
  const out = join(place.folder, 'out')
  const ledger = join(out, 'ledger-abc123.ndjson')
  mkdirSync(out, { recursive: true })
  writeFileSync(
    ledger,
    `${JSON.stringify({ type: 'target', compute: 'http://x', reference: false, at: 1 })}\n`,
  )
  const few = ['run', '--os-cloud', 'acme', '--select', 'flavors.show/status-200', '--report', 'out']
  const { said } = await start(few).ended
  expect(said).not.toContain('was interrupted')
  expect(existsSync(ledger)).toBe(false)
})

test('a report folder that vanishes: what was made is deleted, what is lost is said', {
  timeout: 90_000,
}, async () => {
  const { ended } = await under()
  rmSync(join(place.folder, 'out'), { recursive: true })
  const { code, said } = await ended
  expect(said).toMatch(
    /out cannot be written to any more: ending gently; what the run finds from now on is lost/,
  )
  expect(said.match(/ERROR/g)?.length ?? 0).toBeLessThan(4)
  expect(said).toMatch(
    /stackproof: out has vanished while the run was under way, and what the run found is lost\s*$/,
  )
  expect({ code, left: left() }).toEqual({ code: 2, left: [] })
})

test('a full disk: what was made is deleted, what is lost is said', { timeout: 90_000 }, async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux has /dev/full')
  const { ended } = await under()
  for (const name of readdirSync(join(place.folder, 'out'))) {
    if (name.startsWith('ledger-')) continue
    rmSync(join(place.folder, 'out', name))
    symlinkSync('/dev/full', join(place.folder, 'out', name))
  }
  const { code, said } = await ended
  expect(said).toMatch(/from now on is lost[\s\S]*the disk is full, and what the run found is lost/)
  expect({ code, left: left() }).toEqual({ code: 2, left: [] })
})

test('after a kill with the folder lost, sweep finds by name what is left, and touches nothing else', {
  timeout: 90_000,
}, async () => {
  const { child, ended } = await under()
  child.kill('SIGKILL')
  await ended
  rmSync(join(place.folder, 'out'), { recursive: true })
  const others = [...place.cloud.state.servers.values()].filter(
    ({ name }) => !name.startsWith('stackproof-'),
  ).length
  const shown = await start(['sweep', '--os-cloud', 'acme']).ended
  expect(shown).toMatchObject({ code: 2, said: expect.stringMatching(/run \w{9}, begun .*: \d+ server/) })
  const refused = await start(['sweep', '--os-cloud', 'acme', '--all-runs']).ended
  expect(refused).toMatchObject({ code: 2, said: expect.stringContaining('--yes deletes without asking') })
  expect((await start(['sweep', '--os-cloud', 'acme', '--older-than', '1h', '--yes']).ended).said).toContain(
    'none of these was chosen',
  )
  expect(left()).not.toEqual([])
  const swept = await start(['sweep', '--os-cloud', 'acme', '--all-runs', '--yes', '--json']).ended
  expect(swept.said).toMatch(/"deleted": \[\s*\{\s*"kind": "/)
  expect({ code: swept.code, left: left() }).toEqual({ code: 0, left: [] })
  expect(
    [...place.cloud.state.servers.values()].filter(({ name }) => !name.startsWith('stackproof-')),
  ).toHaveLength(others)
})

test('a run tells what earlier ones left, and takes away what a cloud brings back', {
  timeout: 90_000,
}, async () => {
  const killed = await under()
  killed.child.kill('SIGKILL')
  await killed.ended
  const before = left()
  const { child, ended, said } = start([...LONG, '--report', 'other'])
  await until(() => left().length > before.length + 1)
  expect(said()).toMatch(/left by an earlier run, unless it is under way: run \w{9}, begun/)
  child.kill('SIGINT')
  const servers = () => [...place.cloud.state.servers.values()].filter(({ name }) => !before.includes(name))
  await until(() => servers().some(({ terminatedAt }) => terminatedAt))
  const back = servers().find(({ terminatedAt }) => terminatedAt)!
  Object.assign(back, { terminatedAt: null, status: 'ACTIVE', vmState: 'active', taskState: null })
  await ended
  expect(left()).toEqual(before)
})
