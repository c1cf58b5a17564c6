import { resolve } from 'node:path'
import { againstBaseline, baselineExitCode, describeBaseline } from '../../reporters/baseline.ts'
import { exitCode } from '../../reporters/build.ts'
import type { FormatName } from '../../reporters/formats.ts'
import { type ExitCode, UsageError } from '../errors.ts'
import { checkFolder, openFolder } from '../paths.ts'
import { readReport } from '../report/read-report.ts'
import { clearReportFolder, refuseFolderInUse } from '../run/report-folder.ts'
import { writeReport } from '../run/write-report.ts'
import { mergedHeader } from './merged-header.ts'
import { isOutside, readShards, type ShardFolder } from './read-shards.ts'
import { writeMerged } from './write-merged.ts'

/** What `stackproof merge` takes. */
export interface MergeOptions {
  report: string
  format?: FormatName[]
  baseline?: string
}

/** Makes one report of the shards of one run, as if one run had done all. @throws UsageError if they are not that */
export async function merge(paths: readonly string[], options: MergeOptions): Promise<ExitCode> {
  const baseline = options.baseline === undefined ? undefined : readReport(options.baseline)
  const directory = resolve(options.report)
  if (paths.some((path) => resolve(path) === directory))
    throw new UsageError(`${options.report} is the folder of a shard; name another one with --report DIR`)
  checkFolder(directory, '--report')
  const shards = await readShards(paths)
  const header = mergedHeader(shards)
  everyTestOnce(shards)
  await refuseFolderInUse(options.report)
  openFolder(directory, '--report')
  clearReportFolder(directory)
  await writeMerged(directory, header, shards)
  const report = await writeReport(directory, header.run.id, options.format)
  if (baseline === undefined) return exitCode(report)
  const gate = againstBaseline(baseline, report)
  process.stdout.write(describeBaseline(gate, report, options.baseline ?? ''))
  return baselineExitCode(gate, report)
}

/** Every test has to be in one shard, and in no two: all were cut by the same selection and the same timings. */
function everyTestOnce(shards: readonly ShardFolder[]): void {
  const here = new Map<string, number>()
  for (const { outcomes } of shards)
    for (const outcome of outcomes)
      if (!isOutside(outcome))
        here.set(outcome.test, (here.get(outcome.test) ?? 0) + (outcome.elsewhere === true ? 0 : 1))
  // A shard that was cut short may have told nothing of its last tests.
  const whole = shards.every(({ end }) => end !== undefined && end.interrupted !== true)
  const wrong = [...here.values()].filter((times) => times > 1 || (whole && times === 0)).length
  if (wrong > 0)
    throw new UsageError(
      `${wrong} tests are in no shard, or in several: the shards were cut in different ways; give all of them the same --select, --skip and --timings`,
    )
}
