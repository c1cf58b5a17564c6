import { describe, expect, test } from 'vitest'
import type { Exchange } from '../spec/exchange.ts'
import type { Requirement } from '../spec/requirement.ts'
import type { Break } from './cause-kinds.ts'
import { causes } from './causes.ts'
import type { RequirementRow } from './report.ts'

/** A broken requirement, told by an exchange with the given answer. */
function broke(
  about: Partial<Requirement>,
  status: number,
  more: { probe?: true; absent?: boolean } & Partial<RequirementRow> = {},
): Break {
  const { probe, absent = false, ...row } = more
  const requirement = {
    id: 'servers.show/status-200',
    operationId: about.id?.split('/')[0] ?? 'servers.show',
    kind: 'status',
    level: 'MUST',
    method: 'GET',
    ...about,
  } as Requirement
  return {
    requirement,
    row: {
      ...requirement,
      verdict: 'fail',
      reason: 'r',
      tests: [],
      exchanges: ['x-1'],
      ...row,
    } as RequirementRow,
    exchange: { id: 'x-1', response: { status, headers: {} }, ...(probe ? { probe } : {}) } as Exchange,
    absent,
  }
}
const ids = (...breaks: Break[]) => causes(breaks, []).map((cause) => cause.id)

describe('one defect seen from several sides is one cause', () => {
  const typed = broke({ id: 'flavors.show/body.flavor.rxtx_factor', kind: 'attribute' }, 200, {
    finding: { exchange: 'x-1', pointer: '/flavor/rxtx_factor', expected: 'a number', found: '"1"' },
  })
  const sameAsShow = (expected: string, found: string) =>
    broke({ id: 'flavors.listDetail/same-as-show', kind: 'default' }, 200, {
      reason: `flavor 2 shown, against the list: expected ${expected}, found ${found}`,
      finding: { exchange: 'x-1', expected, found },
    })

  test('what shows nothing of what a call was to bring about, and breaks its own statements by that', () => {
    const seen = (id: string, operationId: string, found: string, method = 'POST') => {
      const one = broke({ id, kind: 'effect', method }, 200, {
        finding: { exchange: 'x-1', expected: '{"a":"b"}', found },
      })
      one.exchange!.operationId = operationId as never
      return one
    }
    const effect = seen('extraSpecs.create/listed', 'extraSpecs.list', '{}')
    const own = seen('extraSpecs.list/own-flavor-only', 'extraSpecs.list', '{}', 'GET')
    expect(ids(own, effect)).toEqual(['effect:extraSpecs.create'])
    // Another value is another defect, and so is another look.
    const other = seen('extraSpecs.list/own-flavor-only', 'extraSpecs.list', '{"c":"d"}', 'GET')
    expect(ids(other, effect)).toHaveLength(2)
    expect(ids(seen('flavors.show/same', 'flavors.show', '{}', 'GET'), effect)).toHaveLength(2)
  })

  test('a value in a wrong form, which others hold against the right one', () => {
    const kept = broke({ id: 'flavors.create/rxtx-factor-kept', kind: 'effect', method: 'POST' }, 200, {
      reason: 'rxtx_factor when shown: expected 2.5, found "2.5"',
      finding: { exchange: 'x-1', expected: '2.5', found: '"2.5"' },
    })
    const listed = sameAsShow(
      '{"id":"2","rxtx_factor":1,"links":[{"rel":"s…',
      '{"id":"2","rxtx_factor":"1","links":[{"rel":…',
    )
    const only = ['attribute:rxtx_factor:a number']
    // What a reader takes for the cause is the row that names it.
    expect(causes([kept, listed, typed], [])[0]!.rows[0]).toBe(typed.row.id)
    expect(ids(typed, kept, listed)).toEqual(only)
    expect(ids(kept, listed, typed)).toEqual(only)
    expect(ids(typed, sameAsShow('{"id":"2","rxtx_factor":1}', '{"id":"2"}'))).toEqual(only)
  })

  test('another value that differs is another cause', () => {
    const other = sameAsShow('{"id":"2","rxtx_factor":1}', '{"id":"3","rxtx_factor":"1"}')
    expect(ids(typed, other)).toHaveLength(2)
    const kept = broke({ id: 'flavors.create/ram-kept', kind: 'effect', method: 'POST' }, 200, {
      reason: 'ram when shown: expected 64, found 128',
      finding: { exchange: 'x-1', expected: '64', found: '128' },
    })
    expect(ids(typed, kept)).toHaveLength(2)
  })

  const stays = (id: string, host: string) =>
    broke({ id, kind: 'effect', method: 'POST' }, 202, {
      reason: `the host of the offloaded server: expected null, found "${host}"`,
    })
  test('a symptom that several operations show', () => {
    const found = causes([stays('servers.shelve/a', 'one'), stays('servers.shelveOffload/b', 'two')], [])
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      title: 'The host of the offloaded server is not what it must be',
      gravity: 'effects',
      operations: ['servers.shelve', 'servers.shelveOffload'],
    })
  })

  test('words that fit many defects join none', () => {
    const name = (id: string) =>
      broke({ id, kind: 'effect', method: 'POST' }, 202, {
        reason: 'name when shown: expected "a", found "b"',
      })
    expect(ids(name('servers.create/a'), name('servers.update/b'))).toHaveLength(2)
  })
})

