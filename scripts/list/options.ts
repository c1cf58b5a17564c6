/** What `stackproof list` takes, as commander reads it. */
export interface ListOptions {
  profile?: string
  select?: string[]
  untested?: boolean
  faults?: boolean
  conditions?: boolean
  json?: boolean
}
