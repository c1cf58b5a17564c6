import { XMLBuilder } from 'fast-xml-parser'
import { byOperation, slug } from './groups.ts'
import type { Cause, Report, RequirementRow } from './report.ts'

/** An element as the builder takes it: attributes begin with `@`, text is `#text`. */
type Element = Record<string, unknown>

type Outcome = 'passed' | 'failure' | 'error' | 'skipped'

/**
 * JUnit XML for continuous integration: a suite an operation, a case a requirement, its level the group. Only an unwaived
 * `fail` is a failure and only `error` an error; `warn` and `note` pass with their reason as output; the others, and what
 * is waived, are skipped with the reason. Valid by the schema of Jenkins' xUnit plugin (junit-10.xsd), which has properties
 * for suites alone: the causes stand there, and what is to be known of one case in its output, a line each, as
 * `[[PROPERTY|name=value]]`.
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
      causesOf(rows, causeOf),
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
      ...countsOf([...report.requirements.map(outcomeOf), ...broken]),
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
  properties: Element = {},
): Element {
  return {
    '@name': attribute(name),
    ...countsOf(outcomes),
    '@skipped': many(outcomes, 'skipped'),
    '@time': time.toFixed(3),
    '@timestamp': attribute(startedAt),
    ...properties,
    testcase: cases,
  }
}

function testCase(row: RequirementRow, cause: Cause | undefined): Element {
  const plain = row.verdict === 'pass' && !row.waiver
  return {
    '@classname': attribute(row.operationId),
    '@name': attribute(slug(row)),
    '@time': seconds([row]).toFixed(3),
    '@group': row.level,
    ...inner(row),
    ...(plain ? {} : { 'system-out': legal([...output(row), ...facts(row, cause)].join('\n')) }),
  }
}

/** Which causes the failures of an operation come from, each with the cases that it broke. */
function causesOf(rows: readonly RequirementRow[], causeOf: ReadonlyMap<string, Cause>): Element {
  const broken = new Map<Cause, RequirementRow[]>()
  for (const row of rows) {
    const cause = causeOf.get(row.id)
    if (cause !== undefined) broken.set(cause, [...(broken.get(cause) ?? []), row])
  }
  const property = [...broken].map(([{ id, title, gravity }, its]) => ({
    '@name': attribute(`cause:${id}`),
    '@value': attribute(`${title} (${gravity}): ${its.map(slug).join(', ')}`),
  }))
  return property.length === 0 ? {} : { properties: { property } }
}

/** What a reader of the row may sort by, as lines of its output. */
function facts(row: RequirementRow, cause: Cause | undefined): string[] {
  const [test] = row.tests
  const found: Record<string, string | undefined> = {
    verdict: row.verdict,
    level: row.level,
    cause: cause?.id,
    'cause-title': cause?.title,
    gravity: cause?.gravity,
    'blocked-by': row.blockedBy,
    test: test === undefined ? undefined : `${test.file}:${test.line}`,
  }
  return Object.entries(found)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `[[PROPERTY|${name}=${attribute(value!)}]]`)
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
      return {}
  }
}

/** What is said of a case that is passed with a reason. */
function output(row: RequirementRow): string[] {
  return outcomeOf(row) === 'passed' && row.reason ? [`${row.verdict}: ${row.reason}`] : []
}

function many(outcomes: readonly Outcome[], outcome: Outcome): string {
  return String(outcomes.filter((each) => each === outcome).length)
}

function countsOf(outcomes: readonly Outcome[]): Element {
  return {
    '@tests': String(outcomes.length),
    '@failures': many(outcomes, 'failure'),
    '@errors': many(outcomes, 'error'),
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
