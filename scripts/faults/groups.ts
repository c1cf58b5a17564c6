import { faultOf, operationsOf } from './try-faults.ts'

/** So many faults of different operations are tried in one run; those that do not come out well are then tried alone. */
const TOGETHER = 6

/** Faults that leave right calls alone do not hinder each other: so many are tried in one run. */
const WRONG_CALLS_TOGETHER = 40

/** Operations that setups of others stand on: a fault of one would keep the others from being noticed. */
const STOOD_ON =
  /^(servers\.(show|create|delete|list|listDetail|lock|unlock|stop|start|shelve)|volumes|images\.|flavors\.(list|show)|volumeAttachments\.attach)/

/** Faults in groups that can be tried together: no two of a group touch the same operation, or right calls. */
export function groupsOf(ids: readonly string[]): string[][] {
  const ofWrongCalls = ids.filter((id) => faultOf(id).onWrongCalls)
  const groups: { ids: string[]; operations: Set<string> }[] = []
  for (const id of ids) {
    const fault = faultOf(id)
    if (fault.onWrongCalls) continue
    const operations = operationsOf(fault)
    const apart = operations.length > 1 || operations.some((each) => STOOD_ON.test(each))
    const fitting = apart
      ? undefined
      : groups.find(
          (group) =>
            !group.operations.has('*') &&
            group.ids.length < TOGETHER &&
            !operations.some((each) => group.operations.has(each)),
        )
    if (fitting === undefined)
      groups.push({ ids: [id], operations: new Set(apart ? ['*', ...operations] : operations) })
    else {
      fitting.ids.push(id)
      for (const each of operations) fitting.operations.add(each)
    }
  }
  return [...slices(ofWrongCalls, WRONG_CALLS_TOGETHER), ...groups.map((group) => group.ids)]
}

const slices = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
