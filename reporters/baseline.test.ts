import { expect, test } from 'vitest'
import { againstBaseline, baselineExitCode, describeBaseline } from './baseline.ts'
import type { Report, Verdict } from './report.ts'
import { sample } from './sample-report.ts'

const report = (verdicts: Record<string, Verdict>, waived: string[] = []): Report => {
  const { report } = sample({ attributes: 0, exchanges: 40 })
  const { staleWaivers: _, ...rest } = { ...report, leaks: [] }
  const requirements = Object.entries(verdicts).map(([id, verdict]) => ({
    ...report.requirements[0]!,
    id,
    verdict,
    reason: '',
    ...(waived.includes(id) ? { waiver: { reason: 'r', owner: 'o', expires: '2027-01-31' } } : {}),
  }))
  return { ...rest, requirements }
}
const before = report({ 'a/old': 'fail', 'a/kept': 'pass', 'a/also': 'pass', 'a/mended': 'fail' })

test('old failures are known and pass the gate', () => {
  const now = report({ 'a/old': 'fail', 'a/kept': 'pass', 'a/also': 'disabled', 'a/mended': 'pass' })
  const gate = againstBaseline(before, now)
  expect(gate).toMatchObject({ regressed: [], vanished: [], known: ['a/old'], fixed: ['a/mended'], both: 3 })
  expect(baselineExitCode(gate, now)).toBe(0)
  const said = describeBaseline(gate, now, 'last.json')
  expect(said).toContain('0 new failures, 0 passes vanished, 1 known failure, 1 fixed')
  expect(said).toMatch(/The gate passes: nothing is worse than there\.\n$/)
})

test('new failures and vanished passes fail it, unless they are waived', () => {
  const verdicts = { 'a/old': 'fail', 'a/kept': 'fail', 'a/also': 'blocked', 'a/mended': 'fail' } as const
  const now = report(verdicts)
  const gate = againstBaseline(before, now)
  expect(gate.regressed.map(({ id }) => id)).toEqual(['a/kept'])
  expect(gate.vanished.map(({ id }) => id)).toEqual(['a/also'])
  expect(baselineExitCode(gate, now)).toBe(1)
  expect(describeBaseline(gate, now, 'last.json')).toMatch(/The gate fails\.\n$/)
  const waived = report(verdicts, ['a/kept', 'a/also'])
  expect(baselineExitCode(againstBaseline(before, waived), waived)).toBe(0)
})

test('a stale waiver fails it; a run that was cut short says nothing', () => {
  const now = report({ 'a/old': 'fail', 'a/kept': 'pass', 'a/also': 'pass', 'a/mended': 'pass' })
  const gate = againstBaseline(before, now)
  expect(
    baselineExitCode(gate, { ...now, staleWaivers: [{ id: 'a/old', cause: 'expired', message: 'm' }] }),
  ).toBe(1)
  expect(baselineExitCode(gate, { ...now, run: { ...now.run, interrupted: true } })).toBe(2)
})

test('what a good release may do stops nobody: an optional thing that no answer held, a MAY not taken', () => {
  const now = report({ 'a/old': 'fail', 'a/kept': 'unseen', 'a/also': 'note', 'a/mended': 'fail' })
  const gate = againstBaseline(before, now)
  expect(gate).toMatchObject({ regressed: [], vanished: [] })
  expect(baselineExitCode(gate, now)).toBe(0)
})

test('what fewer calls did not show has not vanished where less was asked; it has where as much was', () => {
  const now = report({ 'a/old': 'fail', 'a/kept': 'untested', 'a/also': 'pass', 'a/mended': 'fail' })
  const narrower = { ...now, run: { ...now.run, selection: ['a'] } }
  expect(againstBaseline(before, narrower).vanished).toEqual([])
  expect(againstBaseline(before, now).vanished.map(({ id }) => id)).toEqual(['a/kept'])
})

test('what was left behind keeps a gate from passing', () => {
  const now = report({ 'a/old': 'fail', 'a/kept': 'pass', 'a/also': 'pass', 'a/mended': 'pass' })
  const left = { ...now, leaks: [{ kind: 'server', id: '1', name: 'n', reason: 'r' }] } as Report
  const gate = againstBaseline(before, left)
  expect(baselineExitCode(gate, left)).toBe(2)
  expect(describeBaseline(gate, left, 'last.json')).toContain('The gate could not tell')
})

test('a baseline of another profile or contract is told, for what differs may come of that', () => {
  const now = {
    ...before,
    run: { ...before.run, profile: 'compute-v2' },
    spec: { ...before.spec, version: '9' },
  }
  const said = describeBaseline(againstBaseline(before, now), now, 'last.json')
  expect(said).toMatch(/^ {2}The run differs: profile .* before, compute-v2 now\.$/m)
  expect(said).toMatch(/^ {2}The contract or the suite changed: version .* before, 9 now\.$/m)
  expect(describeBaseline(againstBaseline(before, before), before, 'last.json')).not.toMatch(
    /differs|changed/,
  )
})

test('a baseline that judged nothing of what this run did lets no gate pass', () => {
  const now = report({ 'b/other': 'pass' })
  const gate = againstBaseline(before, now)
  expect(baselineExitCode(gate, now)).toBe(2)
  expect(describeBaseline(gate, now, 'last.json')).toMatch(
    /The gate could not tell: no requirement was judged both there and here\.\n$/,
  )
  const broken = report({ 'b/other': 'fail' })
  expect(baselineExitCode(againstBaseline(before, broken), broken)).toBe(1)
})
