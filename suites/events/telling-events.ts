import type { TypedClient } from '../../fixtures/client/calls.ts'
import {
  alike,
  type EventFilter,
  hasTrait,
  type StoredEvent,
  type StoredTrait,
  storedEvents,
} from '../../fixtures/given/events.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { millis } from './asking.ts'
import { byTime } from './event-order.ts'

/** A filter with what it says of an event. */
export interface Telling {
  filter: EventFilter
  /** Whether an event may count as one that matches. */
  holds: (event: StoredEvent) => boolean
}

/** A filter on a trait with some value. */
export const byTrait = ({ name, value }: StoredTrait): Telling => ({
  filter: { field: name, value },
  holds: (event) => hasTrait(event, { name, value }),
})

/** A filter on a type of events. */
export const byType = (type: string): Telling => ({
  filter: { field: 'event_type', value: type },
  holds: (event) => alike(event.event_type, type),
})

const isText = ({ type = 'string' }: StoredTrait) => type === 'string'

const none = (what: string) => new Blocked('environment', `among the events that can be seen, ${what}`)

/** Two values that a text has in two events. @throws Blocked by `environment` where there is none */
export async function twoTexts(
  context: TestContext,
  panko: TypedClient,
): Promise<[one: StoredTrait, other: StoredTrait]> {
  const first = new Map<string, StoredTrait>()
  for (const trait of (await storedEvents(context, panko)).flatMap((event) =>
    (event.traits ?? []).filter(isText),
  )) {
    const known = first.get(trait.name)
    if (known === undefined) first.set(trait.name, trait)
    else if (!alike(known.value, trait.value)) return [known, trait]
  }
  throw none('no trait that is a text has two values')
}

/**
 * Three filters that one event matches, while another matches two of them: the type, a trait that both have, a trait that
 * tells them apart.
 * @throws Blocked by `environment` where no two events are so
 */
export async function threeFilters(
  context: TestContext,
  panko: TypedClient,
): Promise<{ event: StoredEvent; filters: [Telling, Telling, Telling] }> {
  const all = await storedEvents(context, panko)
  for (const event of all)
    for (const other of all) {
      if (event === other || !alike(event.event_type, other.event_type)) continue
      const texts = (event.traits ?? []).filter(isText)
      // Whose an event is, the service may ask of its own accord.
      const shared = texts.find((trait) => hasTrait(other, trait) && !/^(project|user)_id$/.test(trait.name))
      const own = texts.find((trait) => !hasTrait(other, trait))
      if (shared !== undefined && own !== undefined)
        return { event, filters: [byType(event.event_type), byTrait(shared), byTrait(own)] }
    }
  throw none('no two of a type agree in one trait and differ in another')
}

/** So many events at least match a filter that pages are walked by. */
const FEW = 3

/**
 * A filter that some events match and others among them in the order of time do not, a trait where there is one.
 * @throws Blocked by `environment` where there is none
 */
export async function mixedFilter(
  context: TestContext,
  panko: TypedClient,
): Promise<Telling & { matching: StoredEvent[] }> {
  const all = [...(await storedEvents(context, panko))].sort(byTime)
  const candidates = [
    ...all.flatMap((event) => (event.traits ?? []).filter(isText).map(byTrait)),
    ...all.map((event) => byType(event.event_type)),
  ]
  const tried = new Set<string>()
  for (const each of candidates) {
    const key = JSON.stringify(each.filter)
    if (tried.has(key)) continue
    tried.add(key)
    const matching = all.filter(each.holds)
    if (matching.length >= FEW && all.slice(0, FEW).some((event) => !each.holds(event)))
      return { ...each, matching }
  }
  throw none(`no trait and no type that others lack is that of ${FEW}`)
}

/** A value that others can be held against: negative, positive, or 0 where they are too close to be told apart. */
type Order = (one: string, other: string) => number

const NEAR = 1e-6

const sign = (difference: number) => (Number.isNaN(difference) ? 0 : difference)

/** How the values of each kind are ordered. */
export const ORDERS: Record<'integer' | 'float' | 'datetime', Order> = {
  // Such as a size in bytes may be more than a double holds.
  integer: (one, other) =>
    [one, other].every((text) => /^-?\d+$/.test(text)) ? Number(BigInt(one) - BigInt(other)) : 0,
  float: (one, other) => {
    const [a, b] = [Number(one), Number(other)]
    return Math.abs(a - b) <= NEAR * Math.max(Math.abs(a), Math.abs(b)) ? 0 : sign(a - b)
  },
  datetime: (one, other) => sign(millis(one) - millis(other)),
}

/** Numbers up to here, in so many parts of one, are the same in every storage. */
const EXACT = { below: 2 ** 16, parts: 16 }

/** Whether every storage keeps all digits of a value, so that it is known what is equal to it. */
export const isExact = (kind: keyof typeof ORDERS, value: string): boolean => {
  if (kind === 'integer') return true
  if (kind === 'datetime') return !/\.\d*[1-9]/.test(value)
  const number = Number(value)
  return Math.abs(number) < EXACT.below && Number.isInteger(number * EXACT.parts)
}

/** So many values are compared with each other. */
const ENOUGH = 100

/** A text that no storage, however it orders letters, takes for a greater one than another: but for one digit they are the same. */
const isLess = (one: string, other: string): boolean => {
  const at = [...one].findIndex((letter, index) => letter !== other[index])
  const [a, b] = [one[at] ?? '', other[at] ?? '']
  return /^\d$/.test(a) && /^\d$/.test(b) && a < b && one === other.slice(0, at) + a + other.slice(at + 1)
}

/** Two texts that a trait has, the smaller one first. @throws Blocked by `environment` where there are none of a known order */
export async function neighbours(
  context: TestContext,
  panko: TypedClient,
): Promise<[smaller: StoredTrait, greater: StoredTrait]> {
  const texts = (await storedEvents(context, panko)).flatMap((event) => (event.traits ?? []).filter(isText))
  const distinct = [...new Map(texts.map((trait) => [`${trait.name} ${trait.value}`, trait])).values()]
  for (const one of distinct.slice(0, ENOUGH)) {
    const other = distinct.find(({ name, value }) => name === one.name && isLess(one.value, value))
    if (other !== undefined) return [one, other]
  }
  throw none('no trait that is a text has two values that differ in one digit')
}

/**
 * A trait of a kind with two values, the smaller one first; such as are in another order as texts, where there are any.
 * @returns nothing where no trait of that kind has two values
 */
export async function twoValues(
  context: TestContext,
  panko: TypedClient,
  kind: keyof typeof ORDERS,
): Promise<[smaller: StoredTrait, greater: StoredTrait] | undefined> {
  const found = (await storedEvents(context, panko)).flatMap((event) =>
    (event.traits ?? []).filter((trait) => trait.type === kind),
  )
  const distinct = new Map(found.map((trait) => [`${trait.name} ${trait.value}`, trait]))
  const traits = [...distinct.values()].slice(0, ENOUGH)
  const pairs = traits.flatMap((one) =>
    traits
      .filter((other) => other.name === one.name && ORDERS[kind](one.value, other.value) < 0)
      .map((other): [StoredTrait, StoredTrait] => [one, other]),
  )
  return pairs.find(([one, other]) => one.value > other.value) ?? pairs[0]
}
