import { describe, expect, test } from 'vitest'
import type { Exchange } from '../spec/exchange.ts'
import type { Requirement } from '../spec/requirement.ts'
import type { Outcome, RunHeader } from './evidence.ts'
import type { Judging } from './judging.ts'
import type { RequirementRow } from './report.ts'
import { sample } from './sample-report.ts'
import { verdicts } from './verdicts.ts'

const requirement = (over: Partial<Requirement> = {}): Requirement => ({
  id: 'servers.shelve/from-active',
  operationId: 'servers.shelve',
  method: 'POST',
  path: '/servers/{server_id}/action#shelve',
  service: 'compute',
  level: 'MUST',
  basis: 'stated',
  kind: 'precondition',
  text: 'An active server can be shelved.',
  source: { document: 'compute-v2', section: 'Shelve server' },
  ...over,
})
const outcome = (over: Partial<Outcome> = {}): Outcome => ({
  test: 't1',
  name: 'a test',
  file: 'suites/a.suite.ts',
  line: 3,
  durationMs: 12.4,
  state: 'passed',
  requirements: ['servers.shelve/from-active'],
  ...over,
})
const failed = (name: string, message: string, by?: string) =>
  outcome({ state: 'failed', error: { name, message, ...(by ? { by } : {}) } })
const exchange = (over: Partial<Exchange> = {}): Exchange => ({
  id: 'x-1',
  test: 't1',
  operationId: 'servers.shelve',
  service: 'compute',
  role: 'member',
  startedAt: '2026-11-21T09:00:00Z',
  durationMs: 5,
  request: { method: 'POST', url: 'http://c/servers/1/action', headers: {} },
  response: { status: 202, headers: {} },
  curl: 'curl',
  problems: [],
  kept: [],
  observations: [],
  ...over,
})
const problem = (...requirements: string[]) => ({
  pointer: '/server/id',
  expected: 'a uuid',
  found: '"7"',
  requirements,
})
const header = (over: Partial<RunHeader> = {}): RunHeader => ({ ...sample().evidence.header!, ...over })

function judge({
  outcomes = [],
  exchanges = [],
  catalogue = [requirement()],
  run = header(),
  ...more
}: {
  outcomes?: Outcome[]
  exchanges?: Exchange[]
  catalogue?: Requirement[]
  run?: RunHeader
  interrupted?: boolean
} & Partial<Judging>): RequirementRow[] {
  return verdicts({ catalogue, ...more }, run, outcomes, exchanges, more.interrupted).rows
}
const one = (input: Parameters<typeof judge>[0]) => judge(input)[0]!

