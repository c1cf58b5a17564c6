import { catalogue } from '../spec/catalogue.ts'
import type { Outcome } from './evidence.ts'
import { count, oneLine, type Palette, palette, span, useColor } from './terminal.ts'

/** What the collector tells a view while a run goes on. */
export interface LiveView {
  /** @param total requirements that tests are going to name, as far as is known by now; may grow */
  planned(total: number): void
  started(test: string, name: string, requirements: readonly string[]): void
  finished(outcome: Outcome): void
  /** Clears the block, or ends the plain lines. No call may follow. */
  end(): void
}

/** Where a view writes, and what it may assume of it. */
export interface LiveOptions {
  /** One line naming target, profile and footprint. */
  title: string
  out?: { write(text: string): unknown; isTTY?: boolean; columns?: number }
  env?: Readonly<Record<string, string | undefined>>
  /** Milliseconds now; for tests. */
  now?: () => number
}

/** The right view for where the output goes: a block that stays in place on a terminal, plain lines otherwise. */
export function liveView(options: LiveOptions): LiveView {
  const { out = process.stderr, env = process.env, now = Date.now } = options
  const inPlace = out.isTTY === true && !env.CI && env.TERM !== 'dumb'
  const settled = { title: options.title, out, now, paint: palette(useColor(out.isTTY === true, env)) }
  return inPlace ? new Block(settled) : new Lines(settled)
}

interface Settled {
  title: string
  out: NonNullable<LiveOptions['out']>
  now: () => number
  paint: Palette
}

/** Only a MUST that is not kept is a failure; the rest waits for the report. */
function isFailure({ requirements }: Outcome): boolean {
  const named = catalogue().filter(({ id }) => (requirements as readonly string[]).includes(id))
  return named.length === 0 || named.some(({ level }) => level === 'MUST')
}

/** The numbers both views show. */
class Tally {
  total = 0
  failed = 0
  errors = 0
  blocked = 0
  readonly done = new Set<string>()
  readonly running = new Map<string, readonly string[]>()
  last: Outcome | undefined
  readonly #start: number
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
    this.#start = now()
  }

  planned(total: number): void {
    this.total = Math.max(this.total, total)
  }
  started(test: string, requirements: readonly string[]): void {
    this.running.set(test, requirements)
  }
  /** True when the outcome is one that a reader wants to know at once. */
  finished(outcome: Outcome): boolean {
    this.running.delete(outcome.test)
    // Not begun, for the run is ending.
    if (outcome.state === 'skipped' && outcome.error === undefined) return false
    // Outside this run: it was never among what is planned.
    if (outcome.error?.name === 'Disabled') return false
    for (const id of outcome.requirements) this.done.add(id)
    if (this.total > 0) this.total = Math.max(this.total, this.done.size)
    if (outcome.state === 'passed' || outcome.state === 'skipped') return false
    const name = outcome.error?.name
    if (name === 'Unsupported') return false
    if (name === 'Blocked') this.blocked++
    else if (name !== 'Broken') this.errors++
    else if (isFailure(outcome)) this.failed++
    else return false
    if (name === 'Broken') this.last = outcome
    return name !== 'Blocked'
  }

  get elapsed(): number {
    return this.#now() - this.#start
  }
  /** Share done, between 0 and 1. */
  get share(): number {
    return this.total === 0 ? 0 : Math.min(1, this.done.size / this.total)
  }
  /** What is left, in words; empty while it would only be a guess. */
  get left(): string {
    const { share, elapsed } = this
    if (share < 0.05 || elapsed < 3000 || share >= 1) return ''
    const left = (elapsed / share) * (1 - share)
    if (left < 60_000) return 'less than a minute left'
    return `about ${Math.ceil(left / 60_000)} min left`
  }
}

/** One block that is drawn over itself, a few times a second at most, in one write each. */
class Block implements LiveView {
  readonly #tally: Tally
  readonly #settled: Settled
  readonly #timer: NodeJS.Timeout
  #height = 0
  #drawn = 0
  #ended = false

