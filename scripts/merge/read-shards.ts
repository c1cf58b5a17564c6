import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  addLine,
  type Evidence,
  noEvidence,
  OUTCOMES_FILE,
  type Outcome,
  type RunHeader,
} from '../../reporters/evidence.ts'
import { UsageError } from '../errors.ts'

/** The folder of a shard, with what its outcomes tell; its exchanges are not read yet. */
export interface ShardFolder extends Pick<Evidence, 'outcomes' | 'errors' | 'leaks' | 'end'> {
  folder: string
  header: RunHeader & { run: { shard: { index: number; of: number } } }
}

/** Reads the outcomes of shards, by their number. @throws UsageError for what is no shard, or where one is missing or there twice */
export async function readShards(folders: readonly string[]): Promise<ShardFolder[]> {
  const shards = await Promise.all(folders.map(readShard))
  const { of } = shards[0]!.header.run.shard
  const named = new Map<number, string>()
  for (const { folder, header } of shards) {
    const { index, of: other } = header.run.shard
    if (other !== of)
      throw new UsageError(`${folder} is one of ${other} shards, ${shards[0]!.folder} one of ${of}`)
    const twice = named.get(index)
    if (twice !== undefined) throw new UsageError(`${twice} and ${folder} are both shard ${index} of ${of}`)
    named.set(index, folder)
  }
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !named.has(index))
  if (missing.length > 0)
    throw new UsageError(
      `shard ${missing.join(', ')} of ${of} is missing: name the folders of all; the tests of one that failed to run are judged by nobody`,
    )
  return shards.sort((a, b) => a.header.run.shard.index - b.header.run.shard.index)
}

/** Was a test left out by what all shards have in common: the selection, the footprint, what the target offers? */
export function isOutside({ state, error, elsewhere }: Outcome): boolean {
  return state === 'skipped' && error !== undefined && error.by === undefined && elsewhere !== true
}

async function readShard(folder: string): Promise<ShardFolder> {
  const path = join(folder, OUTCOMES_FILE)
  if (!existsSync(path))
    throw new UsageError(
      `${folder} holds no evidence (${OUTCOMES_FILE}); name the folder that --report wrote to`,
    )
  const evidence = noEvidence()
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) addLine(evidence, line)
  const { header, outcomes, errors, leaks, end } = evidence
  if (header?.run.shard === undefined)
    throw new UsageError(`${folder} is no shard of a run: make one with \`stackproof run --shard i/n\``)
  return { folder, header: header as ShardFolder['header'], outcomes, errors, leaks, end }
}
