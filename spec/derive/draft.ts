import type { Requirement } from '../requirement.ts'

/** A requirement before its operation's facts are added: the slug stands for the id, and the source may be the operation's. */
export type Draft = Omit<Requirement, 'id' | 'operationId' | 'method' | 'path' | 'service' | 'source'> &
  Partial<Pick<Requirement, 'source'>> & { slug: string }
