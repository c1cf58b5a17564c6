import { randomInt } from 'node:crypto'

const MINUTE_MS = 60_000

/**
 * A new run's id: the minute it starts in, then four characters of its own. It stands in the names of all that the run makes, so
 * that the age of anything left behind can be told whatever the target says of it.
 */
export function newRunId(now = Date.now()): string {
  const minute = Math.floor(now / MINUTE_MS).toString(36)
  return (
    minute.padStart(5, '0') +
    randomInt(36 ** 4)
      .toString(36)
      .padStart(4, '0')
  )
}

/** When the run of an id started, in milliseconds since the epoch; undefined for an id of another form. */
export function startOf(runId: string): number | undefined {
  if (!/^[0-9a-z]{9}$/.test(runId)) return undefined
  return Number.parseInt(runId.slice(0, 5), 36) * MINUTE_MS
}
