import { createHash } from 'node:crypto'
import { type HttpExchange, Stage, Status, type StatusDetails, type TestResult } from 'allure-js-commons'
import {
  ALLURE_HTTP_EXCHANGE_CONTENT_TYPE,
  ALLURE_HTTP_EXCHANGE_FILE_EXTENSION,
} from 'allure-js-commons/http'
import { createTestResult, type FileSystemWriter } from 'allure-js-commons/sdk/reporter'
import type { Exchange } from '../spec/exchange.ts'
import { byOperation, slug } from './groups.ts'
import type { Report, RequirementRow } from './report.ts'

/** Where results go: Allure's own writers, into a folder or into memory. */
export type AllureWriter = Pick<FileSystemWriter, 'writeResult' | 'writeAttachment' | 'writeEnvironmentInfo'>

/** Exchanges attached to a row at most. */
const ATTACHED = 3

/**
 * A folder of Allure results, one a requirement, to be read by `allure generate allure-results`. No HTML is made
 * here: Allure's own pages ask a foreign host for a script, and no report of ours asks the network for anything.
 *
 * A row's `fail` is failed, `error` is broken, what could not be judged or is waived is skipped; `warn` and
 * `note` pass, with the reason.
 */
export function writeAllure(report: Report, exchanges: readonly Exchange[], writer: AllureWriter): void {
  const byId = new Map(exchanges.map((exchange) => [exchange.id, exchange]))
  const attached = new Set<string>()
  let clock = Date.parse(report.run.startedAt)
  for (const [operationId, rows] of byOperation(report.requirements)) {
    for (const row of rows) {
      const took = row.tests.reduce((sum, test) => sum + test.durationMs, 0)
      const shown =
        row.verdict === 'pass' ? [] : row.exchanges.slice(0, ATTACHED).flatMap((id) => byId.get(id) ?? [])
      for (const exchange of shown) {
        if (attached.has(exchange.id)) continue
        attached.add(exchange.id)
        writer.writeAttachment(attachment(exchange.id), Buffer.from(JSON.stringify(http(exchange))))
      }
      writer.writeResult(result(report, operationId, row, shown, clock, took))
      clock += took
    }
  }
  writer.writeEnvironmentInfo({
    target: report.target.name,
    profile: report.run.profile,
    footprint: report.run.footprint,
    seed: String(report.run.seed),
    stackproof: report.tool.version,
    contract: `${report.spec.version} ${report.spec.digest}`,
  })
}

function result(
  report: Report,
  operationId: string,
  row: RequirementRow,
  shown: readonly Exchange[],
  start: number,
  took: number,
): TestResult {
  const label = (name: string, value: string) => ({ name, value })
  return {
    ...createTestResult(uuid(report.run.id, row.id)),
    historyId: createHash('md5').update(row.id).digest('hex'),
    testCaseId: createHash('md5').update(`case ${row.id}`).digest('hex'),
    name: `${slug(row)}: ${row.text}`,
    fullName: row.id,
    titlePath: [operationId],
    description: `${row.level}. Source: ${row.source.document}, ${row.source.section}.`,
    status: status(row),
    statusDetails: details(row),
    stage: Stage.FINISHED,
    start,
    stop: start + took,
    labels: [
      label('parentSuite', operationId.split('.')[0]!),
      label('suite', operationId),
      label('severity', row.level === 'MUST' ? 'critical' : row.level === 'SHOULD' ? 'normal' : 'minor'),
      label('tag', row.level),
      label('tag', row.kind),
      label('tag', row.verdict),
      label('framework', 'stackproof'),
      ...(row.waiver ? [label('owner', row.waiver.owner)] : []),
    ],
    attachments: shown.map((exchange) => ({
      name: `${exchange.request.method} ${exchange.operationId} ${exchange.response?.status ?? 'no answer'}`,
      source: attachment(exchange.id),
      type: ALLURE_HTTP_EXCHANGE_CONTENT_TYPE,
    })),
  }
}

function status(row: RequirementRow): Status {
  if (row.waiver) return Status.SKIPPED
  if (row.verdict === 'fail') return Status.FAILED
  if (row.verdict === 'error') return Status.BROKEN
  return row.verdict === 'pass' || row.verdict === 'warn' || row.verdict === 'note'
    ? Status.PASSED
    : Status.SKIPPED
}

function details(row: RequirementRow): StatusDetails {
  const waived = row.waiver
    ? `Waived until ${row.waiver.expires} by ${row.waiver.owner}: ${row.waiver.reason}. `
    : ''
  const message = `${waived}${row.reason}`
  return message === ''
    ? {}
    : { message: `${row.verdict}: ${message}`, ...(row.waiver ? { known: true } : {}) }
}

/** The form in which Allure shows an exchange: request and response side by side. */
function http({ request, response, startedAt, durationMs, error }: Exchange): HttpExchange {
  const pairs = (headers: Record<string, string>) =>
    Object.entries(headers).map(([name, value]) => ({ name, value }))
  const body = (value: string | undefined) =>
    value === undefined ? {} : { body: { value, encoding: 'utf8' as const, contentType: 'application/json' } }
  const start = Date.parse(startedAt)
  return {
    schemaVersion: 1,
    request: {
      method: request.method,
      url: request.url,
      headers: pairs(request.headers),
      ...body(request.body),
    },
    ...(response
      ? { response: { status: response.status, headers: pairs(response.headers), ...body(response.body) } }
      : {}),
    ...(error ? { error: { message: error } } : {}),
    start,
    stop: start + Math.round(durationMs),
  }
}

function attachment(id: string): string {
  return `${id.replace(/[^A-Za-z0-9-]/g, '_')}-attachment${ALLURE_HTTP_EXCHANGE_FILE_EXTENSION}`
}

/** The same run and requirement give the same name, so a folder written twice holds nothing twice. */
function uuid(run: string, id: string): string {
  const hex = createHash('sha256').update(`${run} ${id}`).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
