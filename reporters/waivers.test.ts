import { describe, expect, test } from 'vitest'
import type { RequirementRow } from './report.ts'
import { applyWaivers, checkWaivers, parseWaivers, type Waiver, WaiverError } from './waivers.ts'

const GOOD = `
- id: servers.list/limit
  reason: Fixed in the next release
  owner: compute-team
  ticket: ACME-1
  expires: 2027-01-31
`
const waiver: Waiver = { id: 'servers.list/limit', reason: 'r', owner: 'o', expires: '2027-01-31' }
const row = (verdict: RequirementRow['verdict']) => ({ id: 'servers.list/limit', verdict }) as RequirementRow

describe('reading', () => {
  test('a list, or one under `waivers`, gives the same', () => {
    const under = `waivers:\n${GOOD.trim().replace(/^/gm, '  ')}`
    expect(parseWaivers(GOOD, 'w.yaml')).toEqual([
      { ...waiver, reason: 'Fixed in the next release', owner: 'compute-team', ticket: 'ACME-1' },
    ])
    expect(parseWaivers(under, 'w.yaml')).toEqual(parseWaivers(GOOD, 'w.yaml'))
    expect(parseWaivers('', 'w.yaml')).toEqual([])
  })
  test.each([
    ['- id: a/b\n  reason: r\n  expires: 2027-01-31', "waiver 1 (a/b): 'owner' is missing"],
    [GOOD.replace('2027-01-31', 'soon'), "'expires' must be a day"],
    [GOOD.replace('2027-01-31', '2027-02-31'), "'expires' must be a day"],
    [GOOD.replace('ticket', 'tickets'), "unknown key 'tickets'"],
    [GOOD + GOOD, 'waived twice'],
    ['just text', 'expected a list'],
    ['- [', 'not YAML'],
    ['- 7', 'waiver 1: expected {id'],
  ])('a mistake is named: %#', (text, message) => {
    expect(() => parseWaivers(text, 'w.yaml')).toThrow(WaiverError)
    expect(() => parseWaivers(text, 'w.yaml')).toThrow(`w.yaml: `)
    expect(() => parseWaivers(text, 'w.yaml')).toThrow(message)
  })
  test('every mistake is named at once', () => {
    expect(() => parseWaivers('- id: a/b\n- id: c/d', 'w.yaml')).toThrow(/waiver 1[\s\S]*waiver 2/)
  })
})

describe('applying', () => {
  test('a broken row is marked and stays broken', () => {
    const rows = [row('fail')]
    expect(applyWaivers(rows, [waiver], '2027-01-31')).toEqual([])
    expect(rows[0]).toMatchObject({ verdict: 'fail', waiver: { owner: 'o', expires: '2027-01-31' } })
  })
  test('a day late it covers nothing and is stale', () => {
    const rows = [row('fail')]
    expect(applyWaivers(rows, [waiver], '2027-02-01')).toMatchObject([{ cause: 'expired' }])
    expect(rows[0]!.waiver).toBeUndefined()
  })
  test('of a requirement that passes it is stale; of a blocked one it is not', () => {
    expect(applyWaivers([row('pass')], [waiver], '2027-01-01')).toMatchObject([{ cause: 'passes' }])
    expect(applyWaivers([row('blocked')], [waiver], '2027-01-01')).toEqual([])
  })
  test('a glob covers all that it matches, and is stale when nothing of it is left', () => {
    const named = (id: string, verdict: RequirementRow['verdict']) => ({ id, verdict }) as RequirementRow
    const rows = [
      named('servers.list/limit', 'fail'),
      named('servers.list/body', 'pass'),
      named('a/b', 'fail'),
    ]
    const glob = { ...waiver, id: 'servers.list/*' }
    expect(applyWaivers(rows, [glob], '2027-01-01')).toEqual([])
    expect(rows.map((row) => row.waiver !== undefined)).toEqual([true, false, false])
    expect(applyWaivers([rows[1]!], [glob], '2027-01-01')).toMatchObject([
      { id: 'servers.list/*', cause: 'passes' },
    ])
  })
  test.each(['blocked', 'error'] as const)('what is %s is waived as such, and as nothing else', (verdict) => {
    const rows = [row(verdict), row('fail')]
    applyWaivers(rows, [{ ...waiver, verdict }], '2027-01-01')
    expect(rows.map((each) => each.waiver !== undefined)).toEqual([true, false])
    const other = [row(verdict)]
    applyWaivers(other, [waiver], '2027-01-01')
    expect(other[0]!.waiver).toBeUndefined()
  })
  test('before a run, unknown ids are refused and expired waivers said', () => {
    const ids = ['servers.list/limit']
    expect(() => checkWaivers([{ ...waiver, id: 'servers.lst/*' }], ids, 'w.yaml', '2027-01-01')).toThrow(
      'w.yaml: no requirement has the id servers.lst/*',
    )
    expect(checkWaivers([waiver], ids, 'w.yaml', '2027-02-01')).toEqual([
      'The waiver of servers.list/limit expired on 2027-01-31. o must renew or delete it.',
    ])
  })
  test('of no requirement it is stale', () => {
    expect(applyWaivers([], [waiver], '2027-01-01')).toMatchObject([{ cause: 'unknown' }])
  })
})
