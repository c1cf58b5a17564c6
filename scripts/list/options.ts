import type { GlobOptions } from '../options/globs.ts'

/** What `stackproof list` takes, as commander reads it. */
export interface ListOptions extends GlobOptions {
  profile?: string
  untested?: boolean
  faults?: boolean
  conditions?: boolean
  json?: boolean
}
