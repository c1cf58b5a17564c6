import type { Footprint } from '../../fixtures/run/footprint.ts'
import type { Shard } from '../../fixtures/run/shard.ts'
import type { ShownAnswer } from '../../fixtures/run/shown-answers.ts'
import type { FormatName } from '../../reporters/formats.ts'
import type { Report } from '../../reporters/report.ts'
import { checkWaivers, parseWaivers, type Waiver } from '../../reporters/waivers.ts'
import { catalogue } from '../../spec/catalogue.ts'
import type { Profile } from '../../spec/profiles.ts'
import { UsageError } from '../errors.ts'
import { type GlobOptions, globsOf } from '../options/globs.ts'
import { chosenProfile, chosenRequirements } from '../options/selection.ts'
import type { TargetOptions } from '../options/target.ts'
import { readNamed } from '../paths.ts'
import { readReport } from '../report/read-report.ts'
import { shardOf } from './shard.ts'

/** What `stackproof run` takes, as commander reads it. */
export interface RunOptions extends TargetOptions, GlobOptions {
  profile?: string
  footprint?: Footprint
  waivers?: string
  baseline?: string
  failedFrom?: string
  maxServers?: number
  maxRequests?: number
  maxRate?: number
  deadline?: number
  shard?: string
  timings?: string
  report: string
  format?: FormatName[]
  seed?: number
  concurrency?: number
  fault?: string[]
  condition?: string[]
  eventMessageId?: string
  image?: string
  flavor?: string
  network?: string
  zone?: string
  volumeType?: string
  /** What the target is called in its report; absent: as its cloud is. */
  name?: string
  /** A file of targets, each to be judged; for the command alone. */
  targets?: string
  /** For scripts, which commander knows nothing of: told of answers as they came, with their secrets. */
  shown?(answer: ShownAnswer): void
}

/** What a run is about. */
export interface Plan {
  profile: Profile
  select: string[]
  /** Ids of the requirements that profile and selection leave. */
  requirements: string[]
  footprint: Footprint
  /** What the run may cost; absent: whatever it takes. */
  budget?: NonNullable<Report['run']['budget']>
  /** The part of the tests that is run here; absent: all of them. */
  shard?: Shard
  waivers: Waiver[]
  /** Waivers that have expired and will fail the gate; sentences. */
  expired: string[]
  /** The report that this run is measured by. */
  baseline?: Report
}

/** What a target is held to without `--profile`: the second one where it offers the events API. */
const DEFAULT_PROFILE = 'compute-v2.1'
const WITH_EVENTS = `${DEFAULT_PROFILE},telemetry`
const REFERENCE_PROFILE = 'compute-v2,events,telemetry'

/** What the options ask for, checked before the target is asked anything. @throws UsageError, WaiverError */
export function planOf(options: RunOptions, reference: boolean): Plan {
  for (const own of ['fault', 'condition'] as const)
    if (!reference && options[own] !== undefined)
      throw new UsageError(`--${own} is for the reference cloud only: leave the target out, or the ${own}`)
  const profile = chosenProfile(options.profile ?? (reference ? REFERENCE_PROFILE : WITH_EVENTS))
  const select = [...globsOf(options), ...openIn(options.failedFrom)]
  const shard = shardOf(options.shard, options.timings)
  const footprint = options.footprint ?? (reference ? 'disruptive' : 'own-resources')
  // Where each shard has a reference cloud of its own, none can disturb another.
  if (shard !== undefined && footprint === 'disruptive' && !reference)
    throw new UsageError(
      '--shard with --footprint disruptive: what touches hosts would break the servers of other shards; shard up to admin, and judge the rest by a run of its own',
    )
  const waivers =
    options.waivers === undefined ? [] : parseWaivers(readNamed(options.waivers), options.waivers)
  return {
    profile,
    select,
    requirements: chosenRequirements(profile, select),
    footprint,
    ...(shard === undefined ? {} : { shard }),
    ...budgetOf(options),
    waivers,
    expired: checkWaivers(
      waivers,
      catalogue().map(({ id }) => id),
      options.waivers ?? '',
      new Date().toISOString().slice(0, 10),
    ),
    ...(options.baseline === undefined ? {} : { baseline: readReport(options.baseline) }),
  }
}

function budgetOf({ maxServers, maxRequests, maxRate, deadline }: RunOptions): Pick<Plan, 'budget'> {
  const budget = {
    ...(maxServers === undefined ? {} : { servers: maxServers }),
    ...(maxRequests === undefined ? {} : { requests: maxRequests }),
    ...(maxRate === undefined ? {} : { rate: maxRate }),
    ...(deadline === undefined ? {} : { deadlineMs: deadline }),
  }
  return Object.keys(budget).length === 0 ? {} : { budget }
}

/** Ids of what an earlier run took on and did not find kept. @throws UsageError if that is nothing */
function openIn(failedFrom: string | undefined): string[] {
  if (failedFrom === undefined) return []
  const known = new Set<string>(catalogue().map(({ id }) => id))
  const open = ['fail', 'warn', 'blocked', 'error']
  const ids = readReport(failedFrom)
    .requirements.filter(({ id, verdict }) => open.includes(verdict) && known.has(id))
    .map(({ id }) => id)
  if (ids.length > 0) return ids
  throw new UsageError(`--failed-from ${failedFrom}: nothing failed there, so nothing is left to run again`)
}

/**
 * The plan once it is known what the target is: where no profile was asked for, one that offers the events API is held to
 * that, too.
 * @throws UsageError if only the events API was selected, and the target offers none
 */
export function planFor(
  plan: Plan,
  options: RunOptions,
  target: { events: boolean; reference: boolean },
): Plan {
  if (options.profile !== undefined || target.reference) return plan
  if (target.events) return plan
  const profile = chosenProfile(DEFAULT_PROFILE)
  return { ...plan, profile, requirements: chosenRequirements(profile, plan.select) }
}
