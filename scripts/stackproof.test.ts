import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createCloud } from '../fixtures/reference-cloud/cloud.ts'
import { PACKAGE_ROOT } from '../spec/package-root.ts'

// The command line as users have it: built, in a process and a folder of its own.
const BIN = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
const cloud = createCloud()
const servers: Server[] = []
let folder: string
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-cli-'))
  ;({ url, close } = await cloud.listen())
  writeFileSync(join(folder, 'clouds.yaml'), cloud.cloudsYaml('acme', url))
  writeFileSync(join(folder, 'torn.json'), '{"schemaVersion":1,"requirements":[]}')
  writeFileSync(
    join(folder, 'stale.yaml'),
    '- {id: servers.zork/*, reason: r, owner: o, expires: 2099-01-01}',
  )
  writeFileSync(join(folder, 'newer.json'), '{"schemaVersion":2,"requirements":[]}')
})
afterAll(async () => {
  await close()
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  rmSync(folder, { recursive: true, force: true })
})

interface Ended {
  code: number | null
  out: string
  err: string
}

function stackproof(
  args: string[],
  { input = '', closePipe = false, interruptAt = /^\b$/ } = {},
): Promise<Ended> {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(OS_|VITEST|NODE_)/.test(name)),
  )
  const env = { ...clean, HOME: folder, NO_COLOR: '1' }
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, env })
  child.stdin.end(input)
  let out = ''
  let err = ''
  child.stdout.on('data', (piece) => {
    out += piece
    if (closePipe) child.stdout.destroy()
  })
  let interrupted = false
  const watch = () => {
    if (interrupted || !(interruptAt.test(err) || interruptAt.test(out))) return
    interrupted = true
    child.kill('SIGINT')
  }
  child.stdout.on('data', watch)
  child.stderr.on('data', (piece) => {
    err += piece
    watch()
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}

async function service(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Bad usage and unusable targets: exit code 2, one line, no stack trace, nothing on standard output. */
function expectOneLine({ code, out, err }: Ended, message: RegExp): void {
  expect(err).toMatch(message)
  expect(err.trimEnd().split('\n')).toHaveLength(1)
  expect(err).toMatch(/^stackproof: /)
  expect(err).not.toMatch(/\bat .*:\d+:\d+|defect of stackproof/)
  expect({ code, out }).toEqual({ code: 2, out: '' })
}

describe.concurrent('bad usage is answered with what is allowed', { timeout: 120_000 }, () => {
  test.each<[string, RegExp]>([
    ['--zork', /unknown option '--zork'; stackproof takes --version --help/],
    ['zork', /unknown command 'zork'; the commands are run, serve, list/],
    ['run --qqq', /unknown option '--qqq'; run takes --profile --footprint/],
    ['rnu', /unknown command 'rnu' \(Did you mean run\?\); the commands are run/],
    ['run --sede 3', /unknown option '--sede' \(Did you mean --seed\?\); run takes/],
    ['run --footprint total', /Allowed choices are read-only, own-resources, admin, disruptive/],
    ['run --format html,zork', /Allowed are html, json/],
    ['run --seed many', /must be a whole number/],
    ['run --timeout-scale 0', /must be a number from 0.001 to 1000/],
    ['run --profile zork', /unknown profile "zork": use one or more of compute-v2/],
    ['run --select zork.*', /--select zork\.\*: no requirement of profile .* is called so/],
    ['run --select servers.* --select zork.*', /--select zork\.\*: no requirement/],
    ['run --skip zork.*', /--skip zork\.\*: no requirement/],
    ['run --select servers.show --skip servers.*', /leaves no requirement/],
    ['run --baseline torn.json', /torn.json is no whole report/],
    ['run --waivers stale.yaml', /stale.yaml: no requirement has the id servers.zork/],
    ['run --fault zork', /--fault: no fault is called zork; `stackproof list --faults` shows all/],
    ['serve --fault lock-does-nothng', /close to it: lock-does-nothing/],
    ['help zork', /^stackproof: unknown command 'zork'; the commands are run, serve, list/],
    ['list --faults --select zork', /--select zork: no fault breaks a requirement that is called so/],
    ['list --conditions --skip servers.*', /--conditions goes with --json only/],
    ['list --faults --untested', /--faults goes with --select and --json only/],
    ['run --os-cloud acme --fault any', /--fault is for the reference cloud only/],
    ['run --waivers none.yaml', /none.yaml does not exist/],
    ['run --waivers .', /^stackproof: \. is a folder; name a file/],
    ['run --format=', /--format <list>' argument '' is invalid. It must not be empty/],
    ['run --select=', /It must not be empty/],
    ['run --os-cloud=', /It must not be empty/],
    ['run --insecure', /--insecure alone names no target/],
    ['run --report clouds.yaml', /clouds.yaml is a file; name another folder with --report DIR/],
    ['run --report clouds.yaml/below', /clouds.yaml\/below lies below a file; name another folder/],
    ['run extra', /too many arguments/],
    ['list --select zork', /no requirement is called so/],
    ['report none', /none does not exist; name a report.json/],
    ['report clouds.yaml', /clouds.yaml is not JSON/],
    ['report torn.json', /torn.json is no whole report: /],
    ['diff torn.json torn.json', /torn.json is no whole report: /],
    ['report newer.json', /newer.json has schemaVersion 2; this stackproof reads version 1/],
    ['diff clouds.yaml clouds.yaml', /clouds.yaml is not JSON/],
    [
      'judge --operation servers.zork --status 200 clouds.yaml',
      /servers.zork: unknown; is it .*servers.show/,
    ],
    ['judge --operation servers.show --status 200 .', /\. is a folder; name a file/],
    [
      'judge --operation flavors.list --status 200 clouds.yaml',
      /a supporting operation, .* no answer of it is judged/,
    ],
    [
      'judge --operation servers.show --status 200 --feature NOPE clouds.yaml',
      /--feature NOPE: no document knows/,
    ],
    ['judge --operation servers.show --status 999 clouds.yaml', /whole number from 100 to 599/],
  ])('%s', async (line, message) => {
    expectOneLine(await stackproof(line.split(' ')), message)
  })
})

describe.concurrent('targets that cannot be judged', { timeout: 120_000 }, () => {
  test.each<[string, () => Promise<string[]> | string[], RegExp]>([
    [
      'an unknown cloud',
      () => ['--os-cloud', 'zork'],
      /cloud zork is not in .*clouds.yaml; known are acme, acme-admin/,
    ],
    [
      'a wrong password',
      () => ['--os-cloud', 'acme', '--os-password', 'not-the-one'],
      /401 .* check the password/,
    ],
    [
      'a missing project',
      () => ['--os-cloud', 'acme', '--project-name', 'zork'],
      /401 .* the project \(zork\)/,
    ],
    [
      'a region that is not there',
      () => ['--os-cloud', 'acme', '--region', 'zork'],
      /no region zork .* it has RegionOne/,
    ],
    [
      'a refused connection',
      () => ['--os-cloud', 'acme', '--auth-url', 'http://127.0.0.1:1/v3'],
      /127.0.0.1:1 refuses the connection/,
    ],
    [
      'HTML for an identity service',
      async () => ['--os-cloud', 'acme', '--auth-url', await service((_, r) => r.end('<html>'))],
      /without a token \(an HTML page\)/,
    ],
    [
      '500 for an identity service',
      async () => ['--os-cloud', 'acme', '--auth-url', await service((_, r) => r.writeHead(500).end())],
      /the identity service itself fails/,
    ],
    [
      'silence for an identity service',
      async () => ['--os-cloud', 'acme', '--timeout-scale', '0.01', '--auth-url', await service(() => {})],
      /gave no whole answer within/,
    ],
    [
      'HTML for compute',
      async () => ['--compute-endpoint', await service((_, r) => r.end('<html>')), '--token', 't'],
      /is this the address of a compute service/,
    ],
    [
      '500 for compute',
      async () => [
        '--compute-endpoint',
        `${await service((_, r) => r.writeHead(500).end())}/v2.1`,
        '--token',
        't',
      ],
      /the compute service itself fails/,
    ],
    [
      'silence for compute',
      async () => [
        '--compute-endpoint',
        `${await service(() => {})}/v2.1`,
        '--token',
        't',
        '--timeout-scale',
        '0.01',
      ],
      /gave no whole answer within/,
    ],
    [
      'an answer to everything that tells nothing',
      async () => [
        '--compute-endpoint',
        `${await service((_, r) => r.setHeader('content-type', 'application/json').end('{}'))}/v2.1`,
        '--token',
        't',
      ],
      /answered 200 without a list of servers: is this the address of a compute service/,
    ],
    [
      'a door that is shut to all',
      async () => [
        '--compute-endpoint',
        `${await service((_, r) => r.writeHead(403).end())}/v2.1`,
        '--token',
        't',
      ],
      /these credentials may not even list servers/,
    ],
    [
      'a target that wants no more requests today',
      async () => [
        '--compute-endpoint',
        `${await service((_, r) => r.writeHead(429, { 'retry-after': '3600' }).end())}/v2.1`,
        '--token',
        't',
      ],
      /has had too many requests; try again later/,
    ],
    [
      'a token that has expired',
      () => ['--compute-endpoint', `${url}/compute/v2.1`, '--token', 't'],
      /check the token; it may have expired/,
    ],
    [
      'authorities that are missing',
      () => ['--os-cloud', 'acme', '--os-cacert', 'none.pem'],
      /none.pem does not exist/,
    ],
  ])('%s', async (_, args, message) => {
    const chosen = await args()
    expectOneLine(await stackproof(['doctor', ...chosen]), message)
    const run = await stackproof(['run', ...chosen])
    expectOneLine(run, message)
    expect(run.err).not.toContain('not-the-one')
  })
})

describe.concurrent('commands', { timeout: 120_000 }, () => {
  test('serve prints a clouds.yaml that leads to it, and ends at Ctrl-C', async () => {
    const { code, out, err } = await stackproof(['serve', '--port', '0', '--name', 'mine'], {
      interruptAt: /^ {2}mine-admin:[\s\S]*project_domain_id/m,
    })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(parse(out)).toMatchObject({
      clouds: { mine: { auth: { auth_url: expect.stringMatching(/^http:.*\/v3$/) } }, 'mine-admin': {} },
    })
  })

  test('serve says which port is taken', async () => {
    const { port } = new URL(url)
    expectOneLine(await stackproof(['serve', '--port', port]), new RegExp(`port ${port} is in use already`))
  })

  test('--help shows examples and exit codes', async () => {
    const { code, out } = await stackproof(['run', '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(/Examples:[\s\S]*stackproof run --os-cloud acme[\s\S]*Exit codes: 0/)
  })

  test('doctor tells what the target allows', async () => {
    const { code, out, err } = await stackproof(['doctor', '--os-cloud', 'acme'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /compute +http[\s\S]*is no administrator[\s\S]*servers +\d+ left of[\s\S]*own-resources \* +[\d,]+[\s\S]*administrator credentials are needed/,
    )
  })

  test('judge: says how binding a broken requirement is and on what ground; only a MUST counts', async () => {
    const args = ['judge', '--operation', 'servers.list', '--status', '200', '--header', 'date: today', '-']
    const advice = await stackproof(args, { input: '{"servers":[]}' })
    expect(advice.code).toBe(0)
    expect(advice.out).toMatch(
      /^SHOULD \/headers\/date: expected a date as in .*found "today" {2}\[servers.list\/date; implied\]$/m,
    )
    expect(advice.out).toContain('keeps the contract, though not all that it recommends (1 SHOULD)')
    const many = await stackproof(args, { input: `{"servers":[${'1,'.repeat(999)}1]}` })
    expect(many).toMatchObject({ code: 1, out: expect.stringContaining('and 995 more problems like these') })
  })

  test('judge: no control character of a target reaches the terminal, in words or in JSON', async () => {
    const input = '{"servers":[{"\u202e\u009b31m\u001b[2J":1,"id":"\u2066\\u001b[31m"}]}'
    for (const more of [[], ['--json']]) {
      const { out } = await stackproof(
        ['judge', '--operation', 'servers.list', '--status', '200', ...more, '-'],
        { input },
      )
      expect(out).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u)
      expect(out).toContain('\\u202e')
    }
  })

  test('judge: 0 for a body that keeps the contract, 1 for one that does not', async () => {
    const args = ['judge', '--operation', 'availabilityZones.list', '--status', '200', '-']
    const zone = { zoneName: 'nova', zoneState: { available: true }, hosts: null }
    const good = await stackproof(args, { input: JSON.stringify({ availabilityZoneInfo: [zone] }) })
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('keeps the contract') })
    const bad = await stackproof(args, { input: '{"availabilityZoneInfo":[{"zoneName":7}]}' })
    expect(bad).toMatchObject({
      code: 1,
      out: expect.stringContaining('/availabilityZoneInfo/0/zoneName: expected'),
    })
  })

  test('a baseline tolerates what was broken before; what failed can be run again alone', async () => {
    const run = (...more: string[]) =>
      stackproof(['run', '--fault', 'flavors.show-another', '--format', 'json', ...more])
    const first = await run('--select', 'flavors.show', '--report', 'first')
    expect(first.code).toBe(1)
    const second = await run('--failed-from', 'first', '--report', 'second', '--baseline', 'first')
    expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/Against first: 0 new failures/) })
    const failed = (name: string) =>
      JSON.parse(readFileSync(join(folder, name, 'report.json'), 'utf8'))
        .requirements.filter((row: { verdict: string }) => row.verdict === 'fail')
        .map((row: { id: string }) => row.id)
    expect(failed('first').length).toBeGreaterThan(0)
    // The place of a test is where it was written, not where it was built.
    const rows = JSON.parse(readFileSync(join(folder, 'first', 'report.json'), 'utf8')).requirements
    const places = rows.flatMap(({ tests }: { tests: { file: string; line: number }[] }) => tests)
    expect(places.length).toBeGreaterThan(0)
    for (const { file, line } of places)
      expect(readFileSync(join(PACKAGE_ROOT, file), 'utf8').split('\n')[line - 1]).toContain('equirement(')
    expect(failed('second')).toEqual(failed('first'))
    expect(await stackproof(['bundle', 'first', '--to', 'first.tgz'])).toMatchObject({ code: 0, err: '' })
    expect(await stackproof(['verify', 'first.tgz'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /answers of \d+ judged again, 0 otherwise[\s\S]*Report and evidence agree\./,
      ),
    })
    // A report that says more than its evidence shows is found out, also where its digests were made to fit.
    const path = join(folder, 'first', 'report.json')
    const forged = JSON.parse(readFileSync(path, 'utf8'))
    for (const row of forged.requirements) if (row.verdict === 'fail') row.verdict = 'pass'
    writeFileSync(path, JSON.stringify(forged))
    await stackproof(['bundle', 'first', '--to', 'forged.tgz'])
    expect(await stackproof(['verify', 'forged.tgz'])).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /flavors.show\/same-flavor: pass in the report, fail now[\s\S]*do not agree/,
      ),
    })
    // So is a judgement written over rows that stay, and a line of evidence taken out that no verdict hangs on.
    const other = join(folder, 'second', 'report.json')
    const honest = readFileSync(other, 'utf8')
    writeFileSync(other, JSON.stringify({ ...JSON.parse(honest), conformant: true }))
    await stackproof(['bundle', 'second', '--to', 'painted.tgz'])
    expect(await stackproof(['verify', 'painted.tgz'])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/the judgement: the report says conforms, in part, the evidence does not/),
    })
    writeFileSync(other, honest)
    const exchanges = join(folder, 'second', 'exchanges.ndjson')
    writeFileSync(exchanges, readFileSync(exchanges, 'utf8').replace(/^.*\n/, ''))
    await stackproof(['bundle', 'second', '--to', 'thinned.tgz'])
    expect(await stackproof(['verify', 'thinned.tgz'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('exchanges.ndjson is a line shorter than the run left it'),
    })
    expectOneLine(
      await stackproof(['verify', 'clouds.yaml']),
      /clouds.yaml is no bundle, or not the whole of one/,
    )
    expect((await stackproof(['diff', '--format', 'markdown', 'first', 'second'])).out).toContain(
      `## ${failed('second').length} regressed`,
    )
  })

  test('what is lost of the evidence is said, and nobody conforms by the rest', async () => {
    const run = await stackproof(['run', '--select', 'availabilityZones.*', '--report', 'damaged'])
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('conforms') })
    const file = join(folder, 'damaged', 'exchanges.ndjson')
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    writeFileSync(file, `${lines.slice(0, -3).join('\n')}\n`)
    const shorter = await stackproof(['report', 'damaged', '--to', 'shorter'])
    expect(shorter.out).toMatch(/exchanges\.ndjson is 3 lines shorter than the run left it/)
    rmSync(file)
    const gone = await stackproof(['report', 'damaged', '--to', 'gone'])
    expect(gone.out).toMatch(/exchanges\.ndjson is missing or empty/)
    for (const { out } of [shorter, gone]) expect(out).not.toMatch(/conforms/i)
    for (const to of ['shorter', 'gone'])
      expect(JSON.parse(readFileSync(join(folder, to, 'report.json'), 'utf8')).conformant).toBeNull()
    const again = await stackproof(['report', 'damaged/report.json', '--format', 'markdown'])
    expect(again.err).toMatch(/^stackproof: exchanges\.ndjson is not beside damaged\/report\.json: /)
  })

  test('sweep has nothing to do where no run was interrupted', async () => {
    expect(await stackproof(['sweep'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('nothing to sweep'),
    })
    const { code, out, err } = await stackproof(['sweep', '--json'])
    expect({ code, ...JSON.parse(out) }).toEqual({
      code: 0,
      ...{ deleted: [], left: [], notChosen: [], unseen: [], leftAlone: [], hostsDown: [] },
    })
    expect(err).toContain('nothing to sweep')
    const lost = await stackproof(['sweep', '--report', 'nothere'])
    expect(lost).toMatchObject({ code: 2, out: '' })
    expect(lost.err).toBe(
      'stackproof: --report nothere: there is no such folder; where a run’s was lost, choose by name: --run ID, --older-than 12h or --all-runs\n',
    )
  })

  test('Ctrl-C ends a run gently: nothing is left behind, and what was found can be read', async () => {
    const args = ['run', '--os-cloud', 'acme', '--select', 'servers.*', '--report', 'interrupted']
    const { code, out, err } = await stackproof(args, { interruptAt: /requirements judged/ })
    expect({ code, out }).toEqual({ code: 2, out: expect.stringMatching(/The run was cut short after/) })
    expect(err).toContain('ending gently')
    expect(readdirSync(join(folder, 'interrupted')).sort()).toEqual([
      'exchanges.ndjson',
      'outcomes.ndjson',
      'report.html',
      'report.json',
    ])
    const again = await stackproof(['report', 'interrupted', '--format', 'json'])
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/The run was cut short after/) })
  })

  test('a reader that has seen enough ends it in peace', async () => {
    const { code, err } = await stackproof(['list', '--json'], { closePipe: true })
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })
})
