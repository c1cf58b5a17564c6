import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BIN } from './checks/under-way.ts'

// Command lines and files that say what cannot be meant, each of which did harm once or was told as what it is not.
let folder: string

const CLOUD = (more: string) =>
  `clouds: { acme: { ${more}, auth: { auth_url: "https://127.0.0.1:1/v3", username: u, password: s3cret } } }`
const FILES: Record<string, string> = {
  'clouds.yaml': CLOUD('region_name: here'),
  'nonsense.pem': '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n',
  'fault.yaml': '- {name: a, os-cloud: acme}\n- {name: b, os-cloud: acme, fault: flavors.show-another}',
  'taken.yaml': '- {name: a, os-cloud: acme}\n- {name: Comparison.html, os-cloud: acme}',
  'two.yaml': 'seed: 1\n---\nseed: 2\n',
  'year.yaml': '- {id: servers.show/*, reason: 2027, owner: o, expires: 2099-01-01}',
  'odd.har': '{"log":{"entries":[null,{"request":7}]}}',
  'folder/outcomes.ndjson/x': '',
  'auth/clouds.yaml': 'clouds: { acme: { auth: s3cret } }',
  'documents/clouds.yaml': `${CLOUD('region_name: here')}\n---\nclouds: {}\n`,
  'interface/clouds.yaml': CLOUD('interface: {a: b}'),
  'override/clouds.yaml': CLOUD('compute_endpoint_override: nonsense'),
  'mapping/clouds.yaml': CLOUD('volumev3_endpoint: {a: b}'),
  'authority/clouds.yaml': CLOUD('cacert: ../nonsense.pem'),
  'keyless/clouds.yaml': CLOUD('key: ../nonsense.pem'),
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-usage-'))
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.concurrent('is refused in one line, and leaves nothing', { timeout: 120_000 }, () => {
  test.each<[place: string, line: string, RegExp]>([
    ['.', 'run --admin-token t', /--admin-token alone names no target/],
    ['.', 'run --deadline 99999999999h', /500h at most/],
    ['.', 'run --targets fault.yaml', /fault\.yaml:2: b: --fault is for the reference cloud only/],
    ['.', 'run --targets taken.yaml', /taken\.yaml:2: Comparison\.html is the file of the comparison/],
    ['.', 'run --config two.yaml', /two\.yaml:2 begins a second document/],
    ['.', 'run --waivers year.yaml', /'reason' must be a text/],
    ['.', 'judge odd.har --compute-endpoint file:///etc/passwd', /It must be an address/],
    ['.', 'judge odd.har --compute-endpoint https://x', /none of its calls lies below https:\/\/x/],
    ['.', 'judge odd.har --compute-endpoint ftp://me:s3cret@x', /\*\*\*@x' is invalid/],
    ['.', 'judge odd.har --feature=', /It must not be empty/],
    ['.', 'report folder', /folder holds no evidence \(outcomes\.ndjson\)/],
    ['auth', 'doctor --os-cloud acme', /auth of cloud acme must be a mapping/],
    ['documents', 'doctor --os-cloud acme', /clouds\.yaml:2 begins a second document/],
    ['interface', 'doctor --os-cloud acme', /interface \{"a":"b"\} is unknown/],
    ['override', 'doctor --os-cloud acme', /compute_endpoint_override nonsense is not an address/],
    ['mapping', 'doctor --os-cloud acme', /volumev3_endpoint \{"a":"b"\} is not an address/],
    ['authority', 'doctor --os-cloud acme', /cacert: .*nonsense\.pem holds no certificate that can be read/],
    ['keyless', 'doctor --os-cloud acme', /key: .*nonsense\.pem holds no private key that can be read/],
  ])('%s: %s', async (place, line, message) => {
    const cwd = join(folder, place)
    const before = readdirSync(cwd)
    const ended = await new Promise<{ code: unknown; out: string; err: string }>((done) =>
      execFile(
        process.execPath,
        [BIN, ...line.split(' ')],
        { cwd, env: { PATH: process.env.PATH, HOME: folder }, timeout: 20_000 },
        (error, out, err) => done({ code: error?.code ?? 0, out, err }),
      ),
    )
    expect(ended.err).toMatch(message)
    expect(ended.err).toMatch(/^stackproof: [^\n]*\n$/)
    expect(ended.err).not.toMatch(/s3cret|defect of stackproof/)
    expect({ code: ended.code, out: ended.out, there: readdirSync(cwd) }).toEqual({
      code: 2,
      out: '',
      there: before,
    })
  })
})