describe('what a test says', () => {
  test.each([
    ['MUST', 'fail'],
    ['SHOULD', 'warn'],
    ['MAY', 'note'],
  ] as const)('a broken %s is %s', (level, verdict) => {
    const row = one({ catalogue: [requirement({ level })], outcomes: [failed('Broken', 'stayed ACTIVE')] })
    expect(row).toMatchObject({
      verdict,
      reason: 'stayed ACTIVE',
      tests: [{ file: 'suites/a.suite.ts', line: 3 }],
    })
  })
  test('what it saw is found again in the last answer of the operation it names', () => {
    const spot = {
      operationId: 'servers.show',
      pointer: '/server/status',
      expected: 'SHELVED',
      found: 'ACTIVE',
    }
    const [broke] = [failed('Broken', 'stayed ACTIVE')]
    const row = one({
      outcomes: [{ ...broke!, error: { ...broke!.error!, spot } }],
      exchanges: [
        exchange({ test: broke!.test }),
        exchange({ id: 'x-2', test: broke!.test, operationId: 'servers.show' }),
        exchange({ id: 'x-3', test: broke!.test, operationId: 'servers.show' }),
      ],
    })
    expect(row.finding).toEqual({
      exchange: 'x-3',
      pointer: '/server/status',
      expected: 'SHELVED',
      found: 'ACTIVE',
    })
  })
  test('passed is pass, without a reason', () => {
    expect(one({ outcomes: [outcome()] })).toMatchObject({ verdict: 'pass', reason: '' })
  })
  test('Blocked names what stood in the way', () => {
    expect(one({ outcomes: [failed('Blocked', 'no cores left', 'quota')] })).toMatchObject({
      verdict: 'blocked',
      blockedBy: 'quota',
    })
  })
  test('any other error is the suite’s own', () => {
    expect(one({ outcomes: [failed('TypeError', 'x is undefined')] })).toMatchObject({
      verdict: 'error',
      reason: 'TypeError: x is undefined',
    })
  })
  test('an error after an answer that breaks the contract is blocked by that answer’s operation', () => {
    const row = one({
      catalogue: [requirement(), requirement({ id: 'servers.show/body', operationId: 'servers.show' })],
      outcomes: [failed('TypeError', 'x is undefined')],
      exchanges: [exchange({ operationId: 'servers.show', problems: [problem('servers.show/body')] })],
    })
    expect(row).toMatchObject({ verdict: 'blocked', blockedBy: 'servers.show' })
  })
  test('a test that never ended is an error', () => {
    expect(one({ outcomes: [outcome({ state: 'pending' })] })).toMatchObject({ verdict: 'error' })
  })
  test('a test that an interrupted run never began is none', () => {
    const row = one({
      run: header({ selected: null }),
      outcomes: [outcome({ state: 'pending' })],
      interrupted: true,
    })
    expect(row).toMatchObject({ verdict: 'untested', reason: expect.stringContaining('cut short') })
  })
  test('the worst of several wins', () => {
    const outcomes = [outcome(), failed('Blocked', 'q', 'quota'), failed('Error', 'e'), failed('Broken', 'b')]
    expect(one({ outcomes })).toMatchObject({ verdict: 'fail' })
    expect(one({ outcomes: outcomes.slice(0, 3) })).toMatchObject({ verdict: 'error' })
    expect(one({ outcomes: outcomes.slice(0, 2) })).toMatchObject({ verdict: 'blocked' })
  })
})

describe('a test left out', () => {
  const out = (name: string) =>
    outcome({ state: 'skipped', error: { name, message: 'the target does not offer it' } })
  test('is disabled or unsupported as it says', () => {
    expect(one({ outcomes: [out('Disabled')] })).toMatchObject({
      verdict: 'disabled',
      reason: 'The target does not offer it.',
    })
    expect(one({ outcomes: [out('Unsupported')] })).toMatchObject({ verdict: 'unsupported' })
    expect(one({ outcomes: [out('Skipped')] })).toMatchObject({ verdict: 'untested' })
  })
  test('gives way to an answer that puts the requirement to the test', () => {
    const exchanges = [exchange({ kept: ['servers.shelve/from-active'] })]
    expect(one({ outcomes: [out('Disabled')], exchanges })).toMatchObject({ verdict: 'pass' })
  })
})

describe('what exchanges say', () => {
  test('kept by one is pass', () => {
    expect(one({ exchanges: [exchange({ kept: ['servers.shelve/from-active'] })] })).toMatchObject({
      verdict: 'pass',
      exchanges: ['x-1'],
    })
  })
  test('broken by one is fail, with what was expected and found, and that exchange first', () => {
    const row = one({
      exchanges: [
        exchange({ kept: ['servers.shelve/from-active'] }),
        exchange({ id: 'x-2', test: 't2', problems: [problem('servers.shelve/from-active')] }),
      ],
    })
    expect(row).toMatchObject({
      verdict: 'fail',
      reason: '/server/id: expected a uuid, found "7".',
      exchanges: ['x-2', 'x-1'],
    })
  })
  test('a row names at most 20 exchanges', () => {
    const exchanges = Array.from({ length: 50 }, (_, index) =>
      exchange({ id: `x-${index}`, problems: [problem('servers.shelve/from-active')] }),
    )
    expect(one({ exchanges }).exchanges).toHaveLength(20)
  })
})