test('an administrator that is refused for what the call asks is not refused as an administrator', () => {
  const refused = (status: number) =>
    ids(broke({ id: 'diagnostics.show/no-request-body', kind: 'request', role: 'admin' }, status))
  expect(refused(400)).toEqual(['proper-call-refused'])
  expect(refused(403)).toEqual(['administrators-refused'])
})

describe('what broke is told by its kind', () => {
  const lock = { status: 'ACTIVE', locked: true, role: 'member', outcome: 'refused' } as const
  test.each<[string, Break]>([
    ['tokens-unchecked', broke({ id: 'servers.list/token-required', kind: 'fault', statuses: [401] }, 200)],
    ['refusal-status', broke({ id: 'servers.list/token-required', kind: 'fault', statuses: [401] }, 403)],
    ['tokens-unchecked', broke({ id: 'servers.start/token-required', kind: 'role', statuses: [401] }, 409)],
    [
      'project-unchecked',
      broke({ id: 'servers.list/other-tenant', kind: 'parameter', statuses: [400] }, 200),
    ],
    ['locks-unchecked', broke({ id: 'servers.stop/locked', kind: 'precondition', cell: lock }, 202)],
    ['roles-unchecked', broke({ id: 'servers.migrate/member-refused', kind: 'role' }, 202)],
    [
      'acts-after-refusal',
      broke({ kind: 'precondition' }, 409, {
        reason: "servers.stop was refused, yet the server's status changed",
      }),
    ],
    ['absent', broke({ id: 'servers.restore/status-202' }, 404, { absent: true })],
    ['crash', broke({}, 500)],
    ['crash-on-wrong-call', broke({ kind: 'fault' }, 500, { probe: true })],
    ['wrong-call-taken', broke({ kind: 'request', statuses: [400] }, 202, { probe: true })],
    ['state-unchecked', broke({ kind: 'precondition', cell: { ...lock, locked: false } }, 202)],
    ['state-refused', broke({ kind: 'precondition', cell: { ...lock, outcome: 'accepted' } }, 409)],
    [
      'success-status',
      broke({}, 201, { finding: { exchange: 'x-1', pointer: '/status', expected: '200', found: '201' } }),
    ],
    ['header:x-compute-request-id', broke({ id: 'servers.show/request-id', kind: 'header' }, 200)],
    [
      'attribute:id:a UUID',
      broke({ id: 'servers.show/body.server.id', kind: 'attribute', attribute: 'server.id' }, 200, {
        finding: { exchange: 'x-1', pointer: '/server/id', expected: 'a UUID', found: '7' },
      }),
    ],
    ['parameter:limit', broke({ id: 'servers.list/limit-limits', kind: 'limit', parameter: 'limit' }, 200)],
    ['effect:servers.create', broke({ id: 'servers.create/name-set', kind: 'effect', method: 'POST' }, 202)],
    ['other:servers.show', broke({ kind: 'effect' }, 200)],
  ])('%s', (id, one) => expect(ids(one)).toEqual([id]))
})

test('a list of what is another project’s is a breach of rights, in each list that shows it', () => {
  const listed = (operation: string, reason: string) =>
    broke({ id: `${operation}/lists-project-servers`, kind: 'effect' }, 200, { reason })
  const foreign = listed('servers.list', '7, a server of another project, is in the list')
  const named = listed(
    'servers.listDetail',
    'the project of 7, a server in the list: expected "a", found "b"',
  )
  expect(ids(foreign, named)).toEqual(['roles-unchecked'])
  expect(ids(named)).toEqual(['other:servers.listDetail'])
})

test('an effect that a look at the server misses is one cause, whichever statement of the call told', () => {
  const shown = { exchange: 'x-1', pointer: '/server/status', expected: 'PAUSED', found: 'ACTIVE' }
  const told = (id: string, kind: Requirement['kind'], more: Partial<Requirement> = {}): Break => {
    const one = broke({ id, kind, method: 'POST', ...more }, 200, { finding: shown })
    one.exchange!.operationId = 'servers.show'
    return one
  }
  const cell = { status: 'ACTIVE', locked: false, role: 'member', outcome: 'accepted' } as const
  expect(
    ids(
      told('servers.pause/becomes-paused', 'postcondition'),
      told('servers.pause/administrator-may-call', 'role', { role: 'admin' }),
      told('servers.pause/from-active', 'precondition', { cell }),
    ),
  ).toEqual(['effect:servers.pause'])
})

