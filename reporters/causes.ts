import { type Break, type CauseKind, causeKind, passedUnchecked, showsForeign } from './cause-kinds.ts'
import { joined as joinedKinds } from './joined.ts'
import { type Cause, GRAVITIES, type RequirementRow } from './report.ts'

/**
 * Gathers broken requirements by what the target did, the gravest first: what breaks MUSTs before what breaks
 * SHOULDs, then by gravity, then by how many rows come of it. What is waived stays out.
 * @param rows all rows, for what was blocked by the operations at fault
 */
export function causes(breaks: readonly Break[], rows: readonly RequirementRow[]): Cause[] {
  const found = new Map<string, Cause>()
  const kinds = new Map(breaks.map((broke) => [broke, causeKind(broke)]))
  const seenTwice = joinedKinds(kinds)
  const unchecked = [...kinds.values()].find(({ id }) => id === 'tokens-unchecked')
  const foreign = [...kinds].find(([, { id }]) => id === 'roles-unchecked')?.[1]
  for (const [broke, own] of kinds) {
    const { row } = broke
    const joined =
      (passedUnchecked(broke, own) && unchecked) ||
      (showsForeign(broke, own) && foreign) ||
      seenTwice.get(broke)
    const { id, gravity, title }: CauseKind = joined ?? own
    const cause = found.get(id) ?? {
      id,
      gravity,
      title,
      verdict: 'warn',
      operations: [],
      rows: [],
      blocks: [],
    }
    if (row.verdict === 'fail') cause.verdict = 'fail'
    if (!cause.operations.includes(row.operationId)) cause.operations.push(row.operationId)
    cause.rows.push(row.id)
    found.set(id, cause)
  }
  // Below a cause the worst comes first, too, and what names it before what it shows in: a reader takes the first row for the cause.
  const warns = new Set(breaks.filter(({ row }) => row.verdict !== 'fail').map(({ row }) => row.id))
  const others = new Set([...seenTwice.keys()].map(({ row }) => row.id))
  for (const cause of found.values())
    cause.rows.sort(
      (one, other) =>
        Number(warns.has(one)) - Number(warns.has(other)) ||
        Number(others.has(one)) - Number(others.has(other)),
    )
  const sorted = [...found.values()].sort(
    (a, b) =>
      Number(a.verdict === 'warn') - Number(b.verdict === 'warn') ||
      GRAVITIES.indexOf(a.gravity) - GRAVITIES.indexOf(b.gravity) ||
      b.rows.length - a.rows.length ||
      a.id.localeCompare(b.id),
  )
  // What only wrong calls bring out stands in no other test's way.
  const proper = new Set(breaks.filter(({ exchange }) => !exchange?.probe).map(({ row }) => row.id))
  const atFault = new Map<string, Cause>()
  for (const cause of sorted)
    for (const id of cause.rows.filter((row) => proper.has(row))) {
      const operation = id.slice(0, id.indexOf('/'))
      if (!atFault.has(operation)) atFault.set(operation, cause)
    }
  for (const row of rows) if (row.verdict === 'blocked') atFault.get(row.blockedBy ?? '')?.blocks.push(row.id)
  return sorted
}
