/** The least part of the work, and the least time, from which the rest can be foretold. */
const TELLING_SHARE = 0.1
const TELLING_MS = 3000
/** The rest is expected to go as it went for this part of the time so far: a run speeds up once its longest waits are begun. */
const LATELY = 0.5
/** Where all waits for one thing, nothing is done for a while: the rest is not held to be so many times as slow as all before. */
const STALLED = 1.5
/** How much of a new forecast is believed when so much of the run's time has gone by since the one before. */
const BELIEF_SPAN = 0.1

/** How much was done when. */
interface Mark {
  /** Milliseconds since the run began. */
  at: number
  done: number
}

/** When a run will have done its work, foretold from how it went lately. */
export class TimeLeft {
  #marks: Mark[] = []
  #forecast: { totalMs: number; at: number } | undefined

  /** The first test begins: finding the target and loading the tests takes as long for few of them as for many. @param at milliseconds since the run began */
  begins(at: number): void {
    if (this.#marks.length === 0) this.#marks.push({ at, done: 0 })
  }

  /**
   * So much is done of so much.
   * @param at milliseconds since the run began
   */
  done(at: number, done: number, total: number): void {
    this.begins(at)
    const begun = this.#marks[0]!.at
    this.#marks.push({ at, done })
    if (done < total * TELLING_SHARE || at - begun < TELLING_MS) return
    const since = this.#markAt(begun + (at - begun) * (1 - LATELY))
    if (done <= since.done) return
    const lately = (at - since.at) / (done - since.done)
    const each = Math.min(lately, ((at - begun) / done) * STALLED)
    const totalMs = at + (total - done) * each
    const before = this.#forecast
    const belief = before === undefined ? 1 : Math.min(1, (at - before.at) / (at * BELIEF_SPAN))
    this.#forecast = {
      totalMs: before === undefined ? totalMs : before.totalMs + (totalMs - before.totalMs) * belief,
      at,
    }
  }

  /** Milliseconds until all is done, from `at` on; undefined while it would only be a guess. */
  leftMs(at: number): number | undefined {
    return this.#forecast === undefined ? undefined : Math.max(0, this.#forecast.totalMs - at)
  }

  /** The last mark that is not later. What lies before it is never asked for again, but the first. */
  #markAt(at: number): Mark {
    const next = this.#marks.findIndex((mark) => mark.at > at)
    const last = Math.max(0, (next === -1 ? this.#marks.length : next) - 1)
    if (last > 1) this.#marks.splice(1, last - 1)
    return this.#marks[Math.min(last, 1)]!
  }
}
