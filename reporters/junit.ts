import { byOperation, slug } from './groups.ts'
import type { Report, RequirementRow } from './report.ts'

/**
 * JUnit XML for continuous integration: a suite an operation, a case a requirement. Only an unwaived `fail` is
 * a failure and only `error` an error; `warn` and `note` pass with their reason as output; the others, and
 * what is waived, are skipped with the reason.
 */
export function renderJunit(report: Report): string {
  const suites = [...byOperation(report.requirements)].map(([operationId, rows]) =>
    suite(operationId, rows.map(testCase), rows.map(outcomeOf), seconds(rows), report.run.startedAt),
  )
  const own = (report.errors ?? []).map(
    (error) =>
      `    <testcase classname="stackproof" name="${attribute(error.file ?? error.where)}" time="0"><error type="error" message="${attribute(error.message)}"/></testcase>`,
  )
  if (own.length > 0)
    suites.push(
      suite(
        'stackproof',
        own,
        own.map(() => 'error'),
        0,
        report.run.startedAt,
      ),
    )
  const outcomes = [...report.requirements.map(outcomeOf), ...own.map(() => 'error' as const)]
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${attribute(`stackproof ${report.target.name}`)}" ${totals(outcomes)} time="${(report.run.durationMs / 1000).toFixed(3)}">
${suites.join('\n')}
</testsuites>
`
}

type Outcome = 'passed' | 'failure' | 'error' | 'skipped'

function outcomeOf(row: RequirementRow): Outcome {
  if (row.verdict === 'fail') return row.waiver ? 'skipped' : 'failure'
  if (row.verdict === 'error') return 'error'
  return row.verdict === 'pass' || row.verdict === 'warn' || row.verdict === 'note' ? 'passed' : 'skipped'
}

function suite(name: string, cases: string[], outcomes: Outcome[], time: number, startedAt: string): string {
  return `  <testsuite name="${attribute(name)}" ${totals(outcomes)} time="${time.toFixed(3)}" timestamp="${attribute(startedAt)}">
${cases.join('\n')}
  </testsuite>`
}

function testCase(row: RequirementRow): string {
  const test = row.tests[0]
  const at = test ? ` file="${attribute(test.file)}" line="${test.line}"` : ''
  const body = inner(row)
  return `    <testcase classname="${attribute(row.operationId)}" name="${attribute(slug(row))}" time="${seconds([row]).toFixed(3)}"${at}${body ? `>${body}</testcase>` : '/>'}`
}

function inner(row: RequirementRow): string {
  const { verdict, level, text, reason, waiver, source, blockedBy, exchanges } = row
  const detail = `${level}: ${text}\n${reason}\nSource: ${source.document}, ${source.section}\nExchanges: ${exchanges.slice(0, 5).join(' ')}`
  switch (outcomeOf(row)) {
    case 'failure':
      return `<failure type="fail" message="${attribute(reason)}">${xml(detail)}</failure>`
    case 'error':
      return `<error type="error" message="${attribute(reason)}">${xml(detail)}</error>`
    case 'skipped': {
      const why = waiver ? `waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}` : reason
      return `<skipped message="${attribute(`${verdict}${blockedBy ? ` by ${blockedBy}` : ''}: ${why}`)}"/>`
    }
    default:
      return reason ? `<system-out>${xml(`${verdict}: ${reason}`)}</system-out>` : ''
  }
}

function totals(outcomes: readonly Outcome[]): string {
  const many = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length
  return `tests="${outcomes.length}" failures="${many('failure')}" errors="${many('error')}" skipped="${many('skipped')}"`
}

function seconds(rows: readonly RequirementRow[]): number {
  return rows.flatMap((row) => row.tests).reduce((sum, test) => sum + test.durationMs, 0) / 1000
}

/** Escapes text for XML 1.0 and leaves out the characters that no XML document may hold. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
}

function attribute(text: string): string {
  return xml(text)
    .replace(/"/g, '&quot;')
    .replace(/[\t\n\r]+/g, ' ')
}
