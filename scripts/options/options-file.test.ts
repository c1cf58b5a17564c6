import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import type { CommandFile } from '../commands/command.ts'
import { command as doctor } from '../commands/doctor.ts'
import { command as run } from '../commands/run.ts'
import { planOf, type RunOptions } from '../run/plan.ts'
import { fileOf, layFile } from './from-file.ts'
import { readOptionsFile } from './options-file.ts'
import { filled } from './values.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-options-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A command with its options, after these words were typed. */
function typed({ options }: CommandFile, ...words: string[]): Command {
  const command = new Command('run').exitOverride()
  options(command)
  for (const option of command.options)
    if (option.required && option.parseArg === undefined) option.argParser(filled)
  return command.action(() => {}).parse(words, { from: 'user' })
}

function written(text: string): string {
  const file = join(folder, 'stackproof.yaml')
  writeFileSync(file, text)
  return file
}

/** What a file makes of the options of a command. */
function laid(text: string, command: Command): Record<string, unknown> {
  layFile(written(text), command, typed(run))
  return command.opts()
}

describe('a file of options', () => {
  test('says what the same words of a command line say', () => {
    const text = `
os-cloud: acme                # a comment
footprint: admin
profile: compute-v2,telemetry
select: [servers.*, 'flavors.show']
skip: servers.migrate*
format: html,json
seed: 7
max-rate: 2.5
deadline: 1h30m
insecure: true
os-region-name: 0123
image: &image ubuntu
flavor: *image
`
    expect(laid(text, typed(run))).toEqual(
      typed(
        run,
        ...'--os-cloud acme --footprint admin --profile compute-v2,telemetry --select servers.* flavors.show'.split(
          ' ',
        ),
        ...'--skip servers.migrate* --format html,json --seed 7 --max-rate 2.5 --deadline 1h30m'.split(' '),
        ...'--insecure --region 0123 --image ubuntu --flavor ubuntu'.split(' '),
      ).opts(),
    )
  })

  test('may say every option of a run that is no secret', () => {
    const named = typed(run)
      .options.filter(({ long, negate }) => !negate && long !== '--config')
      .map(({ long }) => long!.slice(2))
    const refused = named.filter((name) => {
      try {
        readOptionsFile(written(`${name}: 1`), typed(run))
      } catch (error) {
        return /no option|secret/.test((error as Error).message)
      }
      return false
    })
    expect(refused.sort()).toEqual(['admin-token', 'application-credential-secret', 'password', 'token'])
  })

  test('says nothing where it is empty', () => {
    for (const text of ['', '# nothing yet\n', '---\n'])
      expect(laid(text, typed(run))).toEqual(typed(run).opts())
  })

  test('is the one that README.md shows', () => {
    const readme = readFileSync(join(PACKAGE_ROOT, 'README.md'), 'utf8')
    const [example] = /^( {4}[a-z-]+: .*\n)+/m.exec(readme)!
    const options = laid(example.replaceAll(/^ {4}/gm, ''), typed(run))
    expect(options).toMatchObject({ osCloud: 'acme', maxServers: 20 })
    expect(() => planOf({ ...options, waivers: undefined } as unknown as RunOptions, false)).not.toThrow()
  })

  test('gives another command what that one takes', () => {
    expect(laid('os-cloud: acme\nprofile: events\nseed: 7', typed(doctor))).toMatchObject({
      osCloud: 'acme',
      profile: 'events',
    })
    expect(typed(doctor).opts()).not.toHaveProperty('seed')
  })

  test.each<[string, RegExp]>([
    ['\nos-cluod: acme', /:2: os-cluod is no option of stackproof run \(Did you mean os-cloud\?\)/],
    ['os_cloud: acme', /:1: os_cloud is no option .*mean os-cloud/],
    ['? [a]\n: b', /:1: this is no option/],
    ['config: other.yaml', /:1: config is no option/],
    ['no-config: true', /:1: no-config is no option/],
    ['- os-cloud', /:1: must hold options by name/],
    ['seed: 1\nseed: 2', /:2 is not YAML: Map keys must be unique/],
    ['region: a\nos-region: b', /:2: region is there twice/],
    ['seed: many', /:1: seed 'many' is invalid. It must be a whole number/],
    ['seed:', /:1: seed '' is invalid/],
    ['seed: [1, 2]', /:1: seed takes one value, not a list/],
    ['seed: {a: 1}', /:1: seed must be one value/],
    ['select: []', /:1: select must not be empty/],
    ['format: [html, zork]', /:1: format 'zork' is invalid. Allowed are html, json/],
    ['insecure: 1', /:1: insecure must be true or false/],
    ['\n\npassword: s3cret', /:3: password is a secret.*clouds.yaml or secure.yaml, or set OS_PASSWORD$/],
    ['os-token: s3cret', /:1: os-token is a secret.*OS_TOKEN$/],
    ['admin_token: s3cret', /:1: admin_token is a secret.*OS_ADMIN_TOKEN$/],
    ['auth-url: https://me:s3cret@cloud.example/v3', /:1: auth-url has a password in its address/],
  ])('%j is refused in one line, with its place', (text, message) => {
    const file = written(text)
    let told = ''
    try {
      readOptionsFile(file, typed(run))
    } catch (error) {
      told = (error as Error).message
    }
    expect(told).toMatch(message)
    expect(told.startsWith(`${file}:`)).toBe(true)
    expect(told).not.toMatch(/s3cret|\n/)
  })
})

