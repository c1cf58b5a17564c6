import { expect, test } from 'vitest'
import type { Exchange } from '../../spec/exchange.ts'
import { rejudge } from './rejudge.ts'

const exchange = (over: Partial<Exchange>): Exchange => ({
  id: 'x-1',
  test: 'a test',
  operationId: 'serverPassword.show',
  service: 'compute',
  role: 'member',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  request: { method: 'GET', url: 'http://cloud.example/v2.1/servers/7/os-server-password', headers: {} },
  response: {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: '***' }),
  },
  curl: '',
  problems: [],
  kept: [],
  observations: [],
  ...over,
})

const id = 'serverPassword.show/body.password'

/** What the first recorded answer is judged to keep and break of the password, and whether that is news. */
const again = (recorded: Partial<Exchange>) => {
  const before = rejudge([exchange({ kept: ['serverPassword.show/status-200'] })], ['os-server-password'])
  const others = before.exchanges[0]!.problems.filter(({ requirements }) => !requirements.includes(id))
  const { exchanges, differing } = rejudge(
    [exchange({ ...recorded, problems: [...others, ...(recorded.problems ?? [])] })],
    ['os-server-password'],
  )
  const [{ kept, problems }] = exchanges as [Exchange]
  return {
    kept: kept.includes(id),
    broken: problems.some(({ requirements }) => requirements.includes(id)),
    differing,
  }
}

test('a value that the evidence hides is as it was found when it was recorded', () => {
  expect(again({ kept: [id] })).toEqual({ kept: true, broken: false, differing: [] })
  const problem = { pointer: '/password', expected: 'a string', found: '"***"', requirements: [id] }
  expect(again({ problems: [problem] })).toEqual({ kept: false, broken: true, differing: [] })
})

test('a value that it shows is judged anew', () => {
  const body = JSON.stringify({ password: 7 })
  const shown = { status: 200, headers: { 'content-type': 'application/json' }, body }
  expect(again({ kept: [id], response: shown })).toEqual({ kept: false, broken: true, differing: ['x-1'] })
})
