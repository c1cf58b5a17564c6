import type { Outcome } from './evidence.ts'
import type { Delay, Progress } from './progress.ts'
import type { AnswerNews } from './tally.ts'
import { count, oneLine, onLines, type Palette, span } from './terminal.ts'

/** Where a view is shown. */
export interface Screen {
  title: string
  out: { write(text: string): unknown; columns?: number }
  /** Milliseconds now. */
  now: () => number
  paint: Palette
}

/** The block is no wider, for eyes; and narrower than this it says nothing any more. */
const WIDEST = 100
const NARROWEST = 20
/** It is not drawn more often, in milliseconds. */
const REST_MS = 120

/** One block that is drawn over itself, a few times a second at most, in one write each. */
export class LiveBlock {
  readonly #progress: Progress
  readonly #screen: Screen
  readonly #timer: NodeJS.Timeout
  /** Columns of each line that stands on the screen. */
  #shown: number[] = []
  #drawn = 0
  #ended = false

  constructor(progress: Progress, screen: Screen) {
    this.#progress = progress
    this.#screen = screen
    screen.out.write('\n\u001b[?25l')
    process.once('exit', this.#showCursor)
    this.#timer = setInterval(() => this.#draw(), 1000)
    this.#timer.unref()
    this.#draw()
  }

  planned(work: ReadonlyMap<string, number>): void {
    this.#progress.planned(work)
    this.#soon()
  }
  started(test: string, _name: string, requirements: readonly string[]): void {
    this.#progress.started(test, requirements)
    this.#soon()
  }
  finished(outcome: Outcome): void {
    this.#progress.finished(outcome)
    this.#soon()
  }
  answered(news: AnswerNews): void {
    this.#progress.answered(news)
    this.#soon()
  }
  waits(delay: Delay | undefined): void {
    this.#progress.delay = delay
    this.#draw()
  }
  note(line: string): void {
    const text = `${onLines(line, Math.max(NARROWEST, this.#columns - 1)).join('\n')}\n`
    if (this.#ended) this.#screen.out.write(text)
    else this.#draw(text)
  }
  ending(): void {
    this.#progress.ending = true
    this.#draw()
  }
  end(): void {
    if (this.#ended) return
    const { undone } = this.#progress
    const said = undone > 0 ? `  ${undoneTests(undone)}\n` : ''
    this.#ended = true
    clearInterval(this.#timer)
    process.removeListener('exit', this.#showCursor)
    this.#screen.out.write(`${this.#up()}\u001b[J\u001b[?25h${said}`)
  }

  #soon(): void {
    if (this.#screen.now() - this.#drawn >= REST_MS) this.#draw()
  }

  /** @param above goes where the block stood, and stays */
  #draw(above = ''): void {
    if (this.#ended) return
    this.#drawn = this.#screen.now()
    const { lines, widths } = this.#lines()
    const body = lines.map((line) => `${line}\u001b[K\n`).join('')
    // Between the two marks a terminal that knows them shows nothing half drawn.
    this.#screen.out.write(
      `\u001b[?2026h${this.#up()}${above === '' ? '' : `\u001b[J${above}`}${body}\u001b[J\u001b[?2026l`,
    )
    this.#shown = widths
  }

  get #columns(): number {
    return this.#screen.out.columns || 80
  }

  #lines(): { lines: string[]; widths: number[] } {
    const { paint, title } = this.#screen
    const progress = this.#progress
    const { counts, share, running, last, left, elapsed, waitsFor } = progress
    // The last column stays empty: a line that fills the whole width is followed by a break on some terminals.
    const width = Math.max(NARROWEST, Math.min(WIDEST, this.#columns - 1)) - 4
    const filled = Math.round(share * width)
    const now = [...new Set([...running.values()].flat())]
    const parts: [string, (text: string) => string][] = [
      [`${count(counts.judged)} of ${count(counts.total)} requirements judged`, (text) => text],
      [`${count(counts.fail)} failed`, counts.failing > 0 ? paint.bad : paint.good],
    ]
    if (counts.waived > 0) parts.push([`(${count(counts.waived)} waived)`, (text) => text])
    if (counts.blocked > 0) parts.push([`${count(counts.blocked)} blocked`, paint.caution])
    if (counts.error > 0) parts.push([`${count(counts.error)} in error`, paint.caution])
    parts.push([[span(elapsed), left].filter(Boolean).join(', '), paint.faint])
    const doing = now.length > 0 ? `now   ${now.join(', ')}` : ''
    const lines = [
      plain(title, width, paint.strong),
      {
        text: `${(counts.failing > 0 ? paint.bad : paint.good)('━'.repeat(filled))}${paint.faint('─'.repeat(width - filled))}`,
        width,
      },
      ...set(parts, width),
      waitsFor === '' ? plain(doing, width, paint.faint) : plain(waitsFor, width, paint.caution),
    ]
    if (last) {
      const said = oneLine(`${progress.subject(last)}: ${last.error?.message ?? ''}`, width - 2)
      lines.push({ text: `${paint.bad('✗')} ${said}`, width: said.length + 2 })
    }
    return {
      lines: lines.map(({ text }) => `  ${text}`),
      widths: lines.map((line) => line.width + 2),
    }
  }

  /** To where the block begins: a terminal that has become narrower shows a line of it as several. */
  #up(): string {
    const rows = this.#shown.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / this.#columns)), 0)
    return rows > 0 ? `\u001b[${rows}A\r` : ''
  }

  readonly #showCursor = (): void => {
    this.#screen.out.write('\u001b[?25h')
  }
}

/** How it is said, once, that tests were not done. */
export function undoneTests(many: number): string {
  return `The run ended before ${count(many)} ${many === 1 ? 'test was' : 'tests were'} done.`
}

interface Line {
  text: string
  /** Columns, without what only colours. */
  width: number
}

function plain(text: string, width: number, paint: (text: string) => string): Line {
  const cut = oneLine(text, width)
  return { text: paint(cut), width: cut.length }
}

/** Pieces side by side, on as many lines as they need. */
function set(parts: readonly [string, (text: string) => string][], width: number): Line[] {
  const lines: Line[] = []
  for (const [part, paint] of parts) {
    const text = oneLine(part, width)
    const last = lines.at(-1)
    if (last === undefined || last.width + 3 + text.length > width)
      lines.push({ text: paint(text), width: text.length })
    else {
      last.text += `   ${paint(text)}`
      last.width += 3 + text.length
    }
  }
  return lines
}
