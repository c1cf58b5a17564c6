import { expect, test } from 'vitest'
import { describeDiff, diffReports } from './diff.ts'
import { diffHtml } from './diff-html.ts'
import { diffMarkdown } from './diff-markdown.ts'
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
    'a/limit': 'pass',
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
      'a/limit': 'note',
    },
    ['a/same'],
  )
  const diff = diffReports(before, after)
  const ids = (list: { id: string }[]) => list.map((change) => change.id)
  expect(ids(diff.fixed)).toEqual(['a/fixed'])
  expect(ids(diff.regressed)).toEqual(['a/worse', 'a/regressed', 'a/limit', 'a/added'])
  expect(ids(diff.newlyTested)).toEqual(['a/new'])
  expect(ids(diff.noLongerTested)).toEqual(['a/lost', 'a/gone'])
  expect(ids(diff.newlyWaived)).toEqual(['a/same'])
  expect(describeDiff(diff)).toContain('a/regressed: pass → fail. it broke')
})

test('Markdown and the page say the same, and let nothing of the target act', () => {
  const before = report({ 'a/regressed': 'pass' })
  const after = report({ 'a/regressed': 'fail' })
  after.requirements[0]!.reason = '<img src=x> @octocat'
  const diff = diffReports(before, after)
  expect(diffMarkdown(diff)).toContain('## 1 regressed')
  expect(diffMarkdown(diff)).toContain('| a/regressed | pass | fail | &lt;img src=x&gt; @\u200boctocat |')
  const page = diffHtml(diff, before, after)
  // Without a script on the page, a table wider than the screen is reached with the keys only so.
  expect(page).toContain('<div class="scroll" tabindex="0">')
  expect(page).not.toContain('<div class="scroll">')
  expect(page).toContain('<h1>1 regressed</h1>')
  expect(page).not.toContain('<img')
  expect(page).toContain('script-src &#39;none&#39;')
})

test('a report does not differ from itself', () => {
  const { report } = sample()
  expect(describeDiff(diffReports(report, report))).toBe(
    'No requirement that both judged changed its verdict.\n',
  )
})

test('what is answered more slowly is said, unless it is noise', () => {
  const { report } = sample()
  const other = structuredClone(report)
  const [first, second, third] = other.run.latencies!
  Object.assign(first!, { calls: 9, p50: first!.p50 * 2 + 20 })
  Object.assign(second!, { calls: 9, p50: second!.p50 + 5 })
  Object.assign(third!, { calls: 1, p50: third!.p50 * 9 })
  for (const latency of report.run.latencies!) latency.calls = 9
  const diff = diffReports(report, other)
  expect(diff.slower.map(({ operationId }) => operationId)).toEqual([first!.operationId])
  expect(describeDiff(diff)).toContain('Slower (1)')
})

test('what makes two reports hard to compare is said', () => {
  const { report } = sample()
  const other = structuredClone(report)
  other.run.profile = 'events'
  other.target.versions.compute = '2.1 (2.1 to 2.96)'
  other.target.features = ['os-shelve', 'os-rescue']
  other.spec.digest = 'sha256-other'
  const { caveats } = diffReports(report, other)
  expect(caveats.target).toEqual([
    'versions compute 2.1 (2.1 to 2.93), identity 3.14 before, compute 2.1 (2.1 to 2.96), identity 3.14 now.',
    'it no longer offers os-lock-server.',
    'it now offers os-rescue.',
  ])
  expect(caveats.contract).toEqual(['digest sha256-5f0c1b7e9d3a4c2288e6 before, sha256-other now.'])
  expect(caveats.run).toEqual(['profile compute-v2.1 before, events now.'])
})
