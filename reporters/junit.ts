import { XMLBuilder } from 'fast-xml-parser'
import { byOperation, slug } from './groups.ts'
import type { Cause, Report, RequirementRow } from './report.ts'

/** An element as the builder takes it: attributes begin with `@`, text is `#text`. */
type Element = Record<string, unknown>

type Outcome = 'passed' | 'failure' | 'error' | 'skipped'

/**
 * JUnit XML for continuous integration: a suite an operation, a case a requirement. Only an unwaived `fail` is
 * a failure and only `error` an error; `warn` and `note` pass with their reason as output; the others, and
 * what is waived, are skipped with the reason.
 */
export function renderJunit(report: Report): string {
  const startedAt = report.run.startedAt
  const causeOf = new Map(
    (report.causes ?? []).flatMap((cause) => cause.rows.map((id) => [id, cause] as const)),
  )
  const suites = [...byOperation(report.requirements)].map(([operationId, rows]) =>
    suite(
      operationId,
      rows.map((row) => testCase(row, causeOf.get(row.id))),
      rows.map(outcomeOf),
      seconds(rows),
      startedAt,
    ),
  )
  const own = (report.errors ?? []).map(({ file, where, message }) => ({
    '@classname': 'stackproof',
    '@name': attribute(file ?? where),
    '@time': '0',
    error: { '@type': 'error', '@message': attribute(message) },
  }))
  const broken = own.map((): Outcome => 'error')
  if (own.length > 0) suites.push(suite('stackproof', own, broken, 0, startedAt))
  return new XMLBuilder({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    format: true,
    suppressEmptyNode: true,
  }).build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': attribute(`stackproof ${report.target.name}`),
      ...totals([...report.requirements.map(outcomeOf), ...broken]),
      '@time': (report.run.durationMs / 1000).toFixed(3),
      testsuite: suites,
    },
  })
}

function outcomeOf(row: RequirementRow): Outcome {
  if (row.waiver) return 'skipped'
  if (row.verdict === 'fail') return 'failure'
  if (row.verdict === 'error') return 'error'
  return row.verdict === 'pass' || row.verdict === 'warn' || row.verdict === 'note' ? 'passed' : 'skipped'
}

function suite(
  name: string,
  cases: Element[],
  outcomes: Outcome[],
  time: number,
  startedAt: string,
): Element {
  return {
    '@name': attribute(name),
    ...totals(outcomes),
    '@time': time.toFixed(3),
    '@timestamp': attribute(startedAt),
    testcase: cases,
  }
}

function testCase(row: RequirementRow, cause: Cause | undefined): Element {
  const test = row.tests[0]
  return {
    '@classname': attribute(row.operationId),
    '@name': attribute(slug(row)),
    '@time': seconds([row]).toFixed(3),
    ...(test ? { '@file': attribute(test.file), '@line': String(test.line) } : {}),
    ...properties(row, cause),
    ...inner(row),
  }
}

/** What a reader of the row may sort by. */
function properties(row: RequirementRow, cause: Cause | undefined): Element {
  const facts: Record<string, string | undefined> = {
    verdict: row.verdict,
    level: row.level,
    cause: cause?.id,
    'cause-title': cause?.title,
    gravity: cause?.gravity,
    'blocked-by': row.blockedBy,
  }
  const property = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ '@name': name, '@value': attribute(value!) }))
  return { properties: { property } }
}

function inner(row: RequirementRow): Element {
  const { verdict, level, text, reason, waiver, source, blockedBy, exchanges } = row
  const detail = `${level}: ${text}\n${reason}\nSource: ${source.document}, ${source.section}\nExchanges: ${exchanges.slice(0, 5).join(' ')}`
  switch (outcomeOf(row)) {
    case 'failure':
      return { failure: { '@type': 'fail', '@message': attribute(reason), '#text': legal(detail) } }
    case 'error':
      return { error: { '@type': 'error', '@message': attribute(reason), '#text': legal(detail) } }
    case 'skipped': {
      const why = waiver ? `waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}` : reason
      return {
        skipped: { '@message': attribute(`${verdict}${blockedBy ? ` by ${blockedBy}` : ''}: ${why}`) },
      }
    }
    default:
      return reason ? { 'system-out': legal(`${verdict}: ${reason}`) } : {}
  }
}

function totals(outcomes: readonly Outcome[]): Element {
  const many = (outcome: Outcome) => String(outcomes.filter((each) => each === outcome).length)
  return {
    '@tests': String(outcomes.length),
    '@failures': many('failure'),
    '@errors': many('error'),
    '@skipped': many('skipped'),
  }
}

function seconds(rows: readonly RequirementRow[]): number {
  return rows.flatMap((row) => row.tests).reduce((sum, test) => sum + test.durationMs, 0) / 1000
}

/** Text without the characters that no XML 1.0 document may hold, escaped or not. */
function legal(text: string): string {
  return text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
}

function attribute(text: string): string {
  return legal(text).replace(/[\t\n\r]+/g, ' ')
}
