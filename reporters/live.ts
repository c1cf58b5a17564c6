import type { Outcome, RunHeader } from './evidence.ts'
import type { Judging } from './judging.ts'
import { LiveBlock } from './live-block.ts'
import { LiveLines } from './live-lines.ts'
import { type Delay, Progress } from './progress.ts'
import type { AnswerNews } from './tally.ts'
import { palette, useColor } from './terminal.ts'

/** What a view is told while a run goes on. */
export interface LiveView {
  /** @param work for each test, how much of the run's work it is likely to be */
  planned(work: ReadonlyMap<string, number>): void
  started(test: string, name: string, requirements: readonly string[]): void
  finished(outcome: Outcome): void
  /** What the judge made of an answer. */
  answered(news: AnswerNews): void
  /** What the run has been waiting for too long; undefined: nothing any more. */
  waits(delay: Delay | undefined): void
  /** A line for the user that stays. */
  note(line: string): void
  /** The run was told to end: what comes now is its end. */
  ending(): void
  /** Clears the block, or ends the plain lines. Only notes may follow. */
  end(): void
}

/** Where a view writes, and what it may assume of it. */
export interface LiveOptions {
  /** One line naming target, profile and footprint. */
  title: string
  header: RunHeader
  judging: Judging
  out?: { write(text: string): unknown; isTTY?: boolean; columns?: number }
  env?: Readonly<Record<string, string | undefined>>
  /** Milliseconds now; for tests. */
  now?: () => number
}

/** The right view for where the output goes: a block that stays in place on a terminal, plain lines otherwise. */
export function liveView(options: LiveOptions): LiveView {
  const { title, header, judging, out = process.stderr, env = process.env, now = Date.now } = options
  const inPlace = out.isTTY === true && !env.CI && env.TERM !== 'dumb'
  const progress = new Progress(header, judging, now)
  const screen = { title, out, now, paint: palette(useColor(out.isTTY === true, env)) }
  return inPlace ? new LiveBlock(progress, screen) : new LiveLines(progress, screen)
}
