import type { Role, Service } from './requirement.ts'

declare const redacted: unique symbol

/**
 * A text without secrets, in which every character can be seen: the only sort of text that is kept as evidence. It is made at one
 * place, which everything that a target sends has to pass.
 */
export type Redacted = string & { readonly [redacted]: true }

/** What stands in evidence in a secret's place. */
export const HIDDEN = '***'

/** What the judge found wrong with one answer. */
export interface Problem<Text extends string = string> {
  /** JSON pointer into the body, or `/status`, `/headers/<name>` for what is not in the body. */
  pointer: Text
  /** What the contract asks for, in one phrase. */
  expected: Text
  /** What the answer holds, cut to a readable length. */
  found: Text
  /** The requirements that this breaks; at least one. */
  requirements: string[]
}

/** Something the contract does not forbid but a reader should know: an attribute no document names. */
export interface Observation<Text extends string = string> {
  operationId: string
  /** dotted path of the attribute; `[]` stands for each item. */
  attribute: Text
}

/** One HTTP request and its response, judged, redacted, kept as evidence: when it is written, as an `Exchange<Redacted>`. */
export interface Exchange<Text extends string = string> {
  /** `x-<n>`, unique in a run. */
  id: string
  /** The test that made it, or the step of the run (`session`, `discovery`, `pool`, `cleanup`). */
  test: string
  operationId: string
  service: Service
  role: Role
  /** Its answer told a secret that the run did not know: what was answered before it came may hold that secret. */
  tells?: true
  /** ISO 8601, UTC. */
  startedAt: string
  durationMs: number
  request: { method: string; url: Text; headers: Record<string, Text>; body?: Text }
  /** Absent when the wire broke; `error` then says how. */
  response?: { status: number; headers: Record<string, Text>; body?: Text; truncated?: true }
  error?: Text
  /** A command that repeats the request, with the token left to `$OS_TOKEN`. */
  curl: Text
  problems: Problem<Text>[]
  /** Requirements that this exchange put to the test and that it keeps. */
  kept: string[]
  observations: Observation<Text>[]
  /** How many more problems there were than are kept, and how often more attributes that no document names. */
  more?: { problems: number; observations: number }
  /** Set for a call that the suite itself made wrong on purpose: no success is expected of it. */
  probe?: true
}
