import type { Basis, Kind, Level, Role, ServerStatus, Service, Source } from '../spec/requirement.ts'

/** What a run found for one requirement. */
export type Verdict =
  | 'pass'
  | 'fail'
  | 'warn'
  | 'note'
  | 'unseen'
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
  'unseen',
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
  /** What the requirement rests on, from which its level follows. Absent in reports made before there was one. */
  basis?: Basis
  kind: Kind
  text: string
  source: Source
  feature?: string
  verdict: Verdict
  /** Why; empty for a plain pass. */
  reason: string
  /** For `blocked`: the operation or the named cause that stood in the way, for grouping. */
  blockedBy?: string
  /** For `disabled`: it would have cost more than the run may, or nobody asked for it. */
  leftOutBy?: 'budget' | 'selection'
  /** For what nobody asked for: what answers to other tests showed of it. Counted nowhere. */
  seen?: 'pass' | 'fail' | 'warn' | 'note'
  /** What told, for a broken row: where in which exchange, what was expected there and what was found. */
  finding?: Finding
  waiver?: { reason: string; owner: string; ticket?: string; expires: string }
  tests: { file: string; line: number; name: string; durationMs: number }[]
  /** Ids of exchanges; the telling ones first, at most 20. */
  exchanges: string[]
  /** Errata that settle the judgement. */
  errata?: string[]
}

/** The spot that broke a requirement. */
export interface Finding {
  /** Id of the exchange. */
  exchange: string
  /** JSON pointer into the answer's body, or `/status`, `/headers/<name>`; absent where the answer as a whole told. */
  pointer?: string
  expected: string
  found: string
}

/** How grave what a target does is, from the gravest. */
export const GRAVITIES = ['rights', 'effects', 'refusals', 'answers', 'form'] as const
export type Gravity = (typeof GRAVITIES)[number]

/** Broken requirements that come of one thing that the target does. */
export interface Cause {
  /** Names the kind of cause, the same in every report. */
  id: string
  gravity: Gravity
  /** What the target does, in one line. */
  title: string
  verdict: 'fail' | 'warn'
  operations: string[]
  /** Ids of the broken requirements. */
  rows: string[]
  /** Ids of the requirements that were blocked by one of the operations. */
  blocks: string[]
}

/** What became of a part of the catalogue: a profile, or an area such as the server actions. */
export interface Part {
  name: string
  /** As for the whole report, over this part alone. */
  conformant: boolean | null
  /** Set if some of its MUSTs were outside the selection or the footprint. */
  partial?: true
  /** Set if all of it was outside the selection, the footprint or the budget: nobody tried to judge it. */
  outside?: true
  /** Requirements, of all levels. */
  total: number
  /** For each level: how many there are, are kept, are broken, and could not be judged. */
  levels: Record<Level, { total: number; kept: number; broken: number; open: number }>
}

/** What a target offers of what it was held to. */
export interface Offer {
  /** How many operations it has. */
  operations: number
  /** Operations that it lacks, whether or not the profile allows that. */
  lacking: string[]
  /** MUSTs of the operations that it has and that could be judged, and how many of them it keeps. */
  musts: number
  kept: number
}

/** How fast the answers of an operation were, in milliseconds. */
export interface Latency {
  operationId: string
  calls: number
  p50: number
  p95: number
  slowest: number
  /** The exchange that took longest. */
  exchange: string
}

/** One cell of the lifecycle matrix as the run saw it. */
export interface MatrixCell {
  operationId: string
  status: ServerStatus
  locked: boolean
  role: Role
  /**
   * `accepted` 2xx, `refused` 4xx, `broken` 5xx or an act after a refusal, `unreached` the status could not be reached, `blocked`
   * something kept the run from the call; the requirement's row says what.
   */
  outcome: 'accepted' | 'refused' | 'broken' | 'unreached' | 'blocked'
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
  /** `module`: a suite file that could not be loaded; `unhandled`: an error outside any test; `evidence`: a part of it is lost. */
  where: 'module' | 'unhandled' | 'evidence'
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
    /** Globs of requirements or operations that the run was limited to. */
    selection?: string[]
    /** What the run was allowed to cost. */
    budget?: { servers?: number; requests?: number; rate?: number; deadlineMs?: number }
    /** The part of the tests that this run had, counted from 1. */
    shard?: { index: number; of: number }
    /** Ids of the runs that this report was merged of, by the number of their shard. */
    merged?: string[]
    /** How fast each operation was answered. */
    latencies?: Latency[]
    /** How long the target took for each kind of transition, in milliseconds. */
    transitions?: { from: string; to: string; operationId: string; durationsMs: number[] }[]
  }
  /** null: could not be judged. */
  conformant: boolean | null
  /** Set if MUSTs of the profile were outside the selection or the footprint: `conformant` is about the rest. */
  partial?: true
  offer?: Offer
  /** One a profile, where the run had several or a part of one. */
  profiles?: Part[]
  areas?: Part[]
  /** What broke requirements, the gravest first. */
  causes?: Cause[]
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