  constructor(settled: Settled) {
    this.#settled = settled
    this.#tally = new Tally(settled.now)
    settled.out.write('\n\u001b[?25l')
    process.once('exit', this.#showCursor)
    this.#timer = setInterval(() => this.#draw(), 1000)
    this.#timer.unref()
    this.#draw()
  }

  planned(total: number): void {
    this.#tally.planned(total)
    this.#soon()
  }
  started(test: string, _name: string, requirements: readonly string[]): void {
    this.#tally.started(test, requirements)
    this.#soon()
  }
  finished(outcome: Outcome): void {
    this.#tally.finished(outcome)
    this.#soon()
  }
  end(): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#timer)
    process.removeListener('exit', this.#showCursor)
    this.#settled.out.write(`${this.#up()}\u001b[J\u001b[?25h`)
  }

  #soon(): void {
    if (this.#settled.now() - this.#drawn >= 120) this.#draw()
  }

  #draw(): void {
    if (this.#ended) return
    this.#drawn = this.#settled.now()
    const lines = this.#lines()
    const body = lines.map((line) => `${line}\u001b[K\n`).join('')
    // Between the two marks a terminal that knows them shows nothing half drawn.
    this.#settled.out.write(`\u001b[?2026h${this.#up()}${body}\u001b[?2026l`)
    this.#height = lines.length
  }

  #lines(): string[] {
    const { paint, title, out } = this.#settled
    const width = Math.max(40, Math.min(100, out.columns ?? 80)) - 2
    const { done, total, share, failed, blocked, errors, running, last, left, elapsed } = this.#tally
    const cells = width - 2
    const filled = Math.round(share * cells)
    const known =
      total === 0 ? `${count(done.size)} requirements` : `${count(done.size)} of ${count(total)} requirements`
    const now = [...new Set([...running.values()].flat())]
    const counts = [
      failed > 0 ? paint.bad(`${failed} failed`) : paint.good('0 failed'),
      blocked > 0 ? paint.caution(`${blocked} blocked`) : '',
      errors > 0 ? paint.caution(`${errors} in error`) : '',
      paint.faint([span(elapsed), left].filter(Boolean).join(', ')),
    ]
    return [
      `  ${paint.strong(oneLine(title, width - 2))}`,
      `  ${(failed > 0 ? paint.bad : paint.good)('━'.repeat(filled))}${paint.faint('─'.repeat(cells - filled))}`,
      `  ${known}   ${counts.filter(Boolean).join('   ')}`,
      `  ${paint.faint(oneLine(now.length > 0 ? `now   ${now.join(', ')}` : ' ', width - 2))}`,
      last
        ? `  ${paint.bad('✗')} ${oneLine(`${last.requirements[0] ?? last.name}: ${last.error?.message ?? ''}`, width - 4)}`
        : '',
    ]
  }

  #up(): string {
    return this.#height > 0 ? `\u001b[${this.#height}A\r` : ''
  }

  readonly #showCursor = (): void => {
    this.#settled.out.write('\u001b[?25h')
  }
}

/** So many failures are told one by one in plain lines; the summary has the rest. */
const FAILURE_LINES = 50

/** A line now and then, and one for each failure: for logs. */
class Lines implements LiveView {
  readonly #tally: Tally
  readonly #settled: Settled
  #shownShare = 0
  #shownAt = 0
  #shownCount = 0
  #failures = 0

  constructor(settled: Settled) {
    this.#settled = settled
    this.#tally = new Tally(settled.now)
    settled.out.write(`${oneLine(settled.title)}\n`)
  }

  planned(total: number): void {
    this.#tally.planned(total)
  }
  started(test: string, _name: string, requirements: readonly string[]): void {
    this.#tally.started(test, requirements)
  }
  finished(outcome: Outcome): void {
    if (this.#tally.finished(outcome) && this.#failures++ < FAILURE_LINES) this.#failure(outcome)
    const { share, elapsed } = this.#tally
    // Every tenth of the way, and at least twice a minute.
    if (Math.floor(share * 10) > Math.floor(this.#shownShare * 10) || elapsed - this.#shownAt > 30_000)
      this.#progress()
  }
  end(): void {
    const { size } = this.#tally.done
    if (size > 0 && size !== this.#shownCount) this.#progress()
  }

  #failure({ requirements, name, error }: Outcome): void {
    const { paint, out } = this.#settled
    const word = error?.name === 'Broken' ? 'FAIL ' : 'ERROR'
    out.write(
      `${paint.bad(word)} ${oneLine(`${requirements[0] ?? name}: ${error?.message ?? 'the run ended before this test did'}`, 240)}\n`,
    )
  }

  #progress(): void {
    const { share, elapsed, done, total, failed, blocked, left } = this.#tally
    this.#shownShare = share
    this.#shownAt = elapsed
    this.#shownCount = done.size
    const of = total > 0 ? ` of ${count(total)}` : ''
    const parts = [
      `${count(done.size)}${of} requirements`,
      `${failed} failed`,
      `${blocked} blocked`,
      span(elapsed),
      left,
    ]
    this.#settled.out.write(`${parts.filter(Boolean).join(', ')}\n`)
  }
}
