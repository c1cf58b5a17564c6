import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import {
  EXCHANGES_FILE,
  linesIn,
  OUTCOMES_FILE,
  type Outcome,
  type RunEnd,
  type RunHeader,
  type Spot,
} from './evidence.ts'
import type { LiveView } from './live.ts'
import type { Delay } from './progress.ts'
import type { RunError } from './report.ts'
import type { AnswerNews } from './tally.ts'

/** What the collector needs of a run. */
export interface CollectorOptions {
  /** The report directory; made if missing. */
  directory: string
  /** Written before the first test, so that evidence alone makes a report. */
  header: RunHeader
  /** Told of every start and end of a test. */
  live?: LiveView
  /** Told once if the directory cannot be written to any more; what comes after that is not kept. Absent: it is thrown. */
  unwritable?: (error: unknown) => void
  /** Hides secrets in the text of an error that is not ours, which may hold what a target said. Absent: it is kept as it is. */
  redact?: (text: string) => string
  /** Milliseconds now; for tests. */
  now?: () => number
}

/** What suites leave beside a test: its place, since one file gathers them all; how long it worked, and was thought to; that it never began, or not here. */
interface Meta {
  place?: { file: string; line: number }
  workedMs?: number
  turn?: { work?: number }
  unstarted?: boolean
  skip?: { elsewhere?: true }
}

type Loose = { name?: string; message?: string; by?: unknown; spot?: unknown; cause?: unknown }

/**
 * The only Vitest reporter: appends one line a finished test to `outcomes.ndjson` at once, so that a run killed
 * at any moment keeps what it found. It judges by what became of each test, never by the reason that Vitest
 * gives: a killed worker leaves tests pending while the run is called passed.
 *
 * Suites name their requirements in `task.meta.requirements` and, for a test left out, the reason in
 * `task.meta.skip`; lines need `includeTaskLocation: true`.
 */
export class Collector implements Reporter {
  readonly #options: CollectorOptions
  readonly #path: string
  readonly #now: () => number
  readonly #start: number
  readonly #written = new Set<string>()
  readonly #work = new Map<string, number>()
  readonly #ready = new Map<string, TestCase>()
  #root = process.cwd()
  #interrupted = false
  #ended = false
  #unwritable = false

