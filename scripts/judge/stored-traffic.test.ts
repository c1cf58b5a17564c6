import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { judgeFile } from './judge-answer.ts'
import { whichOperation } from './which-operation.ts'

const folder = mkdtempSync(join(tmpdir(), 'stackproof-judge-'))
const COMPUTE = 'https://cloud.example:8774/v2.1'
const headers = [
  { name: 'Content-Type', value: 'application/json' },
  { name: 'Date', value: 'Thu, 26 Nov 2026 12:00:00 GMT' },
  { name: 'X-Compute-Request-Id', value: 'req-11111111-1111-4111-8111-111111111111' },
]

function har(
  ...entries: [method: string, url: string, status: number, body: string, request?: string][]
): string {
  const file = join(folder, 'traffic.har')
  const log = {
    entries: entries.map(([method, url, status, text, request]) => ({
      request: { method, url, ...(request ? { postData: { text: request } } : {}) },
      response: { status, headers, content: { text, size: text.length } },
    })),
  }
  writeFileSync(file, JSON.stringify({ log }))
  return file
}

function judged(file: string, options: Partial<Parameters<typeof judgeFile>[1]> = {}) {
  let said = ''
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += text
    return true
  })
  try {
    return { code: judgeFile(file, { contentType: 'application/json', ...options }), said }
  } finally {
    out.mockRestore()
  }
}

const servers = (flavor: object) => JSON.stringify({ servers: [flavor] })
const GOOD = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'm1.tiny',
  links: [
    { rel: 'self', href: `${COMPUTE}/servers/1` },
    { rel: 'bookmark', href: 'https://cloud.example:8774/servers/1' },
  ],
}

test('calls are known by method, path and action, below the endpoint alone', () => {
  const which = whichOperation({ compute: `${COMPUTE}/` })
  const id = (method: string, path: string, body?: string) =>
    which({ method, url: `${COMPUTE}${path}`, body })?.id
  expect(id('GET', '/servers/detail?limit=1')).toBe('servers.listDetail')
  expect(id('GET', '/servers/4711')).toBe('servers.show')
  expect(id('POST', '/servers/4711/action', '{"shelve":null}')).toBe('servers.shelve')
  expect(id('POST', '/servers/4711/action', 'no JSON')).toBeUndefined()
  expect(id('GET', '/servers/4711/unheard-of')).toBeUndefined()
  expect(which({ method: 'GET', url: 'https://other.example/v2.1/servers' })).toBeUndefined()
  expect(which({ method: 'GET', url: 'no URL' })).toBeUndefined()
})

test('the version and the project that an address holds may be missing in the endpoint, and nothing else', () => {
  const id = (endpoint: string, path: string) =>
    whichOperation({ compute: endpoint })({ method: 'GET', url: `https://cloud.example:8774${path}` })?.id
  const host = 'https://cloud.example:8774'
  for (const project of [
    '0c5e6a7b8d9f40123456789abcdef012',
    '0c5e6a7b-8d9f-4012-8456-789abcdef012',
    '123456',
  ])
    for (const endpoint of [COMPUTE, `${COMPUTE}/`, `${COMPUTE}/${project}`, host, `${host}/`]) {
      expect(id(endpoint, `/v2.1/${project}/servers`), endpoint).toBe('servers.list')
      expect(id(endpoint, `/v2.1/${project}/servers/4711`), endpoint).toBe('servers.show')
      expect(id(endpoint, `/v2.1/${project}/servers/detail?limit=1`), endpoint).toBe('servers.listDetail')
    }
  expect(id(host, '/v2.1/servers')).toBe('servers.list')
  for (const path of [
    '/v2.1/os-hosts/servers',
    '/v2.1/flavors/4711/servers',
    '/v2.1/a/b/servers',
    '/v2.10/servers',
  ])
    expect(id(COMPUTE, path), path).toBeUndefined()
})

