import { expect, test } from 'vitest'
import { describeDiff, diffReports } from './diff.ts'
import type { Report, Verdict } from './report.ts'
import { sample } from './sample-report.ts'

const report = (verdicts: Record<string, Verdict>, waived: string[] = []): Report => {
  const { report } = sample({ attributes: 0, exchanges: 40 })
  const rows = Object.entries(verdicts).map(([id, verdict]) => ({
    ...report.requirements[0]!,
    id,
    verdict,
    reason: verdict === 'fail' ? 'it broke' : '',
    ...(waived.includes(id) ? { waiver: { reason: 'r', owner: 'o', expires: '2027-01-31' } } : {}),
  }))
  return { ...report, requirements: rows }
}

test('each change stands in the right list', () => {
  const before = report({
    'a/fixed': 'fail',
    'a/worse': 'warn',
    'a/regressed': 'pass',
    'a/new': 'untested',
    'a/lost': 'pass',
    'a/same': 'fail',
    'a/gone': 'pass',
  })
  const after = report(
    {
      'a/fixed': 'pass',
      'a/worse': 'fail',
      'a/regressed': 'fail',
      'a/new': 'pass',
      'a/lost': 'blocked',
      'a/same': 'fail',
      'a/added': 'fail',
    },
    ['a/same'],
  )
  const diff = diffReports(before, after)
  const ids = (list: { id: string }[]) => list.map((change) => change.id)
  expect(ids(diff.fixed)).toEqual(['a/fixed'])
  expect(ids(diff.regressed)).toEqual(['a/worse', 'a/regressed', 'a/added'])
  expect(ids(diff.newlyTested)).toEqual(['a/new'])
  expect(ids(diff.noLongerTested)).toEqual(['a/lost', 'a/gone'])
  expect(ids(diff.newlyWaived)).toEqual(['a/same'])
  expect(describeDiff(diff)).toContain('a/regressed: pass → fail. it broke')
})

test('a report does not differ from itself', () => {
  const { report } = sample()
  expect(describeDiff(diffReports(report, report))).toBe('No requirement changed its verdict.\n')
})

test('what makes two reports hard to compare is said', () => {
  const { report } = sample()
  const other = structuredClone(report)
  other.run.profile = 'events'
  expect(diffReports(report, other).caveats).toEqual([
    'the profile differs: compute-v2.1 before, events after.',
  ])
})
