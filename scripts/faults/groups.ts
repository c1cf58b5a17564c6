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
  /** The operations that each of its faults has, or must not share with another. */
  operations: Set<string>
  /** Requirements that its faults break, where they are of the same operations. */
  breaks?: Set<string>
}

/** Faults in groups that can be tried together: of a group, no two touch the same operation, or the same requirement, or right calls. */
export function groupsOf(ids: readonly string[]): string[][] {
  const ofWrongCalls = ids.filter((id) => faultOf(id).onWrongCalls)
  const apart: Group[] = []
  const mixed: Group[] = []
  for (const fault of ids.filter((id) => !ofWrongCalls.includes(id)).map(faultOf)) {
    const operations = operationsOf(fault)
    if (operations.length > 1 || STOOD_ON.test(operations[0]!)) intoAlike(apart, fault, operations)
    else intoUnlike(mixed, fault, operations[0]!)
  }
  return [...slices(ofWrongCalls, WRONG_CALLS_TOGETHER), ...[...apart, ...mixed].map((group) => group.ids)]
}

function intoUnlike(groups: Group[], { id }: Fault, operation: string): void {
  const fitting = groups.find((group) => group.ids.length < TOGETHER && !group.operations.has(operation))
  if (fitting === undefined) groups.push({ ids: [id], operations: new Set([operation]) })
  else {
    fitting.ids.push(id)
    fitting.operations.add(operation)
  }
}

function intoAlike(groups: Group[], fault: Fault, operations: readonly string[]): void {
  const broken = [...fault.breaks, ...(fault.alsoBreaks ?? [])]
  const fitting =
    operations.length >= MANY_OPERATIONS || broken.some((r) => r.endsWith('/*'))
      ? undefined
      : groups.find(
          (group) =>
            group.breaks !== undefined &&
            group.ids.length < OF_THE_SAME_TOGETHER &&
            operations.every((each) => group.operations.has(each)) &&
            group.operations.size === operations.length &&
            !broken.some((r) => group.breaks!.has(r)),
        )
  if (fitting !== undefined) {
    fitting.ids.push(fault.id)
    for (const r of broken) fitting.breaks!.add(r)
  } else
    groups.push({
      ids: [fault.id],
      operations: new Set(operations),
      ...(operations.length < MANY_OPERATIONS && !broken.some((r) => r.endsWith('/*'))
        ? { breaks: new Set(broken) }
        : {}),
    })
}

const slices = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
