import type { Exchange } from '../spec/exchange.ts'
import type { Report } from './report.ts'

/** Exchanges in one file at most, those that broke something first: browsers open no larger ones. */
const MOST = 20_000

/**
 * The exchanges as an HTTP Archive (HAR 1.2), as browsers and proxies show them. Each entry's comment names its id, its
 * operation and what it breaks.
 */
export function renderHar(report: Report, exchanges: readonly Exchange[]): string {
  const chosen =
    exchanges.length <= MOST
      ? exchanges
      : [...exchanges].sort((a, b) => b.problems.length - a.problems.length).slice(0, MOST)
  const log = {
    version: '1.2',
    creator: { name: 'stackproof', version: report.tool.version },
    comment: `Run ${report.run.id} against ${report.target.name}: ${chosen.length} of ${exchanges.length} exchanges`,
    entries: chosen.map(entry),
  }
  return `${JSON.stringify({ log }, null, 1)}\n`
}

function entry({
  id,
  operationId,
  role,
  startedAt,
  durationMs,
  request,
  response,
  error,
  problems,
}: Exchange) {
  const time = Math.round(durationMs * 10) / 10
  const broken = [...new Set(problems.flatMap(({ requirements }) => requirements))]
  return {
    startedDateTime: startedAt,
    time,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(request.headers),
      queryString: queryOf(request.url),
      ...(request.body === undefined
        ? {}
        : { postData: { mimeType: request.headers['content-type'] ?? '', text: request.body } }),
      headersSize: -1,
      bodySize: request.body === undefined ? 0 : Buffer.byteLength(request.body),
    },
    response: {
      status: response?.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(response?.headers ?? {}),
      content: {
        size: Buffer.byteLength(response?.body ?? ''),
        mimeType: response?.headers['content-type'] ?? '',
        text: response?.body ?? '',
        ...(response?.truncated ? { comment: 'cut when it was recorded' } : {}),
      },
      redirectURL: response?.headers.location ?? '',
      headersSize: -1,
      bodySize: -1,
      ...(error ? { comment: error } : {}),
    },
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    comment: [id, operationId, role, ...(broken.length > 0 ? [`breaks ${broken.join(', ')}`] : [])].join(
      ', ',
    ),
  }
}

function pairs(headers: Record<string, string>): { name: string; value: string }[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value: String(value) }))
}

function queryOf(url: string): { name: string; value: string }[] {
  try {
    return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }))
  } catch {
    return []
  }
}
