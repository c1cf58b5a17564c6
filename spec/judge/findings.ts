import type { Observation, Problem } from '../exchange.ts'
import type { Offer } from './offer.ts'
import { quote } from './quote.ts'

/** So many problems of one answer are kept, and so many that break the same requirements: a list that is wrong throughout says it once. */
const PROBLEMS = 100
const ALIKE = 5
/** So many attributes that no document names are kept of one answer. */
const UNKNOWN = 50
/** Of a name that the target chose, so much is kept. */
const NAME = 100

/** The documented places of one answer's body, each with the requirement that speaks of it. */
export interface Places {
  operationId: string
  /** Requirement ids, by place; the first is the body's own. */
  ids: string[]
}

/** Gathers what is found in one body. What is kept is bounded, what is broken is known of every place. */
export class Findings {
  readonly offer: Offer
  readonly problems: Problem[] = []
  readonly observations: Observation[] = []
  /** How many more problems there were than are kept, and how often more attributes that no document names. */
  readonly more = { problems: 0, observations: 0 }
  /** The steps from the root to where the walk is. */
  readonly path: (string | number)[] = []
  readonly #places: Places
  readonly #seen: Uint8Array
  readonly #broken: Uint32Array
  readonly #unknown = new Set<string>()

  constructor(places: Places, offer: Offer) {
    this.offer = offer
    this.#places = places
    this.#seen = new Uint8Array(places.ids.length)
    this.#broken = new Uint32Array(places.ids.length)
    this.#seen[0] = 1
  }

  /** The answer holds the attribute of that place. */
  see(place: number): void {
    this.#seen[place] = 1
  }

  /** How much is wrong so far. */
  get count(): number {
    return this.problems.length + this.more.problems
  }

  /**
   * The value at the walk's place, or at a name below it, is not as the contract asks.
   *
   * @param depth how many steps of `path` lead to the value
   */
  report(place: number, expected: string, found: unknown, depth: number, name?: string): void {
    const before = this.#broken[place]!++
    if (before >= ALIKE || this.problems.length >= PROBLEMS) {
      this.more.problems++
      return
    }
    const pointer = this.path
      .slice(0, depth)
      .concat(name === undefined ? [] : [name])
      .map((step) => `/${typeof step === 'number' ? step : pointerKey(clipped(step))}`)
      .join('')
    const requirements = [this.#places.ids[place]!]
    this.problems.push({ pointer, expected, found: quote(found), requirements })
  }

  /** An attribute that no document names. */
  unknown(pattern: string, name: string): void {
    if (this.observations.length >= UNKNOWN) {
      this.more.observations++
      return
    }
    const attribute = pattern === '' ? clipped(name) : `${pattern}.${clipped(name)}`
    if (this.#unknown.has(attribute)) return
    this.#unknown.add(attribute)
    this.observations.push({ operationId: this.#places.operationId, attribute })
  }

  /** Requirements that the body put to the test and keeps. */
  kept(): string[] {
    const kept: string[] = []
    for (const [place, id] of this.#places.ids.entries())
      if (this.#seen[place] === 1 && this.#broken[place] === 0) kept.push(id)
    return kept
  }
}

const clipped = (name: string) => (name.length > NAME ? `${name.slice(0, NAME)}…` : name)

/** Escapes a key for a JSON pointer (RFC 6901). */
function pointerKey(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1')
}
