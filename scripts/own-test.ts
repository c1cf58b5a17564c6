import type { Requirement } from '../spec/requirement.ts'

/** Kinds that the client judges on every exchange: any test that calls the operation puts them to the test. */
const ON_EVERY_EXCHANGE = new Set<Requirement['kind']>([
  'status',
  'body',
  'attribute',
  'header',
  'media-type',
])
const SLUGS_ON_EVERY_EXCHANGE = /\/(no-server-error|fault-shape|no-body)$/

/** True for a requirement that only a test of its own can put to the test. */
export function needsOwnTest({ kind, id }: Requirement): boolean {
  return !ON_EVERY_EXCHANGE.has(kind) && !SLUGS_ON_EVERY_EXCHANGE.test(id)
}
