import type { Requirement } from '../requirement.ts'

/**
 * A requirement before its operation's facts are added: the slug stands for the id, the source may be the operation's, and the
 * level follows from the ground.
 */
export type Draft = Omit<
  Requirement,
  'id' | 'operationId' | 'method' | 'path' | 'service' | 'source' | 'level'
> &
  Partial<Pick<Requirement, 'source'>> & { slug: string }
