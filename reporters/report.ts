import type { Kind, Level, Role, ServerStatus, Service, Source } from '../spec/requirement.ts'

/** What a run found for one requirement. */
export type Verdict =
  | 'pass'
  | 'fail'
  | 'warn'
  | 'note'
  | 'unsupported'
  | 'blocked'
  | 'error'
  | 'disabled'
  | 'untested'
export const VERDICTS: readonly Verdict[] = [
  'fail',
  'warn',
  'error',
  'blocked',
  'untested',
  'note',
  'unsupported',
  'disabled',
  'pass',
]

/** How much a run may do to the target, from least to most. */
export type Footprint = 'read-only' | 'own-resources' | 'admin' | 'disruptive'

/** One requirement's row. */
export interface RequirementRow {
  id: string
  operationId: string
  method: string
  path: string
  service: Service
  level: Level
  kind: Kind
  text: string
  source: Source
  feature?: string
  verdict: Verdict
  /** Why; empty for a plain pass. */
  reason: string
  /** For `blocked`: the operation or the named cause that stood in the way, for grouping. */
  blockedBy?: string
  waiver?: { reason: string; owner: string; ticket?: string; expires: string }
  tests: { file: string; line: number; name: string; durationMs: number }[]
  /** Ids of exchanges; the telling ones first, at most 20. */
  exchanges: string[]
  /** Errata that settle the judgement. */
  errata?: string[]
}

/** One cell of the lifecycle matrix as the run saw it. */
export interface MatrixCell {
  operationId: string
  status: ServerStatus
  locked: boolean
  role: Role
  /** `accepted` 2xx, `refused` 4xx, `broken` 5xx or an act after a refusal, `unreached` the status could not be reached. */
  outcome: 'accepted' | 'refused' | 'broken' | 'unreached'
  /** HTTP status of the answer. */
  answer?: number
  /** What the documents ask for, if they settle the cell. */
  documented?: 'accepted' | 'refused'
  requirement?: string
  exchange?: string
}

export interface Leak {
  kind: string
  id: string
  name: string
  reason: string
}

/** Something that broke in the suite or on the wire and belongs to no single requirement. */
export interface RunError {
  /** `module`: a suite file that could not be loaded; `unhandled`: an error outside any test. */
  where: 'module' | 'unhandled'
  file?: string
  message: string
}

/** A waiver that no longer does what it was written for. Each one fails the gate. */
export interface StaleWaiver {
  id: string
  /** `expired`: its date has passed; `passes`: the requirement is kept now; `unknown`: no requirement has this id. */
  cause: 'expired' | 'passes' | 'unknown'
  /** One line for the reader: what to do about it. */
  message: string
}

/** An erratum as the report shows it. */
export interface AppliedErratum {
  id: string
  contradiction: string
  settled: string
  evidence: string
}

/** The versioned record of a run, from which every format is rendered. */
export interface Report {
  schemaVersion: 1
  tool: { name: 'stackproof'; version: string }
  spec: { version: string; digest: string }
  target: {
    name: string
    /** service → URL, without credentials. */
    endpoints: Record<string, string>
    versions: Record<string, string>
    features: string[]
  }
  run: {
    id: string
    startedAt: string
    durationMs: number
    seed: number
    profile: string
    footprint: Footprint
    concurrency: number
    requests: number
    serverBuilds: number
    /** True when the run was cut short and the report rebuilt from evidence. */
    interrupted?: boolean
    /** How long the target took for each kind of transition, in milliseconds. */
    transitions?: { from: string; to: string; operationId: string; durationsMs: number[] }[]
  }
  /** null: could not be judged. */
  conformant: boolean | null
  /** One count a verdict; together they are the number of rows. `waived` counts the failed rows that a waiver covers, again. */
  summary: Record<Verdict | 'waived', number>
  requirements: RequirementRow[]
  matrix: MatrixCell[]
  observations: { operationId: string; attribute: string; exchange: string }[]
  leaks: Leak[]
  /** Absent when nothing of the kind happened. A run with one of these is never `conformant: true`. */
  errors?: RunError[]
  staleWaivers?: StaleWaiver[]
  /** The errata that the rows of this report name. */
  errata?: AppliedErratum[]
}