test('entries that are none are counted, and never a defect', () => {
  const file = join(folder, 'odd.har')
  const odd = [
    null,
    7,
    {},
    {
      request: { method: 5, url: 7, postData: 'x' },
      response: { status: '200', headers: 'x', content: 'y' },
    },
    {
      request: { method: 'GET', url: `${COMPUTE}/servers` },
      response: { status: 200, headers: [null, 7], content: { text: 9 } },
    },
  ]
  writeFileSync(file, JSON.stringify({ log: { entries: odd } }))
  expect(judged(file, { computeEndpoint: COMPUTE }).said).toContain('not judged: 4 no answer')
})

test('where no call lies below the endpoint, that is said with the first that does not', () => {
  const file = har(['GET', 'https://other.example/v2.1/servers', 200, servers(GOOD)])
  expect(() => judged(file, { computeEndpoint: COMPUTE })).toThrow(
    /traffic\.har: none of its calls lies below https:\/\/cloud\.example:8774\/v2\.1; the first is GET https:\/\/other\.example\/v2\.1\/servers$/,
  )
})

test('a HAR of any tool is judged where its endpoint is named', () => {
  const file = har(
    ['GET', `${COMPUTE}/servers`, 200, servers(GOOD)],
    ['GET', `${COMPUTE}/servers`, 200, servers({ ...GOOD, name: 7 })],
    ['GET', 'https://cloud.example/image/v2/images', 200, '{}'],
  )
  expect(() => judged(file)).toThrow(/name --compute-endpoint URL/)
  const { code, said } = judged(file, { computeEndpoint: COMPUTE })
  expect(code).toBe(1)
  expect(said).toContain('/servers/0/name')
  expect(said).toContain('entry 2 GET')
  expect(said).toContain('not judged: 1 of no operation that is judged')
  expect(
    judged(har(['GET', `${COMPUTE}/servers`, 200, servers(GOOD)]), { computeEndpoint: COMPUTE }).code,
  ).toBe(0)
  expect(judged(har(['GET', `${COMPUTE}/nothing`, 200, '{}']), { computeEndpoint: COMPUTE }).code).toBe(2)
})

test('the exchanges of a run are judged; what was never judged, cut or torn is counted', () => {
  const exchange = (id: string, more: object) =>
    JSON.stringify({
      type: 'exchange',
      ...{
        id,
        test: 't',
        operationId: 'servers.list',
        service: 'compute',
        role: 'member',
        startedAt: '2026-11-29T04:25:59.076Z',
        durationMs: 1,
        curl: 'curl',
        request: { method: 'GET', url: `${COMPUTE}/servers`, headers: {} },
      },
      ...{ problems: [], kept: ['servers.list/status-200'], observations: [] },
      response: {
        status: 200,
        headers: Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
        body: servers({ ...GOOD, id: 1 }),
      },
      ...more,
    })
  const file = join(folder, 'exchanges.ndjson')
  writeFileSync(file, [exchange('x-1', {}), exchange('x-2', { kept: [] }), '{"type":"exch'].join('\n'))
  const { code, said } = judged(file)
  expect(code).toBe(1)
  expect(said).toMatch(/by 1 answer: \/servers\/0\/id: .*\[x-1 GET/)
  expect(said).toContain('not judged: 1 not judged when recorded')
  expect(said).toContain('not judged: 1 unreadable lines')
})

test('a hostile body of 300,000 names, or nested 200,000 deep, is judged in bounds', {
  timeout: 60_000,
}, () => {
  const many = Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`k${index}`, 1]))
  const file = har(['GET', `${COMPUTE}/servers`, 200, servers({ ...GOOD, ...many })])
  const { said } = judged(file, { computeEndpoint: COMPUTE })
  expect(said.length).toBeLessThan(20_000)
  expect(said).toMatch(/nor what was met 299,9\d\d more times/)
  const deep = har([
    'GET',
    `${COMPUTE}/servers`,
    200,
    `{"servers":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
  ])
  expect(judged(deep, { computeEndpoint: COMPUTE }).code).toBe(1)
})

test('what is neither is told in one line, and so is half of what a body takes', () => {
  const file = join(folder, 'body.json')
  writeFileSync(file, '{}')
  expect(() => judged(file)).toThrow(/neither the exchanges.ndjson of a run nor a HAR/)
  expect(() => judged(file, { status: 200 })).toThrow(/--operation is missing/)
})
