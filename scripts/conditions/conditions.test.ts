import { expect, test } from 'vitest'
import { conditions } from '../../fixtures/reference-cloud/conditions/conditions.ts'
import type { Verdict } from '../../reporters/report.ts'
import { sampled } from '../sample.ts'
import { complaints } from './complaints.ts'
import { withNewRows } from './kept-rows.ts'
import type { Outcome } from './outcome.ts'
import { conditionsPage, countsOf, reasonsOf } from './page.ts'

const outcome = (verdict: Verdict, reason = '', over: Partial<Outcome> = {}): Outcome => ({
  requirements: [{ id: 'servers.show/status-200', verdict, reason }],
  left: [],
  requests: 100,
  serverBuilds: 10,
  seconds: 1,
  ...over,
})
const plain = outcome('pass')
const quota = { reason: /quota/i }

test('a condition that turns nothing red, and is named where something could not be judged, is fine', () => {
  expect(complaints(quota, outcome('pass'), plain)).toEqual([])
  expect(complaints(quota, outcome('blocked', 'Quota exceeded'), plain)).toEqual([])
  expect(complaints({}, outcome('blocked'), outcome('blocked'))).toEqual([])
})

test.each<[string, Outcome, RegExp]>([
  ['blame', outcome('fail', 'quota'), /^blamed: servers\.show/],
  ['a warning', outcome('warn', 'quota'), /^blamed/],
  ['an error of the run', outcome('error', 'quota'), /^blamed/],
  ['another reason', outcome('blocked', 'policy'), /^not the true reason/],
  ['too many builds', outcome('pass', '', { serverBuilds: 41 }), /^builds: 41/],
  ['too many requests', outcome('pass', '', { requests: 301 }), /^requests: 301/],
  ['what was left', outcome('pass', '', { left: ['server s'] }), /^left: server s/],
])('%s is complained of', (_, found, complaint) => {
  expect(complaints(quota, found, plain)).toEqual([expect.stringMatching(complaint)])
})

test('what nobody can see any more is rightly told as left', () => {
  expect(complaints({ ...quota, hides: true }, outcome('pass', '', { left: ['server s'] }), plain)).toEqual(
    [],
  )
})

test('where everything can be judged, everything has to be', () => {
  expect(complaints({}, outcome('blocked', 'Quota exceeded'), plain)).toEqual([
    expect.stringMatching(/^could be judged/),
  ])
})

test('a sample is the same for a seed, and holds all kinds', () => {
  const twelve = sampled(conditions, 12, '1')
  expect(twelve).toHaveLength(12)
  expect(sampled(conditions, 12, '1')).toEqual(twelve)
  expect(sampled(conditions, 12, '2')).not.toEqual(twelve)
  expect(new Set(twelve.map(({ kind }) => kind))).toEqual(new Set(conditions.map(({ kind }) => kind)))
  expect(sampled(conditions, 1000, '1')).toHaveLength(conditions.length)
})

test('the page shows counts, the commonest reasons, and what is still wrong', () => {
  const found = outcome('blocked', 'setup: servers.create answered 403 (Quota|exceeded)')
  const row = {
    ...found,
    id: 'instances-1',
    kind: 'means',
    summary: 'One.',
    verdicts: countsOf(found),
    reasons: reasonsOf(found.requirements),
    complaints: ['blamed: x'],
    tried: '2026-11-27',
  }
  const page = conditionsPage({ ...plain, verdicts: countsOf(plain), tried: '2026-11-27' }, [row], 3)
  expect(page).toContain(
    '| `instances-1` | One. | 1 | 0 | 10 | 100 | 1 | 2026-11-27 | 1 × servers.create answered 403 (Quota exceeded) |',
  )
  expect(page).toContain('0 of 1 do; 2 more have not been tried.')
  expect(page).toContain('- `instances-1`: 1, first: blamed: x')
})

test('a trial of some keeps the rows of the others, and none of a condition that is no more', () => {
  const [first, second] = conditions
  const row = (id: string, tried: string) => ({
    ...plain,
    id,
    kind: 'means',
    summary: '',
    verdicts: {},
    reasons: [],
    complaints: [],
    tried,
  })
  const kept = [row('long-gone', '2026-01-01'), row(second!.id, '2026-01-01'), row(first!.id, '2026-01-01')]
  const rows = withNewRows(kept, [row(second!.id, '2026-02-02')])
  expect(rows.map(({ id, tried }) => [id, tried])).toEqual([
    [first!.id, '2026-01-01'],
    [second!.id, '2026-02-02'],
  ])
})
