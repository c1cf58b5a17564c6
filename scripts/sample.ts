import { createHash } from 'node:crypto'

/**
 * Some of many, the same for a seed, and as evenly from all kinds as can be: for where there is no time for all.
 * @param count how many; all where there are no more
 */
export function sampled<Item extends { id: string; kind: string }>(
  items: readonly Item[],
  count: number,
  seed: string,
): Item[] {
  const rank = ({ id }: Item) => createHash('sha256').update(`${seed} ${id}`).digest('hex')
  const kinds = new Map<string, Item[]>()
  for (const item of [...items].sort((a, b) => rank(a).localeCompare(rank(b))))
    kinds.set(item.kind, [...(kinds.get(item.kind) ?? []), item])
  const chosen = new Set<Item>()
  for (let at = 0; chosen.size < Math.min(count, items.length); at++)
    for (const kind of kinds.values()) {
      const next = kind[at]
      if (next !== undefined && chosen.size < count) chosen.add(next)
    }
  return items.filter((item) => chosen.has(item))
}
