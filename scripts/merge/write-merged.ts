import { createReadStream, createWriteStream, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EXCHANGES_FILE, OUTCOMES_FILE, type RunEnd, type RunHeader } from '../../reporters/evidence.ts'
import { isOutside, type ShardFolder } from './read-shards.ts'

/** Writes the evidence of all shards as that of one run. Ids that each counts for itself get the number of the shard. */
export async function writeMerged(
  directory: string,
  header: RunHeader,
  shards: readonly ShardFolder[],
): Promise<void> {
  const records: object[] = [{ type: 'run', ...header }]
  for (const shard of shards) {
    const { index } = shard.header.run.shard
    for (const error of shard.errors) records.push({ type: 'error', ...error })
    for (const leak of shard.leaks) records.push({ type: 'leak', ...leak })
    for (const outcome of shard.outcomes)
      if (outcome.elsewhere !== true && (index === 1 || !isOutside(outcome)))
        records.push({ type: 'outcome', ...(numbered(outcome, index) as object) })
  }
  const end = endOf(header, shards)
  if (end !== undefined) records.push({ type: 'end', ...end })
  const lines = records.map((record) => `${JSON.stringify(record)}\n`)
  writeFileSync(join(directory, OUTCOMES_FILE), lines.join(''))
  await pipeline(Readable.from(exchanges(shards)), createWriteStream(join(directory, EXCHANGES_FILE)))
}

async function* exchanges(shards: readonly ShardFolder[]): AsyncGenerator<string> {
  for (const { folder, header } of shards) {
    const path = join(folder, EXCHANGES_FILE)
    if (!existsSync(path)) continue
    for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
      let record: unknown
      try {
        record = JSON.parse(line)
      } catch {
        // The torn last line of a shard that was killed.
        continue
      }
      yield `${JSON.stringify(numbered(record, header.run.shard.index))}\n`
    }
  }
}

/** A record of a shard, in which its own id, its exchange and its test bear the number of the shard. */
function numbered(record: unknown, index: number): unknown {
  const { id, test, exchange, error } = record as {
    id?: string
    test?: string
    exchange?: string
    error?: { spot?: { exchange?: string } }
  }
  const exchangeOf = (own: string) => own.replace(/^x-/, `x-s${index}-`)
  const spot = typeof error === 'object' ? error?.spot : undefined
  return {
    ...(record as object),
    ...(id === undefined ? {} : { id: exchangeOf(id) }),
    ...(test === undefined ? {} : { test: `s${index} ${test}` }),
    ...(exchange === undefined ? {} : { exchange: exchangeOf(exchange) }),
    ...(spot?.exchange === undefined
      ? {}
      : { error: { ...error, spot: { ...spot, exchange: exchangeOf(spot.exchange) } } }),
  }
}

/** How the whole ended: undefined, as for a run that was cut short, if one of the shards told no end. */
function endOf(header: RunHeader, shards: readonly ShardFolder[]): RunEnd | undefined {
  const ends = shards.map(({ end }) => end)
  if (ends.some((end) => end === undefined)) return undefined
  const lasted = shards.map(({ header: own, end }) => Date.parse(own.run.startedAt) + end!.durationMs)
  return {
    durationMs: Math.max(...lasted) - Date.parse(header.run.startedAt),
    leaks: ends.flatMap((end) => end!.leaks ?? []),
    ...(ends.every((end) => end!.exchangeLines !== undefined)
      ? { exchangeLines: ends.reduce((sum, end) => sum + end!.exchangeLines!, 0) }
      : {}),
    ...(ends.some((end) => end!.interrupted) ? { interrupted: true } : {}),
  }
}
