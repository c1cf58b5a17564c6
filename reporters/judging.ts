import type { Requirement } from '../spec/requirement.ts'
import type { Footprint } from './report.ts'

/** What judging needs besides evidence; nothing here is read from a file. */
export interface Judging {
  catalogue: readonly Requirement[]
  /** The least footprint a run must have chosen before this requirement can be put to the test. */
  footprintOf?: (requirement: Requirement) => Footprint
  /** Requirement → why no client can observe it. */
  exemptions?: Readonly<Record<string, string>>
  /** Whether a profile, by its name, holds a requirement; absent: every one does. */
  inProfile?: (profile: string, requirement: Requirement) => boolean
}
