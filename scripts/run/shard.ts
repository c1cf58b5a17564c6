import { type Shard, sortOf } from '../../fixtures/run/shard.ts'
import type { Report } from '../../reporters/report.ts'
import { UsageError } from '../errors.ts'
import { readReport } from '../report/read-report.ts'

/** The seed of shards where none is asked for: one run has one seed. */
export const SHARD_SEED = 1

/** Reads `i/n`. @throws UsageError if it is not that */
export function shardOf(text: string | undefined, timings: string | undefined): Shard | undefined {
  if (text === undefined) {
    if (timings !== undefined) throw new UsageError('--timings tells how to cut a run: it needs --shard i/n')
    return undefined
  }
  const [, index, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number)
  if (index === undefined || of === undefined || index < 1 || index > of)
    throw new UsageError(`--shard ${text}: say which of how many, from 1/4 to 4/4`)
  return { index, of, ...(timings === undefined ? {} : { weights: weightsIn(readReport(timings)) }) }
}

/** How long tests were under way in an earlier run, in milliseconds, by what they are about; those that never began are left out. */
export function weightsIn({ requirements }: Report): Record<string, number> {
  const tests = new Map<string, { ids: string[]; durationMs: number }>()
  for (const { id, tests: own } of requirements)
    for (const { file, line, name, durationMs } of own) {
      const key = `${file}:${line} ${name}`
      const test = tests.get(key) ?? { ids: [], durationMs }
      test.ids.push(id)
      tests.set(key, test)
    }
  const sorts = new Map<string, number[]>()
  for (const { ids, durationMs } of tests.values())
    if (durationMs > 0) sorts.set(sortOf(ids), [...(sorts.get(sortOf(ids)) ?? []), durationMs])
  return Object.fromEntries(
    [...sorts].map(([sort, all]) => [sort, all.reduce((sum, each) => sum + each, 0) / all.length]),
  )
}
