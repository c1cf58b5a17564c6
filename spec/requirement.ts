/** How binding a requirement is, in the sense of RFC 2119. A broken MUST is `fail`, a SHOULD `warn`, a MAY `note`. */
export type Level = 'MUST' | 'SHOULD' | 'MAY'

/**
 * The ground of a requirement. `stated`: in words, in a list of codes, as required or typed in a table; `shown`: by samples;
 * `implied`: follows from what is stated, here or in HTTP; `observed`: in no document, but known clouds do so.
 */
export type Basis = 'stated' | 'shown' | 'implied' | 'observed'

/** Words by which a document itself binds less than a plain statement does. */
export type Words = 'should' | 'may' | 'optional'

/** What a requirement rests on; its level follows (`levelOf`). */
export interface Ground {
  basis: Basis
  /** Basis `shown`, of an attribute of a success body: every sample of that body shows it. */
  samples?: 'every'
  /** The document's own words, where they bind less. */
  words?: Words
}

/** The service an operation belongs to; only `compute` and `events` are ever judged. */
export type Service = 'compute' | 'events' | 'identity' | 'image' | 'volume' | 'network'

/** Who calls: a member of the project, or an administrator. */
export type Role = 'member' | 'admin'

/**
 * What sort of statement a requirement is.
 * `status`, `body`, `attribute`, `header`, `media-type` and `fault` are judged on every exchange;
 * the others need a test that brings the cloud into a state.
 */
export type Kind =
  | 'status'
  | 'body'
  | 'attribute'
  | 'header'
  | 'media-type'
  | 'fault'
  | 'parameter'
  | 'request'
  | 'precondition'
  | 'postcondition'
  | 'default'
  | 'limit'
  | 'role'
  | 'effect'

/** The server statuses that the documents name, or that a server can be observed in (Compute API, `csapi:ServerStatus`). */
export const SERVER_STATUSES = [
  'ACTIVE',
  'BUILD',
  'DELETED',
  'ERROR',
  'HARD_REBOOT',
  'MIGRATING',
  'PASSWORD',
  'PAUSED',
  'REBOOT',
  'REBUILD',
  'RESCUE',
  'RESIZE',
  'REVERT_RESIZE',
  'SHELVED',
  'SHELVED_OFFLOADED',
  'SHUTOFF',
  'SOFT_DELETED',
  'SUSPENDED',
  'UNKNOWN',
  'VERIFY_RESIZE',
] as const
export type ServerStatus = (typeof SERVER_STATUSES)[number]

/** Where a statement stands: a key of the document's `x-documents`, and the section's heading. */
export interface Source {
  document: string
  section: string
}

/** One cell of the lifecycle matrix that the documents settle. */
export interface Cell {
  status: ServerStatus
  locked: boolean
  role: Role
  /** `accepted`: the call is taken; `refused`: it is answered with one of `refusals` and nothing changes. */
  outcome: 'accepted' | 'refused'
}

/** One checkable statement of the documents. Its id never changes meaning. */
export interface Requirement extends Ground {
  /** `operationId/slug` */
  id: string
  operationId: string
  method: string
  /** The documented path, with the action fragment where there is one. */
  path: string
  service: Service
  /** Follows from the ground, never chosen. */
  level: Level
  kind: Kind
  /** The statement, in our own words. */
  text: string
  source: Source
  /** Alias of the extension that a target must offer before the statement binds it. */
  feature?: string
  /** The role a caller needs before the statement can be observed. Absent: a member's is enough. */
  role?: Role
  /** True for an attribute the target may leave out: judged only when it is sent. */
  optional?: true
  /** Ids of the errata that settle how the statement is judged. */
  errata?: string[]
  /** The statuses that count as keeping it. */
  statuses?: number[]
  /**
   * Slug of the requirement on the code that such a refusal carries, where the documents state the refusal and leave its
   * code open: this one asks that the call is not taken, that one that it is refused with the code that is due.
   */
  code?: string
  /** kind fault: the name of the fault, which is the key of the fault body. */
  fault?: string
  /** kind attribute, request: dotted path from the body's root; `[]` stands for each item. */
  attribute?: string
  /** kind parameter: the parameter's name. */
  parameter?: string
  /** kind precondition with a server status or lock. */
  cell?: Cell
  /** kind postcondition: the server statuses of which one must follow. */
  becomes?: ServerStatus[]
  /** Anything else a suite reads from the document: a limit in bytes, an enumeration, a default. */
  data?: Record<string, unknown>
}
