import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { extract } from 'tar'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Cloud, createCloud } from '../../fixtures/reference-cloud/cloud.ts'
import { FORMATS } from '../../reporters/formats.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { type Canary, startCanary } from './canary.ts'
import { Pieces } from './echoes.ts'

// A target that sends back every secret, in each way and at each place: a run of the built command line shall tell none.
const BIN = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
/** They send and are told each sort of secret, and pass each place at which a text of a target is kept. */
const SELECT = [
  'servers.create/password-told',
  'servers.create/user-data-*',
  'servers.create/personality-accepted',
  'servers.create/personality-path*',
  'servers.create/key*',
  'servers.create/request.server.key_name',
  'serverPassword.clear/password-forgotten',
  'servers.create/status-202',
  'servers.show/body',
  'servers.show/status-200',
  'servers.list/status-200',
  'servers.update/name-changed',
  'servers.rebuild/password-generated',
  'servers.rebuild/from-active',
  'servers.rescue/password-*',
  'servers.rescue/from-active',
  'servers.evacuate/password-echoed',
  'servers.getVncConsole/type-*',
  'servers.getConsoleOutput/length-limits',
  'servers.stop/from-active',
  'servers.stop/refused-from-shutoff',
  'flavors.create/status-200',
  'flavors.show/status-200',
  'volumeAttachments.attach/status-200',
]

let folder: string
let canary: Canary
let child: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-canary-'))
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await canary?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the command line, and looks at what others see of its process. */
async function command(args: readonly string[]): Promise<Record<string, string>> {
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary, { recursive: true })
  const clean = Object.entries(process.env).filter(([name]) => !/^(OS_|VITEST|NODE_)/.test(name))
  const env = { ...Object.fromEntries(clean), HOME: folder, TMPDIR: temporary, NO_COLOR: '1' }
  const started = spawn(process.execPath, [BIN, ...args], { cwd: folder, env })
  child = started
  const said = { stdout: '', stderr: '', title: '' }
  for (const name of ['stdout', 'stderr'] as const)
    started[name].on('data', (piece) => {
      said[name] += piece
      // What is typed can be seen until the program has begun to speak.
      if (process.platform === 'linux') said.title += readFileSync(`/proc/${started.pid}/cmdline`, 'utf8')
    })
  await new Promise((resolve) => started.on('close', resolve))
  return { ...said, ...filesIn(join(folder, 'out')), ...filesIn(temporary) }
}

function filesIn(directory: string): Record<string, string> {
  if (!existsSync(directory)) return {}
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  )
}

/** What was told of the secrets, artefact by artefact. */
function told(artefacts: Record<string, string>): string[] {
  const pieces = new Pieces(canary.secrets)
  return Object.entries(artefacts).flatMap(([name, text]) =>
    [...pieces.in(name), ...pieces.in(text)].map((found) => `${name}: ${found}`),
  )
}

const kinds = () =>
  [...new Set([...canary.secrets.values()].map((what) => what.replace(/ of .*/, '')))].sort()

/** The entries of a clouds.yaml, with a long password for the administrator and an application credential for the member. */
function clouds(cloud: Cloud): string {
  const { id, secret } = cloud.credentials.application
  cloud.state.users.find(({ name }) => name === 'admin')!.password = 'correct/horse battery+staple'
  return cloud
    .cloudsYaml('acme', canary.url)
    .replace(
      /^( {2}acme:\n)[\s\S]*?(?=^ {2}acme-admin)/m,
      [
        '$1    auth_type: v3applicationcredential',
        '    region_name: RegionOne',
        '    auth:',
        `      auth_url: ${canary.url}/identity/v3`,
        `      application_credential_id: ${id}`,
        `      application_credential_secret: ${secret}`,
        '',
      ].join('\n'),
    )
}

test('no piece of a secret is told by any artefact, log or temporary folder', {
  timeout: 120_000,
}, async () => {
  const cloud = createCloud({ latencyMs: 2 })
  canary = await startCanary(cloud)
  writeFileSync(join(folder, 'clouds.yaml'), clouds(cloud))
  const artefacts = await command([
    'run',
    ...['--os-cloud', 'acme', '--os-admin-cloud', 'acme-admin', '--profile', 'compute-v2'],
    ...[
      '--footprint',
      'disruptive',
      '--report',
      'out',
      '--seed',
      '5',
      '--concurrency',
      '1',
      '--timeout-scale',
      '0.03',
    ],
    ...['--format', Object.keys(FORMATS).join(',')],
    ...SELECT.flatMap((glob) => ['--select', glob]),
  ])
  expect(told(artefacts)).toEqual([])
  const names = Object.keys(artefacts)
  for (const { path } of Object.values(FORMATS))
    expect(names.some((name) => name.startsWith(`out/${path}`))).toBe(true)
  expect(artefacts['out/exchanges.ndjson']!.match(/\*\*\*/g)!.length).toBeGreaterThan(1000)
  expect(artefacts['out/outcomes.ndjson']).toContain('***')
  expect(kinds()).toEqual([
    'a token',
    'adminPass',
    'contents',
    'password',
    'private_key',
    'secret',
    'user_data',
    'what contents encodes',
    'what user_data encodes',
  ])
})