describe('the command line wins', () => {
  const file =
    'os-cloud: acme\nos-admin-cloud: acme-admin\nregion: north\nproject-name: p\nformat: junit\nseed: 7'
  test.each<[string, Record<string, unknown>]>([
    ['', { osCloud: 'acme', osAdminCloud: 'acme-admin', region: 'north', seed: 7, format: ['junit'] }],
    ['--seed 8 --format html', { seed: 8, format: ['html'], osCloud: 'acme' }],
    // The rest of what the file says is about its own cloud.
    ['--os-cloud other', { osCloud: 'other', osAdminCloud: undefined, region: undefined, seed: 7 }],
    ['--admin-token t', { osCloud: 'acme', osAdminCloud: undefined, adminToken: 't', region: 'north' }],
    ['--project-id 1', { projectId: '1', projectName: undefined, osCloud: 'acme' }],
  ])('%s', (words, options) => {
    const all = laid(file, typed(run, ...words.split(' ').filter(Boolean)))
    expect(Object.fromEntries(Object.keys(options).map((name) => [name, all[name]]))).toEqual(options)
  })

  test('it names another file, or none', () => {
    expect(fileOf(typed(run, '--config', 'ci.yaml'))).toBe('ci.yaml')
    expect(fileOf(typed(run, '--no-config'))).toBeUndefined()
  })
})

test('a run takes the file of its folder, says so, and leaves it alone when told to', async () => {
  written('select: [availabilityZones.list/status-200]\nreport: found\nformat: json\nseed: 7\n')
  writeFileSync(join(folder, 'ci.yaml'), 'zork: 1')
  const bin = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
  const stackproof = (...args: string[]) =>
    promisify(execFile)(process.execPath, [bin, 'run', ...args], { cwd: folder })
  const { stderr } = await stackproof('--seed', '8')
  expect(stderr).toMatch(/^stackproof: select, report, format as in stackproof\.yaml$/m)
  const { run: found } = parse(readFileSync(join(folder, 'found', 'report.json'), 'utf8'))
  expect(found).toMatchObject({ seed: 8, selection: ['availabilityZones.list/status-200'] })
  await expect(stackproof('--config', 'ci.yaml')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^stackproof: ci\.yaml:1: zork is no option of stackproof run .*\n$/),
  })
  await expect(stackproof('--config', 'none.yaml')).rejects.toMatchObject({
    code: 2,
    stderr: 'stackproof: none.yaml does not exist\n',
  })
  await expect(stackproof('--no-config', '--select', 'zork')).rejects.toMatchObject({
    stderr: expect.stringMatching(/^stackproof: --select zork: no requirement/),
  })
}, 120_000)
