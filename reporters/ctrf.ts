import type { Report, RequirementRow } from './report.ts'

type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other'

/**
 * The rows in the Common Test Report Format, a test a requirement. Only an unwaived `fail` has failed; what broke on our side is
 * `other`; what was not judged, or is waived, is skipped, with the reason.
 */
export function renderCtrf(report: Report): string {
  const tests = report.requirements.map((row) => test(row))
  const many = (status: Status) => tests.filter((each) => each.status === status).length
  const start = Date.parse(report.run.startedAt)
  const results = {
    tool: { name: report.tool.name, version: report.tool.version },
    summary: {
      tests: tests.length,
      passed: many('passed'),
      failed: many('failed'),
      skipped: many('skipped'),
      pending: many('pending'),
      other: many('other'),
      start,
      stop: start + Math.round(report.run.durationMs),
    },
    tests,
    environment: { testEnvironment: report.target.name },
  }
  return `${JSON.stringify({ reportFormat: 'CTRF', specVersion: '0.0.0', results }, null, 1)}\n`
}

function test(row: RequirementRow) {
  const { id, operationId, level, verdict, text, reason, tests, waiver } = row
  const first = tests[0]
  return {
    name: id,
    status: statusOf(row),
    duration: tests.reduce((sum, { durationMs }) => sum + durationMs, 0),
    suite: [operationId],
    rawStatus: waiver ? `${verdict}, waived` : verdict,
    tags: [level],
    message: reason === '' ? text : reason,
    ...(first === undefined ? {} : { filePath: first.file, line: first.line }),
  }
}

function statusOf({ verdict, waiver }: RequirementRow): Status {
  if (waiver) return 'skipped'
  if (verdict === 'fail') return 'failed'
  if (verdict === 'error') return 'other'
  return verdict === 'pass' || verdict === 'warn' || verdict === 'note' ? 'passed' : 'skipped'
}