test('a token that was typed is told by nothing either, nor by the title of the process', {
  timeout: 60_000,
}, async () => {
  const cloud = createCloud({ latencyMs: 2 })
  canary = await startCanary(cloud)
  const token = await tokenOf(cloud)
  const artefacts = await command([
    'run',
    ...['--compute-endpoint', `${canary.url}/compute/v2.1`, '--token', token],
    ...[
      '--report',
      'out',
      '--timeout-scale',
      '0.03',
      '--select',
      'flavors.show',
      '--select',
      'servers.list/body',
    ],
  ])
  expect(canary.secrets.get(token)).toBeDefined()
  expect(told(artefacts)).toEqual([])
  if (process.platform === 'linux') expect(artefacts.title).toMatch(/^stackproof run/)
})

test('a login that is refused with what it came with tells nothing', { timeout: 60_000 }, async () => {
  const cloud = createCloud()
  canary = await startCanary(cloud, { refusesLogins: true })
  writeFileSync(join(folder, 'clouds.yaml'), clouds(cloud))
  for (const name of ['acme', 'acme-admin']) {
    const artefacts = await command(['run', '--os-cloud', name, '--report', 'out'])
    expect(artefacts.stderr).toMatch(/^stackproof: acme.* answered 500/)
    expect(told(artefacts)).toEqual([])
  }
  expect(kinds()).toEqual(expect.arrayContaining(['password', 'secret']))
})

async function tokenOf(cloud: Cloud): Promise<string> {
  const { id, secret } = cloud.credentials.application
  const identity = { methods: ['application_credential'], application_credential: { id, secret } }
  const answer = await cloud.fetch(
    new Request('http://cloud.example/identity/v3/auth/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth: { identity } }),
    }),
  )
  return answer.headers.get('x-subject-token')!
}

test('no other command tells one: not what looks around or takes away, nor what tells of evidence anew', {
  timeout: 180_000,
}, async () => {
  const cloud = createCloud({ latencyMs: 2 })
  const who = ['--os-cloud', 'acme', '--os-admin-cloud', 'acme-admin', '--timeout-scale', '0.03']
  const run = [
    ...['run', ...who, '--report', 'out', '--seed', '5'],
    ...['password-told', 'user-data-*', 'personality-accepted', 'key*'].flatMap((glob) => [
      '--select',
      `servers.create/${glob}`,
    ]),
  ]
  /** Nobody knows the secrets of those that went before: each has a front of its own, which has seen nothing yet. */
  const fresh = async () => {
    await canary?.close()
    canary = await startCanary(cloud)
    writeFileSync(join(folder, 'clouds.yaml'), clouds(cloud))
    rmSync(join(folder, 'out'), { recursive: true, force: true })
  }
  const found: string[] = []
  const say = async (...args: string[]) => {
    const artefacts = await command(args)
    expect(artefacts.stdout!.length + artefacts.stderr!.length).toBeGreaterThan(20)
    found.push(...told(artefacts).map((piece) => `${args[0]}: ${piece}`))
  }
  await fresh()
  await say('doctor', ...who, '--json')
  await fresh()
  const killed = begun(run)
  await untilMade(cloud)
  killed.kill('SIGKILL')
  await say('report', 'out')
  await fresh()
  await say('sweep', ...who, '--all-runs', '--yes', '--json')
  await fresh()
  await say(...run)
  await say('judge', 'out/exchanges.ndjson')
  await say('bundle', 'out', '--to', 'out/bundle.tgz')
  await extract({ file: join(folder, 'out', 'bundle.tgz'), cwd: join(folder, 'out') })
  await say('verify', 'out/bundle.tgz')
  await say('compare', '--format', 'html', 'out/report.json', 'out/report.json')
  expect(found).toEqual([])
  expect(kinds()).toEqual(expect.arrayContaining(['a token', 'adminPass', 'password', 'secret', 'user_data']))
})

/** Starts the command line, and lets it go on. */
function begun(args: readonly string[]): ChildProcess {
  const clean = Object.entries(process.env).filter(([name]) => !/^(OS_|VITEST|NODE_)/.test(name))
  child = spawn(process.execPath, [BIN, ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(clean), HOME: folder },
    stdio: 'ignore',
  })
  return child
}

/** Waits until a run has made its first server. */
async function untilMade({ state }: Cloud): Promise<void> {
  await expect.poll(() => state.servers.size, { timeout: 60_000 }).toBeGreaterThan(2)
}
