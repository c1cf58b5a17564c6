import type { LeftBehind } from '../../fixtures/resources/left-behind.ts'
import { startOf } from '../../fixtures/resources/run-id.ts'

/** What there is of each run, one line a run. */
export function describeRuns(things: readonly LeftBehind[]): string[] {
  const runs = new Map<string, Map<string, number>>()
  for (const { runId, kind } of things) {
    if (!runs.has(runId)) runs.set(runId, new Map())
    const kinds = runs.get(runId)!
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  return [...runs].map(([runId, kinds]) => {
    const start = startOf(runId)
    const since = start === undefined ? '' : `, begun ${new Date(start).toISOString().slice(0, 16)}Z`
    return `run ${runId}${since}: ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}`
  })
}
