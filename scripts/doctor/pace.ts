import type { Cost } from './recording.ts'

/** What is taken for the time that a build takes where no server tells, in milliseconds; a usual cloud is not faster. */
export const USUAL_BUILD_MS = 15_000
/** What a build takes in the reference cloud, in milliseconds. */
export const REFERENCE_BUILD_MS = 50
/** Other transitions take about this part of a build. */
const TRANSITION_SHARE = 0.5
/** So many servers change at once at most: the pool has no more. */
const SERVERS_AT_ONCE = 10
/** So many of a quota are left for who needs several. */
const SPARE = 2
/** Nobody waits longer for a build, in milliseconds: a server that tells more was stopped for a while, or tells nonsense. */
const LONGEST_BUILD_MS = 3_600_000

/** The value in the middle; undefined where there is none. */
export const median = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** How long servers took to build, by their own times: from `created` to `launched_at`; milliseconds, null where none tells. */
export function buildMsOf(servers: readonly unknown[]): number | null {
  const times = servers.flatMap((server) => {
    const { created, 'OS-SRV-USG:launched_at': launched } = (server ?? {}) as Record<string, unknown>
    if (typeof created !== 'string' || typeof launched !== 'string') return []
    // The latter is told without a zone, and means UTC.
    const ms = Date.parse(/Z$/.test(launched) ? launched : `${launched}Z`) - Date.parse(created)
    return ms > 0 && ms < LONGEST_BUILD_MS ? [ms] : []
  })
  return median(times) ?? null
}

/** How fast a cloud is, and how much of it a run may use at once. */
export interface Speed {
  answerMs: number
  buildMs: number
  /** How many tests work at once. */
  concurrency: number
  /** How many servers the project has room for; null: enough. */
  serverRoom: number | null
  /** Requests a second at most. */
  maxRate?: number
  /** Milliseconds at most. */
  deadlineMs?: number
}

/** About how long a run of that cost takes, in milliseconds. */
export function durationOf({ requests, serverBuilds, waits }: Cost, speed: Speed): number {
  const { answerMs, buildMs, concurrency, serverRoom, maxRate = Number.POSITIVE_INFINITY } = speed
  const asking = Math.max((requests * answerMs) / concurrency, (requests / maxRate) * 1000)
  const room = serverRoom === null ? SERVERS_AT_ONCE : Math.max(1, serverRoom - SPARE)
  const atOnce = Math.min(SERVERS_AT_ONCE, room)
  const waiting = ((serverBuilds + waits * TRANSITION_SHARE) * buildMs) / atOnce
  return Math.min(asking + waiting, speed.deadlineMs ?? Number.POSITIVE_INFINITY)
}
