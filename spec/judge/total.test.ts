import { describe, expect, test, vi } from 'vitest'
import { judge } from '../judge.ts'
import { readJson } from './json.ts'

// Far above what each takes, far below what a walk that is not linear would take. Milliseconds.
const ENOUGH = 5000
vi.setConfig({ testTimeout: 4 * ENOUGH })

const timed = (operationId: string, body: string, type = 'application/json', status = 200) => {
  const began = performance.now()
  const judgement = judge({ operationId, status, headers: { 'content-type': type }, body })
  return { judgement, ms: performance.now() - began }
}

const many = (count: number, item: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => item(i)).join(',')
const server = (i: number) =>
  `{"id":${i},"name":${i},"links":[{},{"rel":7}],"image":{"id":[]},"addresses":{"net":[{},{}]}}`
const deep = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`
const keys = (count: number) => many(count, (i) => `"unknown-${i}":${i}`)

const HOSTILE: [string, string, string][] = [
  ['300 KB of items that are none', 'servers.listDetail', `{"servers":[${many(150_000, () => '1')}]}`],
  ['16,000 empty items', 'servers.listDetail', `{"servers":[${many(16_000, () => '{}')}]}`],
  ['16,000 items wrong throughout', 'servers.listDetail', `{"servers":[${many(16_000, server)}]}`],
  [
    '200,000 links',
    'servers.show',
    `{"server":{"links":[${many(200_000, () => '{"rel":"self","href":"x"}')}]}}`,
  ],
  [
    '200,000 images of two wrong forms',
    'images.listDetail',
    `{"images":[${many(200_000, () => '{"server":7}')}]}`,
  ],
  ['300,000 unknown keys', 'servers.show', `{"server":{${keys(300_000)}}}`],
  ['300,000 keys of a map', 'servers.show', `{"server":{"metadata":{${keys(300_000)}}}}`],
  ['300,000 keys that a body forbids', 'servers.show', `{${keys(300_000)}}`],
  ['a key of a megabyte', 'servers.show', `{"server":{"${'k'.repeat(1_000_000)}":1}}`],
  [
    'a text of a megabyte for each attribute',
    'servers.show',
    `{"server":{"id":"${'x'.repeat(1e6)}","name":"${'y'.repeat(1e6)}","created":"${'2'.repeat(1e6)}","accessIPv6":"${':'.repeat(1e6)}"}}`,
  ],
  [
    'an address of a megabyte',
    'servers.show',
    `{"server":{"links":[{"rel":"self","href":"http://${'a%20'.repeat(250_000)}"},{"rel":"bookmark","href":"http://a/${'v2/'.repeat(300_000)} "}]}}`,
  ],
  ['base64 of four megabytes', 'serverPassword.show', `{"password":"${'QUJD'.repeat(1e6)}*"}`],
  ['100,000 numbers for texts', 'eventTypes.list', `[${many(100_000, () => '1')}]`],
  ['a million levels of lists', 'servers.show', deep(1_000_000, '[', ']')],
  ['100,000 levels of objects', 'servers.show', deep(100_000, '{"server":', '}')],
  [
    '100,000 levels where a value should be',
    'servers.show',
    `{"server":{"id":${deep(100_000, '[', ']')},"status":${deep(100_000, '{"a":', '}')}}}`,
  ],
  ['3 MB that end within a text', 'servers.show', `{"server":"${'\\n'.repeat(1_500_000)}`],
  ['a million lists that are never closed', 'servers.show', '['.repeat(1_000_000)],
  ['3 MB of blanks', 'servers.show', `[${' '.repeat(3_000_000)}x`],
]

