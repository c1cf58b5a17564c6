import { isDeepStrictEqual } from 'node:util'
import type { RunHeader } from '../../reporters/evidence.ts'
import { UsageError } from '../errors.ts'
import type { ShardFolder } from './read-shards.ts'

/** What has to be the same in all shards of a run, with the words for it. Addresses may differ: shards may come by different ways. */
const SAME: readonly [what: string, of: (header: RunHeader) => unknown][] = [
  ['version of stackproof', ({ tool }) => tool],
  ['contract', ({ spec }) => spec],
  ['target', ({ target }) => target.name],
  ['--profile', ({ run }) => run.profile],
  ['--footprint', ({ run }) => run.footprint],
  ['--select and --skip', ({ run, selected }) => [run.selection, selected]],
  ['--seed', ({ run }) => run.seed],
  ['--waivers', ({ waivers }) => waivers],
  ['extensions of the target', ({ target }) => [...target.features].sort()],
]

/** The header of the one run that the shards are. @throws UsageError naming what differs */
export function mergedHeader(shards: readonly ShardFolder[]): RunHeader {
  const [first, ...others] = shards
  for (const other of others)
    for (const [what, of] of SAME)
      if (!isDeepStrictEqual(of(first!.header), of(other.header)))
        throw new UsageError(`${first!.folder} and ${other.folder} are no shards of one run: ${what} differs`)
  const { shard: _, ...run } = first!.header.run
  const startedAt = shards.map(({ header }) => header.run.startedAt).sort()[0]!
  return {
    ...first!.header,
    run: { ...run, startedAt, merged: shards.map(({ header }) => header.run.id) },
  }
}
