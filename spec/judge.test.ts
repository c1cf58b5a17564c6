import { describe, expect, test, vi } from 'vitest'
import { operations } from './document.ts'
import { allFeatures, successBodies } from './features.ts'
import { judge } from './judge.ts'
import { answerWith, measurePower } from './power.ts'
import { sample } from './sample.ts'

const judged = operations().filter((op) => !op.supporting)
const withBody = judged.filter((op) => successBodies(op).length > 0)

// A thousand bodies take seconds on a machine that does other work too. Milliseconds.
vi.setConfig({ testTimeout: 60_000 })

describe('bodies that the schemas allow are accepted', () => {
  test.each(withBody.map((op) => [op.id, op] as const))('%s, 1,000 bodies', (_, op) => {
    const features = allFeatures()
    const [{ status, schema }] = successBodies(op) as [ReturnType<typeof successBodies>[number]]
    for (let seed = 0; seed < 1000; seed++) {
      const role = seed % 2 === 0 ? 'admin' : 'member'
      const offered = seed % 3 === 0 ? features : undefined
      const body = sample(schema, { seed, features: offered ?? new Set(), role })
      const { problems } = judge(answerWith(op, status, body), { features: offered, role })
      expect(problems, JSON.stringify(body)).toEqual([])
    }
  })
})

describe('bodies broken one way at a time are rejected', () => {
  const powers = measurePower([1, 2, 3])
  const total = powers.reduce(
    (sum, p) => ({ mutants: sum.mutants + p.mutants, rejected: sum.rejected + p.rejected }),
    {
      mutants: 0,
      rejected: 0,
    },
  )
  test.each(powers.map((p) => [p.operationId, p] as const))('%s: at least 95 %%', (_, power) => {
    expect(power.rejected / power.mutants, power.missed.join('\n')).toBeGreaterThanOrEqual(0.95)
  })
  test('all operations: at least 98 %', () => {
    console.log(`judge: rejects ${total.rejected} of ${total.mutants} broken bodies (${percent(total)} %)`)
    expect(total.rejected / total.mutants).toBeGreaterThanOrEqual(0.98)
  })
})

const percent = (p: { rejected: number; mutants: number }) => ((100 * p.rejected) / p.mutants).toFixed(2)

describe('the judge never throws', () => {
  const types = ['application/json', 'application/xml', 'text/html', undefined]
  const statuses = [200, 202, 204, 207, 300, 400, 404, 409, 418, 500, 503]
  const bodies = ['', 'null', '1', '"x"', '[]', '{}', '<html>', '{"server":', '\u0000', '{"servers":[null]}']
  const hostile = [
    `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
    `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  ]

  test.each(judged.map((op) => [op.id] as const))('%s', (operationId) => {
    for (const body of bodies) {
      for (const status of statuses) {
        for (const type of types) {
          expect(() => judge({ operationId, status, headers: { 'content-type': type }, body })).not.toThrow()
        }
      }
    }
  })

  test('a megabyte of nesting', () => {
    for (const operationId of ['servers.show', 'events.list']) {
      for (const body of hostile) {
        for (const status of [200, 400]) {
          const answer = { operationId, status, headers: { 'content-type': 'application/json' }, body }
          expect(() => judge(answer)).not.toThrow()
        }
      }
    }
  })
})

describe('of several forms the one that a body resembles is held against it', () => {
  const links = ['self', 'bookmark'].map((rel) => ({
    rel,
    href: `http://compute.example.com${rel === 'self' ? '/v2' : ''}/servers/1`,
  }))
  const server = { id: '8f1f6f52-2c4b-4f5c-8a39-0f6a0f6e2f6c', links, adminPass: 'x' }
  const blamed = (body: unknown) =>
    judge({
      operationId: 'servers.create',
      status: 202,
      headers: {
        'content-type': 'application/json',
        'x-compute-request-id': `req-${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`,
        date: 'Thu, 15 Oct 2015 05:45:25 GMT',
      },
      body: JSON.stringify(body),
    }).problems.flatMap(({ requirements }) => requirements)

  test.each([
    ['a wrong attribute', { server: { ...server, adminPass: 7 } }, 'servers.create/body.server.adminPass'],
    ['a missing attribute', { server: { ...server, id: undefined } }, 'servers.create/body.server.id'],
    ['a form of its own', { servers: [] }, 'servers.create/body'],
    ['no object', [], 'servers.create/body'],
  ])('%s', (_, body, requirement) => {
    expect([...new Set(blamed(body))]).toEqual([requirement])
  })
})

describe('a creation answered with 200', () => {
  const told = (server: object, beside: object = {}) =>
    judge({
      operationId: 'servers.create',
      status: 200,
      headers: { 'content-type': 'application/json', 'x-compute-request-id': 'req-1' },
      body: '{}',
      request: JSON.stringify({ server, ...beside }),
    }).problems.some(({ requirements }) => requirements.includes('servers.create/status-202'))

  test('counts with scheduler hints or a zone alone, as their sections have it', () => {
    expect(told({ name: 'a' })).toBe(true)
    expect(told({ name: 'a', availability_zone: 'nova' })).toBe(false)
    expect(told({ name: 'a' }, { 'os:scheduler_hints': { near: 'b' } })).toBe(false)
  })
})