describe('what was not put to the test', () => {
  test('nothing at all is untested', () =>
    expect(one({})).toMatchObject({
      verdict: 'untested',
      reason: 'No answer of the operation was seen in this run.',
    }))
  test('outside the selection is disabled', () =>
    expect(one({ run: header({ selected: [] }) })).toMatchObject({
      verdict: 'disabled',
      leftOutBy: 'selection',
    }))
  test.each([
    ['kept', [outcome()], 'pass', 'kept.'],
    ['broken', [failed('Broken', 'stayed ACTIVE')], 'fail', 'broken: Stayed ACTIVE.'],
  ] as const)(
    'what is outside the selection and was seen %s in passing is told, and counts as nothing',
    (...given) => {
      const [, outcomes, seen, told] = given
      expect(one({ run: header({ selected: [] }), outcomes: [...outcomes] })).toMatchObject({
        verdict: 'disabled',
        seen,
        reason: `Outside the selection of this run. Seen in passing, and not counted: ${told}`,
      })
    },
  )
  test('what is outside the selection and stumbled is nobody’s business', () => {
    const row = one({
      run: header({ selected: [] }),
      outcomes: [failed('Blocked', 'no cores left', 'quota')],
    })
    expect(row).toMatchObject({ verdict: 'disabled', reason: 'Outside the selection of this run.' })
    expect(row.seen).toBeUndefined()
  })
  test('nor is an operation outside the selection that the target does not have', () => {
    const run = header({ selected: [], unsupportedOperations: { 'servers.shelve': 'it is gone' } })
    expect(one({ run })).toMatchObject({ verdict: 'disabled', leftOutBy: 'selection' })
  })
  test('above the footprint is disabled', () => {
    expect(one({ footprintOf: () => 'disruptive' })).toMatchObject({
      verdict: 'disabled',
      reason: expect.stringContaining('disruptive'),
    })
    expect(one({ footprintOf: () => 'admin' })).toMatchObject({ verdict: 'untested' })
  })
  test('an exemption gives its reason', () => {
    expect(one({ exemptions: { 'servers.shelve/from-active': 'it is inside' } }).reason).toBe(
      'No client can observe this: It is inside.',
    )
  })
  test('an optional attribute that was never sent is unseen, once the operation answered', () => {
    const catalogue = [requirement({ optional: true })]
    expect(one({ catalogue })).toMatchObject({ verdict: 'untested' })
    expect(one({ catalogue, exchanges: [exchange()] })).toMatchObject({ verdict: 'unseen' })
  })
  test('a run cut short says so', () => expect(one({ interrupted: true }).reason).toContain('cut short'))
  test('what only answers can show is blocked with the tests of its operation', () => {
    const rows = judge({
      catalogue: [requirement({ id: 'servers.shelve/status-202', kind: 'status' }), requirement()],
      outcomes: [failed('Blocked', 'no cores left', 'quota')],
    })
    expect(rows[0]).toMatchObject({
      verdict: 'blocked',
      blockedBy: 'quota',
      reason: 'Never called: no cores left',
    })
  })
})

