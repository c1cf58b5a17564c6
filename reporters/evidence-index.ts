import type { Exchange } from '../spec/exchange.ts'
import type { Requirement } from '../spec/requirement.ts'
import type { Outcome } from './evidence.ts'

/** At most so many exchanges are named by a row. */
const EXCHANGES_A_ROW = 20

/** The evidence, to be asked by requirement and by test. */
export class EvidenceIndex {
  readonly #tests = new Map<string, Outcome[]>()
  readonly #exchanges = new Map<string, Exchange[]>()
  readonly #byId = new Map<string, Exchange>()
  readonly #breaking = new Map<string, Exchange[]>()
  readonly #keeping = new Map<string, Exchange[]>()
  readonly #answered = new Set<string>()

  constructor(outcomes: readonly Outcome[], exchanges: readonly Exchange[]) {
    for (const outcome of outcomes)
      for (const id of new Set(outcome.requirements)) push(this.#tests, id, outcome)
    for (const exchange of exchanges) {
      push(this.#exchanges, exchange.test, exchange)
      this.#byId.set(exchange.id, exchange)
      const { response } = exchange
      if (response && response.status < 400) this.#answered.add(exchange.operationId)
      for (const id of new Set(exchange.problems.flatMap((problem) => problem.requirements))) {
        push(this.#breaking, id, exchange)
      }
      // A row names few of the exchanges that keep it, so few are remembered.
      for (const id of exchange.kept) {
        const keeping = this.#keeping.get(id)
        if (keeping === undefined) this.#keeping.set(id, [exchange])
        else if (keeping.length < EXCHANGES_A_ROW) keeping.push(exchange)
      }
    }
  }

  tests(id: string): readonly Outcome[] {
    return this.#tests.get(id) ?? []
  }
  of(test: string): readonly Exchange[] {
    return this.#exchanges.get(test) ?? []
  }
  breaking(id: string): readonly Exchange[] {
    return this.#breaking.get(id) ?? []
  }
  keeping(id: string): readonly Exchange[] {
    return this.#keeping.get(id) ?? []
  }
  /** An exchange of any test: what many tests look at was done once, by one of them. */
  exchange(id: string | undefined): Exchange | undefined {
    return id === undefined ? undefined : this.#byId.get(id)
  }
  /** The exchange that a test is likely to have judged: the last of the operation, or the last of all. */
  judged(test: string, operationId: string): Exchange | undefined {
    const own = this.of(test)
    return own.findLast((exchange) => exchange.operationId === operationId) ?? own.at(-1)
  }
  answered(operationId: string): boolean {
    return this.#answered.has(operationId)
  }

  /** Ids of the exchanges that explain a row: those that break it, then its tests' own, then three that keep it. */
  explaining({ id, operationId }: Requirement): string[] {
    const tests = this.tests(id)
    const own = tests.flatMap((outcome) => this.of(outcome.test))
    const ids = [
      ...this.breaking(id),
      ...tests
        .filter(({ state }) => state === 'failed')
        .flatMap(({ test }) => this.judged(test, operationId) ?? []),
      ...own.filter((exchange) => exchange.operationId === operationId),
      ...own,
      ...this.keeping(id).slice(0, 3),
    ].map((exchange) => exchange.id)
    return [...new Set(ids)].slice(0, EXCHANGES_A_ROW)
  }
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
