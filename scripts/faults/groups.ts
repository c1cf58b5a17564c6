import type { Fault } from '../../fixtures/reference-cloud/faults/fault.ts'
import { faultOf, operationsOf } from './try-faults.ts'

/** So many faults of different operations are tried in one run; those that do not come out well are then tried alone. */
const TOGETHER = 6

/** So many of the same operations, where each breaks requirements of its own: one of them may well hide another. */
const OF_THE_SAME_TOGETHER = 4

/** A fault of so many operations has a run of its own, for that asks for nearly all tests. */
const MANY_OPERATIONS = 5

/** Faults that leave right calls alone do not hinder each other: so many are tried in one run. */
const WRONG_CALLS_TOGETHER = 40

/** Operations that setups of others stand on: a fault of one would keep the others from being noticed. */
const STOOD_ON =
  /^(servers\.(show|create|delete|list|listDetail|lock|unlock|stop|start|shelve)|volumes|images\.|flavors\.(list|show)|volumeAttachments\.attach)/

interface Group {
  ids: string[]
  /** Which faults may join. */
  key: string
  /** What none of its faults may have in common with another: operations, or the requirements that it breaks. */
  touches: Set<string>
}

/** Faults in groups that can be tried together: of a group, no two touch the same operation, or the same requirement, or right calls. */
export function groupsOf(ids: readonly string[]): string[][] {
  const ofWrongCalls = ids.filter((id) => faultOf(id).onWrongCalls)
  const groups: Group[] = []
  for (const fault of ids.filter((id) => !ofWrongCalls.includes(id)).map(faultOf)) {
    const operations = operationsOf(fault)
    const broken = [...fault.breaks, ...(fault.alsoBreaks ?? [])]
    const [first = ''] = operations
    if (operations.length === 1 && !STOOD_ON.test(first)) join(groups, fault, UNLIKE, TOGETHER, [first])
    else if (operations.length < MANY_OPERATIONS && !broken.some((each) => each.endsWith('/*')))
      join(groups, fault, [...operations].sort().join(' '), OF_THE_SAME_TOGETHER, broken)
    else join(groups, fault, fault.id, 1, broken)
  }
  return [...slices(ofWrongCalls, WRONG_CALLS_TOGETHER), ...groups.map((group) => group.ids)]
}

/** Faults of one operation each, whichever it is. */
const UNLIKE = ''

/** Puts a fault into the first group of its key that has room for it, and touches nothing that it touches. */
function join(groups: Group[], { id }: Fault, key: string, most: number, touches: readonly string[]): void {
  let group = groups.find(
    (each) => each.key === key && each.ids.length < most && !touches.some((it) => each.touches.has(it)),
  )
  if (group === undefined) {
    group = { ids: [], key, touches: new Set() }
    groups.push(group)
  }
  group.ids.push(id)
  for (const each of touches) group.touches.add(each)
}

const slices = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
