import type { Exchange, Problem } from '../../spec/exchange.ts'
import { disagrees } from '../matrix-cells.ts'
import type { Finding, Report, RequirementRow, Verdict } from '../report.ts'
import { type BodyView, bodyView } from './body-view.ts'

/** An exchange as the page shows it: what a reader needs, bodies set out and shortened. */
export interface EmbeddedExchange {
  op: string
  role: string
  at: string
  ms: number
  method: string
  url: string
  sent: [string, string][]
  status?: number
  got?: [string, string][]
  error?: string
  request?: BodyView
  response?: BodyView
  cut?: true
  curl: string
  problems: { pointer: string; expected: string; found: string }[]
  probe?: true
}

/** What is embedded, and which exchanges each row can show. */
export interface Embedded {
  exchanges: Record<string, EmbeddedExchange>
  /** requirement → ids among `exchanges`. */
  rows: Map<string, string[]>
}

/** Bytes that the exchanges take at most, however much room there is. */
const MUCH = 2_600_000
/** No exchange takes fewer bytes. */
const LEAST = 600
/** Bytes in which a row names what it shows. */
const NAMES = 70
/** How many exchanges a row shows, by how much there is to explain. */
const SHOWN: Partial<Record<Verdict, number>> = {
  fail: 5,
  warn: 4,
  error: 4,
  blocked: 2,
  note: 2,
  pass: 1,
  untested: 1,
}
const FULL = { lines: 120, width: 400 }
const BRIEF = { lines: 24, width: 160 }

/** Chooses the exchanges that the page carries: the gravest rows first, until the room, in bytes, is taken. */
export function embed(report: Report, exchanges: readonly Exchange[], room: number): Embedded {
  const byId = new Map(exchanges.map((exchange) => [exchange.id, exchange]))
  const chosen: Record<string, EmbeddedExchange> = {}
  const rows = new Map<string, string[]>()
  const marks = new Map<string, Finding[]>()
  for (const { finding } of report.requirements)
    if (finding) marks.set(finding.exchange, [...(marks.get(finding.exchange) ?? []), finding])
  // Each row names those that it shows.
  const named = report.requirements.length * NAMES
  const budget = Math.min(MUCH, room - named)
  let spent = 0
  const take = (id: string, full: boolean): boolean => {
    const exchange = byId.get(id)
    if (!exchange) return false
    if (chosen[id]) return true
    if (spent + LEAST > budget) return false
    const embedded = shorten(exchange, marks.get(id) ?? [], full)
    const size = sizeOf({ [id]: embedded })
    if (spent + size > budget) return false
    spent += size
    chosen[id] = embedded
    return true
  }
  for (const cell of report.matrix)
    if (cell.exchange && (cell.outcome === 'broken' || disagrees(cell))) take(cell.exchange, true)
  for (const row of gravestFirst(report.requirements)) {
    const grave = row.verdict !== 'pass'
    const { finding } = row
    const wanted = [...new Set([...(finding ? [finding.exchange] : []), ...row.exchanges])]
    const ids = wanted.slice(0, SHOWN[row.verdict] ?? 0).filter((id) => take(id, grave))
    if (ids.length > 0) rows.set(row.id, ids)
  }
  for (const { exchange } of [...(report.run.latencies ?? []), ...report.observations]) take(exchange, false)
  return { exchanges: chosen, rows }
}

/** Bytes of JSON in a page, where what could end its element is written in six characters. */
function sizeOf(value: unknown): number {
  const text = JSON.stringify(value)
  return new TextEncoder().encode(text).length + 5 * (text.match(/[<>&\u2028\u2029]/g)?.length ?? 0)
}

const ORDER: readonly Verdict[] = [
  'fail',
  'warn',
  'error',
  'note',
  'unseen',
  'blocked',
  'untested',
  'pass',
  'unsupported',
  'disabled',
]

function gravestFirst(rows: readonly RequirementRow[]): RequirementRow[] {
  return [...rows].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))
}

function shorten(exchange: Exchange, findings: readonly Finding[], full: boolean): EmbeddedExchange {
  const { request, response } = exchange
  const problems = withFindings(exchange.problems, findings)
  const limits = full ? FULL : BRIEF
  return {
    op: exchange.operationId,
    role: exchange.role,
    at: exchange.startedAt,
    ms: Math.round(exchange.durationMs),
    method: request.method,
    url: request.url,
    sent: pairs(request.headers),
    ...(response ? { status: response.status, got: pairs(response.headers) } : {}),
    ...(exchange.error ? { error: exchange.error.slice(0, 1000) } : {}),
    ...(request.body ? { request: bodyView(request.body, [], BRIEF) } : {}),
    ...(response?.body ? { response: bodyView(response.body, problems, limits) } : {}),
    ...(response?.truncated ? { cut: true } : {}),
    curl: exchange.curl.slice(0, 4000),
    problems: problems
      .slice(0, 40)
      .map(({ pointer, expected, found }) => ({ pointer, expected, found: found.slice(0, 500) })),
    ...(exchange.probe ? { probe: true } : {}),
  }
}

/** What the judge found in an exchange, and what tests found that it did not. */
function withFindings(problems: readonly Problem[], findings: readonly Finding[]): Problem[] {
  const known = new Set(problems.map(({ pointer, expected }) => `${pointer} ${expected}`))
  const more = findings.filter(({ pointer, expected }) => !known.has(`${pointer ?? ''} ${expected}`))
  return [
    ...problems,
    ...more.map(({ pointer, expected, found }) => ({
      pointer: pointer ?? '',
      expected,
      found,
      requirements: [],
    })),
  ]
}

function pairs(headers: Record<string, string>): [string, string][] {
  return Object.entries(headers).map(([name, value]) => [name, String(value).slice(0, 300)])
}
