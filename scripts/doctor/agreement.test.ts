import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { summarise } from '../../reporters/build.ts'
import type { Report } from '../../reporters/report.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { chosenProfile, chosenRequirements } from '../options/selection.ts'
import { startCloud } from '../target/reference-cloud.ts'
import type { TimedForecast } from './describe-forecast.ts'

// The command line as users have it: built, in a process of its own.
const BIN = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')

/** What takes servers, hosts, volumes, addresses, an administrator; what asks for neither. */
const SOME = [
  'flavors.*',
  'servers.list',
  'servers.pause',
  'servers.addFloatingIp',
  'servers.migrate',
  'servers.evacuate',
  'volumeAttachments.attach',
]
/** So far may the number of the judged be from what was told: a part of it, and some. */
const PART = 0.03
const SOME_MORE = 3

/** Doctor's word and a run's, with the same options and about the same cloud. */
const both = async (conditions: string[], options: string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-doctor-'))
  const cloud = await startCloud({ seed: 3, conditions })
  try {
    writeFileSync(join(folder, 'clouds.yaml'), cloud.cloudsYaml)
    const env = { ...process.env, OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml') }
    const stackproof = (...args: string[]) =>
      promisify(execFile)(
        process.execPath,
        [BIN, ...args, '--os-cloud', 'reference', '--select', SOME.join(','), ...options],
        { cwd: folder, env, maxBuffer: 2 ** 26 },
      ).catch(({ stdout, stderr }) => ({ stdout, stderr }))
    const doctor = await stackproof('doctor', '--json')
    expect(doctor.stderr).toBe('')
    const told = JSON.parse(doctor.stdout)
    const { stdout, stderr } = await stackproof(
      'run',
      '--format',
      'json',
      '--timeout-scale',
      '0.3',
      '--seed',
      '3',
    )
    const file = join(folder, 'stackproof-report', 'report.json')
    const report: Report = JSON.parse(readFileSync(file, 'utf8'))
    expect(report.summary.fail + report.summary.error, stdout + stderr).toBe(0)
    const forecast: TimedForecast = told.forecasts.find(
      ({ footprint }: TimedForecast) => footprint === report.run.footprint,
    )
    return { told, forecast, report }
  } finally {
    await cloud.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const ADMIN = ['--os-admin-cloud', 'reference-admin']

test.each<[name: string, conditions: string[], options: string[], reason?: RegExp]>([
  ['reading alone', [], ['--footprint', 'read-only']],
  ['a member', [], [], /administrator credentials are needed/],
  ['an administrator, hosts too', [], [...ADMIN, '--footprint', 'disruptive'], /another project/],
  ['no network service', ['no-network-service'], [...ADMIN, '--footprint', 'admin'], /no network service/],
  ['no external network', ['no-external-network'], [], /no external network/],
  ['room for two servers', ['instances-2'], [], /quota for 2 more servers/],
  ['no room for a server', ['instances-used-up'], [], /the quota of servers, cores or memory is used up/],
  ['a few extensions', ['few-extensions-listed'], ADMIN, /does not offer/],
])(
  '%s: doctor tells what a run comes to',
  async (_, conditions, options, reason) => {
    const { told, forecast, report } = await both(conditions, options)
    // What is outside is judged where an answer happens to show it.
    const wanted = new Set(chosenRequirements(chosenProfile(report.run.profile), SOME))
    const { pass, warn, note, disabled, unsupported, blocked } = summarise(
      report.requirements.filter(({ id }) => wanted.has(id)),
    )
    const { expected, cost } = forecast
    expect({ disabled: expected.disabled, unsupported: expected.unsupported }).toEqual({
      disabled,
      unsupported,
    })
    const judged = pass + warn + note
    const off = Math.ceil(judged * PART) + SOME_MORE
    expect(
      Math.abs(expected.judged - judged),
      `${expected.judged} told, ${judged} judged`,
    ).toBeLessThanOrEqual(off)
    expect(
      Math.abs(expected.blocked - blocked),
      `${expected.blocked} told, ${blocked} blocked`,
    ).toBeLessThanOrEqual(off)
    expect(forecast.requirements).toBe(wanted.size)
    expect(told.footprint).toBe(report.run.footprint)
    expect(told.profile).toBe(report.run.profile)
    if (reason !== undefined) expect(JSON.stringify(forecast.reasons)).toMatch(reason)
    if (report.run.serverBuilds === 0) expect(cost.serverBuilds).toBe(0)
    else {
      expect(cost.serverBuilds).toBeGreaterThan(report.run.serverBuilds / 4)
      expect(cost.serverBuilds).toBeLessThan(report.run.serverBuilds * 4)
    }
  },
  120_000,
)
