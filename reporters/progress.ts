import type { Outcome, RunHeader } from './evidence.ts'
import type { Judging } from './judging.ts'
import { type AnswerNews, type Counts, Tally } from './tally.ts'
import { oneLine, span } from './terminal.ts'
import { TimeLeft } from './time-left.ts'

/** What a run has been waiting for, for longer than is usual. */
export interface Delay {
  /** What does not come, as a phrase: `an answer to GET /servers/detail`. */
  what: string
  /** So long already. */
  ms: number
  /** How many other things are overdue as well. */
  others: number
}

/** How far a run is: what views show. */
export class Progress {
  /** Tests that are under way, with their requirements. */
  readonly running = new Map<string, readonly string[]>()
  /** The last thing that the target broke. */
  last: Outcome | undefined
  delay: Delay | undefined
  ending = false
  readonly tally: Tally
  readonly #ended = new Set<string>()
  readonly #now: () => number
  readonly #start: number
  #work: ReadonlyMap<string, number> = new Map()
  #total = 0
  #done = 0
  #unbegun = 0
  #counts: Counts | undefined
  readonly #timeLeft = new TimeLeft()

  constructor(header: RunHeader, judging: Judging, now: () => number) {
    this.tally = new Tally(header, judging)
    this.#now = now
    this.#start = now()
  }

  planned(work: ReadonlyMap<string, number>): void {
    this.#work = work
    this.#total = [...work.values()].reduce((sum, each) => sum + each, 0)
  }

  started(test: string, requirements: readonly string[]): void {
    this.#timeLeft.begins(this.elapsed)
    // Starts come by another way than ends, and may come later.
    if (!this.#ended.has(test)) this.running.set(test, requirements)
  }

  answered(news: AnswerNews): void {
    this.tally.answered(news)
    this.#counts = undefined
  }

  /** @returns whether it is what a reader wants to know at once */
  finished(outcome: Outcome): boolean {
    const { test, state, error, requirements } = outcome
    this.running.delete(test)
    this.#ended.add(test)
    const work = this.#work.get(test) ?? 0
    if (state === 'pending') {
      this.#unbegun++
      return false
    }
    // What was left out was no work.
    if (state === 'skipped') this.#total -= work
    else this.#done += work
    this.#timeLeft.done(this.elapsed, this.#done, this.#total)
    this.tally.finished(outcome)
    this.#counts = undefined
    if (state !== 'failed' || error?.name === 'Blocked' || error?.name === 'Unsupported') return false
    if (error?.name === 'Broken') {
      if (requirements.length > 0 && !requirements.some((id) => this.tally.matters(id))) return false
      this.last = outcome
    }
    return true
  }

  /** What a failed test is told of under: the first of its requirements that makes the target fail. */
  subject({ requirements, name }: Pick<Outcome, 'requirements' | 'name'>): string {
    return requirements.find((id) => this.tally.matters(id)) ?? requirements[0] ?? name
  }

  get counts(): Counts {
    this.#counts ??= this.tally.counts()
    return this.#counts
  }

  /** How many tests have not ended: once the run has, it ended before them. */
  get undone(): number {
    return this.#unbegun + this.running.size
  }

  /** Milliseconds since the run began. */
  get elapsed(): number {
    return this.#now() - this.#start
  }

  /** Share of the work that is done, between 0 and 1. */
  get share(): number {
    return this.#total <= 0 ? 0 : Math.min(1, this.#done / this.#total)
  }

  /** Milliseconds until the last test ends, as far as can be foretold; undefined while it would only be a guess. */
  get leftMs(): number | undefined {
    return this.ending ? undefined : this.#timeLeft.leftMs(this.elapsed)
  }

  /** What is left, in words; empty while it would only be a guess. */
  get left(): string {
    if (this.ending) return 'ending'
    const { leftMs } = this
    if (leftMs === undefined) return ''
    if (leftMs < 10_000) return 'a few seconds left'
    if (leftMs < 55_000) return `about ${Math.ceil(leftMs / 5000) * 5} s left`
    const minutes = Math.round(leftMs / 60_000)
    return minutes < 60
      ? `about ${minutes} min left`
      : `about ${span(Math.round(minutes / 5) * 300_000)} left`
  }

  /** What the run waits for, in words. */
  get waitsFor(): string {
    if (this.delay === undefined) return ''
    const { what, ms, others } = this.delay
    const more = others > 0 ? `, and for ${others} more` : ''
    return `waiting for ${oneLine(what, 200)} for ${span(ms)}${more}`
  }
}
