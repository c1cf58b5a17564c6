import type { Schema } from '../document.ts'
import type { Findings } from './findings.ts'

/**
 * Walks a value along with the schema that it was compiled from, and reports what is wrong and what was seen.
 *
 * @param depth how many steps of the findings' path lead to the value
 */
export type Check = (value: unknown, findings: Findings, depth: number) => void

/** What the check of a value needs to make those of its parts. */
export interface Compiling {
  /** The number of the place that a requirement speaks of, by its slug. */
  place(slug: string): number
  /** The place of an attribute, or of what it stands in where no requirement speaks of it. */
  at(path: string, above: number): number
  /** The check of a value at a path. */
  node(schema: Schema, path: string, place: number): Check
}