describe('what the target does not offer', () => {
  const gone = (status: number, over: Partial<Exchange> = {}) =>
    exchange({ response: { status, headers: {} }, ...over })
  const run = header({ allowedMissing: { 'servers.shelve': [404, 410] } })
  const breaks = { problems: [problem('servers.shelve/from-active')] }

  test('an operation that only answers as the profile allows is unsupported, whatever else was found', () => {
    const row = one({ run, outcomes: [failed('Broken', 'no')], exchanges: [gone(404, breaks), gone(410)] })
    expect(row).toMatchObject({ verdict: 'unsupported', reason: expect.stringContaining('404 and 410') })
  })
  test('without the profile’s leave it fails', () =>
    expect(one({ exchanges: [gone(404, breaks)] })).toMatchObject({ verdict: 'fail' }))
  test('one proper answer is enough to show that it is there', () => {
    expect(one({ run, exchanges: [gone(404, breaks), gone(202)] })).toMatchObject({ verdict: 'fail' })
  })
  test('calls made wrong on purpose prove nothing', () => {
    expect(
      one({ run, exchanges: [gone(404, { probe: true, kept: ['servers.shelve/from-active'] })] }),
    ).toMatchObject({ verdict: 'pass' })
  })
  test('what is looked at while it is taken away, and is gone, proves nothing', () => {
    for (const test of ['pool', 'cleanup'])
      expect(
        one({ run, exchanges: [gone(404, { test, kept: ['servers.shelve/from-active'] })] }),
      ).toMatchObject({ verdict: 'pass' })
  })
  test('a test that needs such an operation is unsupported, not blocked', () => {
    const row = one({
      run: header({ unsupportedOperations: { 'servers.addFloatingIp': 'removed upstream.' } }),
      outcomes: [failed('Blocked', 'no floating address', 'servers.addFloatingIp')],
    })
    expect(row).toMatchObject({
      verdict: 'unsupported',
      reason: 'Needs servers.addFloatingIp: removed upstream.',
    })
  })
  test('a feature that is not offered does not bind', () => {
    const catalogue = [requirement({ feature: 'os-rescue' })]
    expect(one({ catalogue, outcomes: [failed('Broken', 'no')] })).toMatchObject({
      verdict: 'unsupported',
      feature: 'os-rescue',
    })
    expect(
      one({ catalogue, run: header({ featuresDecide: false }), outcomes: [failed('Broken', 'no')] }),
    ).toMatchObject({ verdict: 'fail' })
  })
  test('a service without an endpoint is unsupported where the profile allows it', () => {
    const catalogue = [requirement({ service: 'events' })]
    expect(one({ catalogue })).toMatchObject({ verdict: 'unsupported' })
    expect(one({ catalogue, run: header({ optionalServices: [] }) })).toMatchObject({ verdict: 'untested' })
  })
})

describe('a caller whom the policy keeps from an operation', () => {
  const refusal = (over: Partial<Exchange> = {}) =>
    exchange({ response: { status: 403, headers: {}, body: 'Access denied' }, ...over })
  const wrongState = requirement({
    id: 'servers.shelve/refused-from-error',
    statuses: [400, 403, 404, 409],
    code: 'code-for-status',
  })
  const due = requirement({ id: 'servers.shelve/code-for-status', level: 'SHOULD', statuses: [409] })
  const catalogue = [requirement(), wrongState, due]
  const wrong = outcome({ test: 't2', requirements: [wrongState.id] })
  const inWrongState = refusal({
    id: 'x-2',
    test: 't2',
    probe: true,
    problems: [{ pointer: '/status', expected: '409', found: '403', requirements: [due.id] }],
  })

  test('blames nobody, and lets no refusal count as that of the call', () => {
    const rows = judge({
      catalogue,
      outcomes: [failed('Broken', 'shelve answered 403; 202 is documented'), wrong],
      exchanges: [refusal(), inWrongState],
    })
    expect(rows.map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked', 'blocked'])
    for (const row of rows)
      expect(row).toMatchObject({
        blockedBy: 'policy',
        reason: expect.stringMatching(/every right call of the member/),
      })
  })

  test('is known also by a call that another test made for several', () => {
    const spot = { expected: 'a success', found: '403', exchange: 'x-9' }
    const rows = judge({
      catalogue: [requirement()],
      outcomes: [
        outcome({ state: 'failed', error: { name: 'Broken', message: 'shelve answered 403', spot } }),
      ],
      exchanges: [refusal({ id: 'x-9', test: 'shared' })],
    })
    expect(rows[0]).toMatchObject({ verdict: 'blocked', blockedBy: 'policy' })
  })

  test('is not assumed where one right call was taken, or a quota is told of', () => {
    for (const first of [
      exchange(),
      refusal({ response: { status: 403, headers: {}, body: 'Quota exceeded' } }),
    ]) {
      const rows = judge({ catalogue, outcomes: [outcome(), wrong], exchanges: [first, inWrongState] })
      expect(rows.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'warn'])
    }
  })
})
