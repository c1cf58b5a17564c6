import type { Footprint } from '../../fixtures/run/footprint.ts'
import type { FormatName } from '../../reporters/formats.ts'
import { parseWaivers, type Waiver } from '../../reporters/waivers.ts'
import type { Profile } from '../../spec/profiles.ts'
import { chosenProfile, chosenRequirements } from '../options/selection.ts'
import type { TargetOptions } from '../options/target.ts'
import { readNamed } from '../paths.ts'

/** What `stackproof run` takes, as commander reads it. */
export interface RunOptions extends TargetOptions {
  profile?: string
  footprint?: Footprint
  select?: string[]
  waivers?: string
  report: string
  format?: FormatName[]
  seed?: number
  concurrency?: number
  fault?: string[]
  condition?: string[]
  eventMessageId?: string
}

/** What a run is about. */
export interface Plan {
  profile: Profile
  select: string[]
  /** Ids of the requirements that profile and selection leave. */
  requirements: string[]
  footprint: Footprint
  waivers: Waiver[]
}

/** What a target is held to without `--profile`; where it offers the events API, to that as well. */
const DEFAULT_PROFILE = 'compute-v2.1'
const WITH_EVENTS = `${DEFAULT_PROFILE},telemetry`
const REFERENCE_PROFILE = 'compute-v2,events,telemetry'

/** What the options ask for, checked before the target is asked anything. @throws UsageError, WaiverError */
export function planOf(options: RunOptions, reference: boolean): Plan {
  const profile = chosenProfile(options.profile ?? (reference ? REFERENCE_PROFILE : DEFAULT_PROFILE))
  const select = options.select ?? []
  return {
    profile,
    select,
    requirements: chosenRequirements(profile, select),
    footprint: options.footprint ?? (reference ? 'disruptive' : 'own-resources'),
    waivers: options.waivers === undefined ? [] : parseWaivers(readNamed(options.waivers), options.waivers),
  }
}

/** The plan for a target that offers the events API: where no profile was asked for, it is held to that, too. */
export function withEvents(plan: Plan, options: RunOptions): Plan {
  if (options.profile !== undefined) return plan
  const profile = chosenProfile(WITH_EVENTS)
  return { ...plan, profile, requirements: chosenRequirements(profile, plan.select) }
}