test('a call without a token that was refused for what it asks is of those that got through, where others did', () => {
  const about = (operation: string): Partial<Requirement> => ({
    id: `${operation}/token-required`,
    kind: 'fault',
    statuses: [401],
  })
  const [taken, refused] = [broke(about('servers.list'), 200), broke(about('servers.evacuate'), 400)]
  expect(ids(refused)).toEqual(['refusal-status'])
  expect(ids(taken, refused)).toEqual(['tokens-unchecked'])
  expect(ids(taken, broke(about('servers.evacuate'), 403))).toEqual(['tokens-unchecked', 'refusal-status'])
})

test('the gravest comes first, whatever the catalogue’s order, and a broken SHOULD last', () => {
  const form = broke({ id: 'servers.show/body.server.id', kind: 'attribute', attribute: 'server.id' }, 200)
  const warned = broke({ id: 'servers.list/token-required', kind: 'fault' }, 200, { verdict: 'warn' })
  const rights = broke({ id: 'servers.migrate/member-refused', kind: 'role' }, 202)
  expect(ids(form, form, form, warned, broke({}, 500), rights)).toEqual([
    'roles-unchecked',
    'crash',
    'attribute:id',
    'tokens-unchecked',
  ])
})

test('many operations that do the same are one cause; what they block stands below it', () => {
  const operations = ['servers.show', 'servers.list', 'flavors.list']
  const breaks = operations.map((operation) => broke({ id: `${operation}/status-200` }, 500))
  const blocked = {
    id: 'images.list/complete',
    verdict: 'blocked',
    blockedBy: 'flavors.list',
  } as RequirementRow
  expect(causes(breaks, [blocked])).toMatchObject([
    { id: 'crash', operations, rows: breaks.map(({ row }) => row.id), blocks: ['images.list/complete'] },
  ])
})

test('what only wrong calls bring out blocks nothing', () => {
  const blocked = {
    id: 'images.list/complete',
    verdict: 'blocked',
    blockedBy: 'servers.show',
  } as RequirementRow
  expect(causes([broke({ kind: 'fault' }, 500, { probe: true })], [blocked])[0]!.blocks).toEqual([])
})

test('below a cause what breaks a MUST stands first', () => {
  const breaks = [
    broke({ id: 'servers.list/status-200' }, 500, { verdict: 'warn' }),
    broke({ id: 'servers.show/status-200' }, 500),
  ]
  expect(causes(breaks, [])).toMatchObject([
    { verdict: 'fail', rows: ['servers.show/status-200', 'servers.list/status-200'] },
  ])
})

test('a call that changes more than it is for is told as that, unless it does not do what it is for either', () => {
  const beyond = broke({ id: 'servers.rescue/rest-unchanged', kind: 'effect', method: 'POST' }, 200, {
    reason: 'after servers.rescue the server has no longer metadata a: b',
  })
  expect(causes([beyond], [])).toMatchObject([
    { id: 'beyond:servers.rescue', title: 'servers.rescue changes what it has to leave alone' },
  ])
  const effect = broke({ id: 'servers.rescue/becomes-rescue', kind: 'effect', method: 'POST' }, 200, {
    reason: 'the server stayed as it was',
  })
  expect(causes([beyond, effect], [])).toMatchObject([
    { id: 'effect:servers.rescue', rows: [effect.row.id, beyond.row.id] },
  ])
})

test('a wrong call that nobody saw answered says nothing of what its parameter is for', () => {
  const { exchange: _, ...lost } = broke(
    {
      id: 'servers.pause/unknown-server_id',
      kind: 'fault',
      method: 'POST',
      statuses: [404],
      parameter: 'server_id',
    },
    500,
  )
  expect(causes([lost], [])).toMatchObject([{ id: 'other:servers.pause' }])
})

test('an operation that answers wrong calls as it answers proper ones refuses whatever is asked: one cause', () => {
  const at = (about: Break, operationId: string, body: string): Break => ({
    ...about,
    exchange: { ...about.exchange!, operationId, response: { status: 400, headers: {}, body } },
  })
  const proper = broke({ id: 'flavors.show/status-200' }, 400)
  const wrong = broke({ id: 'flavors.show/unknown-flavor_id', kind: 'fault', statuses: [404] }, 400, {
    probe: true,
  })
  const all = at(proper, 'flavors.show', '{"badRequest":{}}')
  expect(ids(all, at(wrong, 'flavors.show', '{"badRequest":{}}'))).toEqual(['proper-call-refused'])
  const apart = ['proper-call-refused', 'refusal-status']
  expect(ids(all, at(wrong, 'flavors.show', '{"badRequest":{"message":"no flavor id"}}')).sort()).toEqual(
    apart,
  )
  expect(ids(all, at(wrong, 'flavors.delete', '{"badRequest":{}}')).sort()).toEqual(apart)
})
