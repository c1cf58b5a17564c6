import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Operation, operations } from './document.ts'
import { PACKAGE_ROOT } from './package-root.ts'
import type { Service } from './requirement.ts'

interface ProfileEntry {
  title: string
  services: Service[]
  operations?: string[]
  demands: 'everything' | 'offered'
  removed: 'demanded' | 'tolerated'
}

/** One or more profiles, joined: which operations a run judges and what it lets a target leave out. */
export interface Profile {
  /** As a command line may give it: `compute-v2.1,telemetry`. */
  name: string
  title: string
  includes(op: Operation): boolean
  /** Every documented extension is demanded, whatever the target lists. */
  demandsEverything: boolean
  /** operation id → statuses by which the target may say that it no longer has the operation. */
  allowedMissing: Record<string, number[]>
}

let entries: Record<string, ProfileEntry> | undefined
const all = () => {
  entries ??= parse(readFileSync(join(PACKAGE_ROOT, 'spec', 'profiles.yaml'), 'utf8')) as Record<
    string,
    ProfileEntry
  >
  return entries
}

/** The names that `--profile` takes. */
export function profileNames(): string[] {
  return Object.keys(all())
}

/** Joins the named profiles. @throws Error, in one line, for a name that is none */
export function profile(names: string): Profile {
  const named = [...new Set(names.split(/[,+]/).map((name) => name.trim()))]
  const chosen = named.map((name) => {
    const entry = all()[name]
    if (entry === undefined)
      throw new Error(`unknown profile "${name}": use one or more of ${profileNames().join(', ')}`)
    return entry
  })
  const includes = (op: Operation) => !op.supporting && chosen.some((entry) => covers(entry, op))
  const allowedMissing: Record<string, number[]> = {}
  for (const op of operations()) {
    if (op.removedUpstream === undefined) continue
    const entry = chosen.find((e) => covers(e, op))
    if (entry?.removed === 'tolerated') allowedMissing[op.id] = op.removedUpstream.answers
  }
  return {
    name: named.join(','),
    title: chosen.map((entry) => entry.title).join('; '),
    includes,
    demandsEverything: chosen.some((entry) => entry.demands === 'everything'),
    allowedMissing,
  }
}

function covers(entry: ProfileEntry, op: Operation): boolean {
  if (!entry.services.includes(op.service)) return false
  return (
    entry.operations?.some((glob) =>
      new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(op.id),
    ) ?? true
  )
}
