import type { Role, Service } from './requirement.ts'

/** What the judge found wrong with one answer. */
export interface Problem {
  /** JSON pointer into the body, or `/status`, `/headers/<name>` for what is not in the body. */
  pointer: string
  /** What the contract asks for, in one phrase. */
  expected: string
  /** What the answer holds, cut to a readable length. */
  found: string
  /** The requirements that this breaks; at least one. */
  requirements: string[]
}

/** Something the contract does not forbid but a reader should know: an attribute no document names. */
export interface Observation {
  operationId: string
  /** dotted path of the attribute; `[]` stands for each item. */
  attribute: string
}

/** One HTTP request and its response, judged, redacted, kept as evidence. */
export interface Exchange {
  /** `x-<n>`, unique in a run. */
  id: string
  /** The test that made it, or the step of the run (`session`, `discovery`, `pool`, `cleanup`). */
  test: string
  operationId: string
  service: Service
  role: Role
  /** ISO 8601, UTC. */
  startedAt: string
  durationMs: number
  request: { method: string; url: string; headers: Record<string, string>; body?: string }
  /** Absent when the wire broke; `error` then says how. */
  response?: { status: number; headers: Record<string, string>; body?: string; truncated?: true }
  error?: string
  /** A command that repeats the request, with the token left to `$OS_TOKEN`. */
  curl: string
  problems: Problem[]
  /** Requirements that this exchange put to the test and that it keeps. */
  kept: string[]
  observations: Observation[]
  /** How many more problems there were than are kept, and how often more attributes that no document names. */
  more?: { problems: number; observations: number }
  /** Set for a call that the suite itself made wrong on purpose: no success is expected of it. */
  probe?: true
}