  constructor(options: CollectorOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#start = this.#now()
    mkdirSync(options.directory, { recursive: true })
    this.#path = join(options.directory, OUTCOMES_FILE)
    writeFileSync(this.#path, `${JSON.stringify({ type: 'run', ...options.header })}\n`)
  }

  onInit(vitest: Vitest): void {
    this.#root = vitest.config.root
  }

  onTestModuleCollected(module: TestModule): void {
    for (const test of module.children.allTests())
      this.#work.set(test.id, (test.meta() as Meta).turn?.work ?? 1)
    this.#options.live?.planned(this.#work)
  }

  onTestCaseReady(test: TestCase): void {
    this.#ready.set(test.id, test)
  }

  /** A test's turn has come; before that it was only known. */
  started(id: string): void {
    const test = this.#ready.get(id)
    if (test === undefined) return
    const { live, header } = this.#options
    const ids = requirementsOf(test)
    // A test outside the selection only says so: it is not worth a look.
    if (header?.selected == null || ids.some((id) => header.selected!.includes(id)))
      live?.started(test.id, test.fullName, ids)
  }

  /** What the judge made of an answer. */
  news(of: AnswerNews): void {
    this.#options.live?.answered(of)
  }

  /** What the target keeps the run waiting for. */
  overdue(what: Delay | undefined): void {
    this.#options.live?.waits(what)
  }

  /** The directory cannot be written to any more. */
  unwritable(error: unknown): void {
    if (this.#unwritable) return
    this.#unwritable = true
    this.#options.unwritable?.(error)
  }

  onTestCaseResult(test: TestCase): void {
    this.#write(test)
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly Loose[], reason: TestRunEndReason): void {
    this.#interrupted = reason === 'interrupted'
    for (const module of modules) {
      const file = this.#relative(module.moduleId)
      for (const error of module.errors()) this.#error({ where: 'module', file, message: this.#text(error) })
      for (const test of module.children.allTests()) if (!this.#written.has(test.id)) this.#write(test)
    }
    for (const error of unhandled) this.#error({ where: 'unhandled', message: this.#text(error) })
    this.#options.live?.end()
  }

  /**
   * Writes the last line; without it the run counts as cut short. To be called once, when the target has been
   * left as it was found.
   */
  finish(measures: Omit<RunEnd, 'durationMs'> = {}): void {
    if (this.#ended) return
    this.#ended = true
    const interrupted = measures.interrupted || this.#interrupted
    this.#append({
      type: 'end',
      durationMs: this.#now() - this.#start,
      exchangeLines: linesIn(join(this.#options.directory, EXCHANGES_FILE)),
      ...measures,
      ...(interrupted ? { interrupted } : {}),
    })
  }

  #write(test: TestCase): void {
    if (this.#written.has(test.id)) return
    this.#written.add(test.id)
    const result = test.result()
    const { place, workedMs, unstarted, skip } = test.meta() as Meta
    const told = errorOf(result, test.meta(), (error) => this.#text(error))
    // A test that the end of the run met on its way is as little done as one that it came before.
    const undone = unstarted || told.error?.by === 'end'
    const outcome: Outcome = {
      test: test.id,
      name: test.fullName,
      file: this.#relative(place?.file ?? test.module.moduleId),
      line: place?.line ?? test.location?.line ?? 0,
      durationMs: workedMs ?? test.diagnostic()?.duration ?? 0,
      state: undone ? 'pending' : result.state,
      requirements: requirementsOf(test),
      ...(skip?.elsewhere ? { elsewhere: true as const } : {}),
      ...told,
    }
    this.#append({ type: 'outcome', ...outcome })
    this.#options.live?.finished(outcome)
  }

  #error(error: RunError): void {
    this.#append({ type: 'error', ...error })
  }

  #append(record: object): void {
    if (this.#unwritable) return
    try {
      appendFileSync(this.#path, `${JSON.stringify(record)}\n`)
    } catch (error) {
      if (this.#options.unwritable === undefined) throw error
      this.unwritable(error)
    }
  }

  #text(error: Loose): string {
    const text = stripVTControlCharacters(error.message || error.name || 'An error without a message.')
    const hidden = this.#options.redact?.(text) ?? text
    return hidden.length > MESSAGE ? `${hidden.slice(0, MESSAGE)}…` : hidden
  }

  #relative(moduleId: string): string {
    return relative(this.#root, moduleId).split(sep).join('/')
  }
}

/** Longest error message kept: enough to say what happened, too little to hold a body. */
const MESSAGE = 2000

function requirementsOf(test: TestCase): string[] {
  const { requirements } = test.meta() as { requirements?: unknown }
  return Array.isArray(requirements) ? requirements.filter((id) => typeof id === 'string') : []
}

/** From the gravest: a test's own judgement counts before what its clean-up met. */
const NAMES = ['Broken', 'Blocked', 'Unsupported']

function errorOf(
  result: ReturnType<TestCase['result']>,
  meta: object,
  textOf: (error: Loose) => string,
): Pick<Outcome, 'error'> {
  if (result.state === 'skipped') {
    const { skip } = meta as { skip?: { verdict: 'disabled' | 'unsupported'; reason: string; by?: string } }
    if (skip) {
      return {
        error: {
          name: skip.verdict === 'disabled' ? 'Disabled' : 'Unsupported',
          message: skip.reason,
          ...(skip.by === undefined ? {} : { by: skip.by }),
        },
      }
    }
    return result.note ? { error: { name: 'Skipped', message: result.note } } : {}
  }
  if (result.state !== 'failed') return {}
  const errors = (result.errors as readonly Loose[]).map(ours)
  const chosen = NAMES.map((name) => errors.find((error) => error.name === name)).find(Boolean) ?? errors[0]
  if (!chosen) return {}
  return {
    error: {
      name: chosen.name ?? 'Error',
      message: textOf(chosen),
      ...(typeof chosen.by === 'string' ? { by: chosen.by } : {}),
      ...(isSpot(chosen.spot) ? { spot: chosen.spot } : {}),
    },
  }
}

function isSpot(value: unknown): value is Spot {
  const { expected, found } = (value ?? {}) as Partial<Spot>
  return typeof expected === 'string' && typeof found === 'string'
}

/** The outermost error of a chain that is one of ours: who caught and wrapped an error had a reason. */
function ours(error: Loose): Loose {
  return [error, ...causes(error)].find(({ name }) => name && NAMES.includes(name)) ?? error
}

/** A fixture's error may come wrapped in the error of what called it. */
function causes(error: Loose, depth = 0): Loose[] {
  const { cause } = error
  if (typeof cause !== 'object' || cause === null || depth > 4) return []
  return [cause as Loose, ...causes(cause as Loose, depth + 1)]
}
