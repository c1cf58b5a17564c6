import { closeSync, createReadStream, existsSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Exchange } from '../spec/exchange.ts'
import { isWhole } from './evidence-lines.ts'
import type { Leak, MatrixCell, Report, RunError } from './report.ts'
import type { Waiver } from './waivers.ts'

/** The file that the collector appends to: the run's header, one line a finished test, one line at the end. */
export const OUTCOMES_FILE = 'outcomes.ndjson'
/** The file that the suites' side appends to: exchanges, matrix cells and transitions. */
export const EXCHANGES_FILE = 'exchanges.ndjson'

/**
 * What is known when a run starts, and all that its verdicts need besides the evidence. First line of
 * `outcomes.ndjson`, so that a report can be made again from the evidence alone.
 */
export interface RunHeader extends Pick<Report, 'schemaVersion' | 'tool' | 'spec' | 'target'> {
  /** The three measures are known only at the end; they are taken from the last line, or counted. */
  run: Omit<
    Report['run'],
    'durationMs' | 'requests' | 'serverBuilds' | 'interrupted' | 'transitions' | 'latencies'
  >
  /** Ids of the requirements that this run is to put to the test; null for all of them. */
  selected: string[] | null
  /** From the profile: operation → the statuses by which a target may say that it does not offer it. */
  allowedMissing: Record<string, number[]>
  /** From the profile: services that a target may do without (`events`). */
  optionalServices?: string[]
  /**
   * False where a feature that the target does not list binds it all the same: the target lists none at all, or
   * the profile demands everything. Absent: true.
   */
  featuresDecide?: boolean
  /** True where the target lists no extensions, and the profile does not demand them all the same. */
  featuresUnknown?: boolean
  /** Operations that discovery found missing, where the profile allows that: operation → the reason. */
  unsupportedOperations?: Record<string, string>
  waivers?: Waiver[]
}

/** What one test came to. */
export interface Outcome {
  /** Vitest's id of the test; the same string as `Exchange.test`. */
  test: string
  name: string
  /** Path from the package's root, with `/`. */
  file: string
  /** 1-based; 0 when unknown. */
  line: number
  durationMs: number
  /** `pending`: the run ended before the test did. */
  state: 'passed' | 'failed' | 'skipped' | 'pending'
  requirements: string[]
  /** Another shard of the run puts it to the test. */
  elsewhere?: true
  /**
   * For `failed`: the error that decides. For `skipped`: why, where that is known; named `Disabled` or
   * `Unsupported` if the test was left out for good reason, `Skipped` otherwise.
   */
  error?: { name: string; message: string; by?: string; spot?: Spot }
}

/** Where a test saw that a requirement is broken. */
export interface Spot {
  expected: string
  found: string
  /** Id of the exchange; absent: the last one of `operationId`. */
  exchange?: string
  /** The operation whose last answer told; absent: the one under test. */
  operationId?: string
  pointer?: string
}

/** How long the target took from one server status to another. */
export interface Transition {
  from: string
  to: string
  operationId: string
  ms: number
}

/** Last line of `outcomes.ndjson`; a run without it was cut short. */
export interface RunEnd {
  durationMs: number
  requests?: number
  serverBuilds?: number
  leaks?: Leak[]
  /** How many lines `exchanges.ndjson` had then: where it has fewer, some were lost. */
  exchangeLines?: number
  /** True when the run ended in order but not by itself (SIGINT). */
  interrupted?: boolean
}

/** All that a run left behind, as read back from its two files. */
export interface Evidence {
  header?: RunHeader
  outcomes: Outcome[]
  exchanges: Exchange[]
  cells: MatrixCell[]
  transitions: Transition[]
  errors: RunError[]
  leaks: Leak[]
  end?: RunEnd
  /** Lines that were no record: the torn last line of a killed run, or damage. */
  unreadable: number
}

/** Evidence of a run that has not begun. */
export function noEvidence(): Evidence {
  return {
    outcomes: [],
    exchanges: [],
    cells: [],
    transitions: [],
    errors: [],
    leaks: [],
    unreadable: 0,
  }
}

/** Adds one line of either file to the evidence. A line that holds no known record is counted, not thrown at. */
export function addLine(evidence: Evidence, line: string): void {
  if (line.trim() === '') return
  let record: { type?: unknown } & Record<string, unknown>
  try {
    record = JSON.parse(line)
  } catch {
    evidence.unreadable++
    return
  }
  if (typeof record !== 'object' || record === null || !isWhole(record)) {
    evidence.unreadable++
    return
  }
  const { type, ...rest } = record
  if (type === 'run') evidence.header = rest as unknown as RunHeader
  else if (type === 'end') evidence.end = rest as unknown as RunEnd
  else if (type === 'outcome') evidence.outcomes.push(rest as unknown as Outcome)
  else if (type === 'exchange') evidence.exchanges.push(rest as unknown as Exchange)
  else if (type === 'cell') evidence.cells.push(rest as unknown as MatrixCell)
  else if (type === 'transition') evidence.transitions.push(rest as unknown as Transition)
  else if (type === 'error') evidence.errors.push(rest as unknown as RunError)
  else evidence.leaks.push(rest as unknown as Leak)
}

/**
 * Whether a recorded answer can be judged again. What was not judged when it was recorded was not the target's own answer: a
 * gateway's, or one on a dead token.
 */
export function rejudgeable({ response, problems, kept }: Partial<Exchange>): boolean {
  return response !== undefined && !response.truncated && !(problems?.length === 0 && kept?.length === 0)
}

/** How many lines of `exchanges.ndjson` were lost since the run ended, as far as its last line tells. */
export function linesLost({ exchanges, cells, transitions, unreadable, end }: Evidence): number {
  const there = exchanges.length + cells.length + transitions.length + unreadable
  return Math.max(0, (end?.exchangeLines ?? 0) - there)
}

/** How many lines a file has; none where it is missing. */
export function linesIn(file: string): number {
  if (!existsSync(file)) return 0
  const block = Buffer.alloc(1 << 20)
  const open = openSync(file, 'r')
  try {
    let lines = 0
    for (let read = readSync(open, block); read > 0; read = readSync(open, block))
      for (let at = block.indexOf(10); at !== -1 && at < read; at = block.indexOf(10, at + 1)) lines++
    return lines
  } finally {
    closeSync(open)
  }
}

/** Reads evidence from the text of any number of NDJSON files. */
export function parseEvidence(...texts: string[]): Evidence {
  const evidence = noEvidence()
  for (const text of texts) for (const line of text.split('\n')) addLine(evidence, line)
  return evidence
}

/**
 * Reads the evidence in a report directory, line by line, so that its size does not matter. A file that is
 * missing counts as empty.
 */
export async function readEvidence(directory: string): Promise<Evidence> {
  const evidence = noEvidence()
  for (const name of [OUTCOMES_FILE, EXCHANGES_FILE]) {
    const path = join(directory, name)
    if (!existsSync(path)) continue
    const lines = createInterface({
      input: createReadStream(path, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    })
    for await (const line of lines) addLine(evidence, line)
  }
  return evidence
}