describe('the judge ends soon and keeps little, whatever a target sends', () => {
  test.each(HOSTILE)('%s', (_, operationId, body) => {
    for (const status of [200, 400, 500]) {
      const { judgement, ms } = timed(operationId, body, 'application/json', status)
      expect(ms).toBeLessThan(ENOUGH)
      if (status === 200) expect(judgement.problems.length + judgement.observations.length).toBeGreaterThan(0)
      expect(JSON.stringify(judgement).length).toBeLessThan(100_000)
    }
  })

  test.each([
    ['300,000 elements', `<value>${'<a/>'.repeat(300_000)}</value>`],
    ['100,000 levels', `<value>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</value>`],
    ['a million elements never closed', '<value>'.repeat(1_000_000)],
    [
      'entities of entities',
      `<!DOCTYPE v [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]><value><item>${'&b;'.repeat(1000)}</item></value>`,
    ],
    ['a text of a megabyte', `<value><item>${'x'.repeat(1_000_000)}</item></value>`],
  ])('XML: %s', (_, body) => {
    for (const operationId of ['events.list', 'events.show']) {
      const { judgement, ms } = timed(operationId, body, 'application/xml')
      expect(ms).toBeLessThan(ENOUGH)
      expect(JSON.stringify(judgement).length).toBeLessThan(100_000)
    }
  })

  test('says how many more there were', () => {
    const { judgement } = timed('servers.listDetail', `{"servers":[${many(1000, () => '1')}]}`)
    expect(judgement.problems.filter((p) => p.pointer.startsWith('/servers'))).toHaveLength(5)
    expect(judgement.more).toEqual({ problems: 995, observations: 0 })
    const unknown = timed('servers.show', `{"server":{${keys(1000)}}}`).judgement
    expect(unknown.observations).toHaveLength(50)
    expect(unknown.more.observations).toBe(950)
  })

  test('finds what is broken once among what is broken often', () => {
    const { judgement } = timed(
      'servers.list',
      `{"servers":[${many(1000, () => '{"id":1}')},{"id":1,"name":7}]}`,
    )
    const blamed = new Set(judgement.problems.flatMap((p) => p.requirements))
    expect(blamed).toContain('servers.list/body.servers[].name')
    expect(blamed).toContain('servers.list/body.servers[].links')
    expect(judgement.kept).not.toContain('servers.list/body.servers[].name')
  })

  test('twice the body takes about twice the time', () => {
    const time = (count: number) => {
      const body = `{"servers":[${many(count, server)}]}`
      return Math.min(...[1, 2, 3, 4, 5].map(() => timed('servers.listDetail', body).ms))
    }
    time(2000)
    expect(time(16_000) / time(4000)).toBeLessThan(10)
  })
})

describe('what is no JSON is told where', () => {
  test.each([
    ['', 'no body'],
    ['{', 'line 1, column 2: the end of the text'],
    ['{"a":1,}', 'line 1, column 8: "}"'],
    ['{"a" 1}', 'line 1, column 6: "1}"'],
    ['{"a":\n\n  tru}', 'line 3, column 3: "tru}"'],
    ['[1] x', 'line 1, column 5: "x"'],
    ['["abc', 'line 1, column 2: "\\"abc"'],
    ['["x\ny"]', 'line 1, column 2: "\\"x\\ny\\"]"'],
    ['[01]', 'line 1, column 3: "1]"'],
    ['[1,,2]', 'line 1, column 4: ",2]"'],
    ['[1}', 'line 1, column 3: "}"'],
    ['[TRUE]', 'line 1, column 2: "TRUE]"'],
    ['<html>', 'line 1, column 1: "<html>"'],
    ['\ufeff{}', 'line 1, column 1: "\ufeff{}"'],
  ])('%s', (text, where) => {
    expect(readJson(text).fault).toBe(text === '' ? where : `no JSON from ${where}`)
  })

  test.each(['{}', '[]', '[1,-2.5e+3,true,null,"\\u00e9\\n"]', ' {"a" : [ { } ] } ', '"a"', '0'])(
    '%s is JSON',
    (text) => {
      expect(readJson(text)).toEqual({ value: JSON.parse(text) })
    },
  )
})
