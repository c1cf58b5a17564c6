import type { Exchange } from '../spec/exchange.ts'
import type { Latency } from './report.ts'

/** How fast the answers of each operation were, in the catalogue's order; calls that met a broken wire do not count. */
export function latencies(exchanges: readonly Exchange[], operations: Iterable<string>): Latency[] {
  const calls = new Map<string, Exchange[]>()
  for (const exchange of exchanges) {
    if (!exchange.response) continue
    const list = calls.get(exchange.operationId)
    if (list) list.push(exchange)
    else calls.set(exchange.operationId, [exchange])
  }
  return [...new Set(operations)].flatMap((operationId) => {
    const own = calls.get(operationId)
    if (!own) return []
    const sorted = own.sort((a, b) => a.durationMs - b.durationMs)
    const slowest = sorted.at(-1)!
    return {
      operationId,
      calls: sorted.length,
      p50: percentile(sorted, 50),
      p95: percentile(sorted, 95),
      slowest: rounded(slowest.durationMs),
      exchange: slowest.id,
    }
  })
}

/** The nearest-rank percentile. */
function percentile(sorted: readonly Exchange[], percent: number): number {
  return rounded(sorted[Math.ceil((percent / 100) * sorted.length) - 1]!.durationMs)
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10
}
