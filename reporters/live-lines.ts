import type { Outcome } from './evidence.ts'
import { type Screen, undoneTests } from './live-block.ts'
import type { Delay, Progress } from './progress.ts'
import type { AnswerNews } from './tally.ts'
import { count, oneLine, span } from './terminal.ts'

/** So many failures are told one by one in plain lines, and of one kind, or with one error, no more than so many; the summary has the rest. */
const FAILURE_LINES = 50
const LINES_OF_A_KIND = 3
/** Twice a minute at least; and of what stalls, not more often than that; milliseconds. */
const OFTEN_MS = 30_000
const SELDOM_MS = 5000

/** A line now and then, and one for each failure: for logs. */
export class LiveLines {
  readonly #progress: Progress
  readonly #screen: Screen
  #shownShare = 0
  #shownAt = 0
  #shownJudged = 0
  #failures = 0
  readonly #ofKind = new Map<string, number>()
  #ended = false

  constructor(progress: Progress, screen: Screen) {
    this.#progress = progress
    this.#screen = screen
    screen.out.write(`${oneLine(screen.title)}\n`)
  }

  planned(work: ReadonlyMap<string, number>): void {
    this.#progress.planned(work)
  }
  started(test: string, _name: string, requirements: readonly string[]): void {
    this.#progress.started(test, requirements)
  }
  finished(outcome: Outcome): void {
    if (this.#progress.finished(outcome)) this.#failure(outcome)
    this.#soon()
  }
  answered(news: AnswerNews): void {
    this.#progress.answered(news)
  }
  waits(delay: Delay | undefined): void {
    const begins = delay !== undefined && this.#progress.delay === undefined
    this.#progress.delay = delay
    if (begins && this.#progress.elapsed - this.#shownAt > SELDOM_MS) this.#tell()
    else this.#soon()
  }
  note(line: string): void {
    this.#screen.out.write(`${line}\n`)
  }
  ending(): void {
    this.#progress.ending = true
  }
  end(): void {
    if (this.#ended) return
    this.#ended = true
    const { counts, undone } = this.#progress
    if (counts.judged > 0 && counts.judged !== this.#shownJudged) this.#tell()
    if (undone > 0) this.note(undoneTests(undone))
  }

  /** Every tenth of the way, and so often at least. */
  #soon(): void {
    const { share, elapsed } = this.#progress
    const tenth = Math.floor(share * 10) > Math.floor(this.#shownShare * 10)
    // Tests that are left out end all at once, and say nothing new. Counting takes long, and is for lines that are due.
    const news = tenth && this.#progress.counts.judged !== this.#shownJudged
    if (news || elapsed - this.#shownAt > OFTEN_MS) this.#tell()
  }

  /** What one cause breaks in every operation must not hide what comes after it. */
  #failure(outcome: Outcome): void {
    const { paint } = this.#screen
    const { error } = outcome
    const subject = this.#progress.subject(outcome)
    const broken = error?.name === 'Broken'
    const kind = broken ? subject.slice(subject.indexOf('/') + 1) : 'this error'
    // Errors are alike by what they say, whatever they keep from being judged.
    const key = broken ? kind : (error?.message ?? '')
    const before = this.#ofKind.get(key) ?? 0
    this.#ofKind.set(key, before + 1)
    if (before === LINES_OF_A_KIND) this.note(paint.faint(`      more of ${kind} stand in the report`))
    if (before >= LINES_OF_A_KIND || this.#failures++ > FAILURE_LINES) return
    if (this.#failures > FAILURE_LINES) {
      this.note(paint.faint('      what else fails stands in the report'))
      return
    }
    const word = broken ? 'FAIL ' : 'ERROR'
    this.note(`${paint.bad(word)} ${oneLine(`${subject}: ${error?.message ?? ''}`, 240)}`)
  }

  #tell(): void {
    const { share, elapsed, counts, left, waitsFor } = this.#progress
    this.#shownShare = share
    this.#shownAt = elapsed
    this.#shownJudged = counts.judged
    const parts = [
      `${count(counts.judged)} of ${count(counts.total)} requirements judged`,
      `${count(counts.fail)} failed`,
      counts.waived > 0 ? `${count(counts.waived)} of them waived` : '',
      counts.blocked > 0 ? `${count(counts.blocked)} blocked` : '',
      counts.error > 0 ? `${count(counts.error)} in error` : '',
      span(elapsed),
      left,
      waitsFor,
    ]
    this.note(parts.filter(Boolean).join(', '))
  }
}
