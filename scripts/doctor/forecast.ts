import { eligibility, needCredentials } from '../../fixtures/run/eligibility.ts'
import { type Footprint, permits } from '../../fixtures/run/footprint.ts'
import type { RunConfig } from '../../fixtures/run/run-config.ts'
import type { RunHeader } from '../../reporters/evidence.ts'
import { notOffered } from '../../reporters/not-offered.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { exemptionOf } from '../../spec/errata.ts'
import type { Requirement } from '../../spec/requirement.ts'
import type { SuiteTests } from '../list/tested.ts'
import type { Lacking } from './lacking.ts'
import { type Cost, type Expected, type Recording, runName } from './recording.ts'

/** What a run is likely to come to, before it is begun. */
export interface Forecast {
  footprint: Footprint
  profile: string
  /** How many requirements the profile and the selection leave. */
  requirements: number
  /** For how many of them each outcome is expected; `judged` ones pass, fail, warn or note. */
  expected: Record<Expected, number>
  /** Why those are not judged that are not, the commonest first. */
  reasons: { expected: Expected; reason: string; count: number }[]
  cost: Cost
}

interface Found {
  expected: Expected
  reason: string
}

/** What is known before a run. */
export interface Ground {
  config: RunConfig
  header: RunHeader
  /** Where tests stand, and what they name. */
  tests: SuiteTests
  lacking: readonly Lacking[]
  recording: Recording
}

/**
 * Says of each requirement what a run would make of it: by the rules that the run itself goes by at its door, and, where these
 * leave it open, by what became of it in runs against the reference cloud that lacked the same.
 */
export function forecastOf(ground: Ground): Forecast {
  const { config } = ground
  const expect = expecting(ground)
  const selected = new Set(config.requirements)
  const expected: Forecast['expected'] = {
    judged: 0,
    unseen: 0,
    unsupported: 0,
    blocked: 0,
    error: 0,
    disabled: 0,
    untested: 0,
  }
  const reasons = new Map<string, Forecast['reasons'][number]>()
  const judged: string[] = []
  for (const requirement of catalogue().filter(({ id }) => selected.has(id))) {
    const found = expect(requirement)
    expected[found.expected]++
    if (found.expected === 'judged') judged.push(requirement.id)
    if (found.reason === '') continue
    const key = `${found.expected} ${found.reason}`
    const known = reasons.get(key) ?? { ...found, count: 0 }
    known.count++
    reasons.set(key, known)
  }
  return {
    footprint: config.footprint,
    profile: config.profile,
    requirements: selected.size,
    expected,
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason)),
    cost: costOf(judged, ground),
  }
}

function expecting({ config, header, tests, lacking, recording }: Ground): (of: Requirement) => Found {
  const { target, footprint } = config
  const features = new Set(target.features)
  const missing = new Map(Object.entries(header.unsupportedOperations ?? {}))
  const admin = target.admin !== undefined && target.admin.administrator !== false
  const run = runName(footprint, admin)
  const naming = testsNaming(tests)
  const apart = target.admin !== undefined && target.admin.projectId !== target.member.projectId
  const why = (as: Expected, of: Requirement) =>
    reasonOf(as, of, { footprint, needed: operation(of.operationId).footprint })

  return (requirement) => {
    const { id, operationId } = requirement
    const gone = notOffered(requirement, header, features, missing)
    if (gone !== undefined) return { expected: 'unsupported', reason: gone.reason }
    const named = naming.get(id) ?? []
    const recorded = recording.runs[id]?.[run]
    const known = atTheDoor(named, config)
    // What no test of its own may show, an answer to another's may have shown.
    if (known !== undefined && !(known.expected === 'disabled' && recorded === 'judged')) return known
    if (recorded === undefined) return unrecorded(requirement, named.length > 0, config)
    const without = lacking.find(({ lack }) => recording.lacks[id]?.[lack] !== undefined)
    if (without !== undefined && recorded === 'judged') {
      // Shown by answers to others, such as refusals; without them, only the operation itself would show it.
      const own =
        permits(footprint, operation(operationId).footprint) || (named.length > 0 && known === undefined)
      return own
        ? { expected: recording.lacks[id]![without.lack]!, reason: without.why }
        : { expected: 'disabled', reason: why('disabled', requirement) }
    }
    // Recorded with one project for both callers: what takes two was blocked.
    if (recorded === 'blocked' && admin)
      return apart || (target.reference && id.endsWith('/other-project'))
        ? { expected: 'judged', reason: '' }
        : { expected: 'blocked', reason: "an administrator of another project than the member's is needed" }
    return { expected: recorded, reason: why(recorded, requirement) }
  }
}

/** Requirement → the requirements that each of its tests names. */
function testsNaming(tests: SuiteTests): Map<string, string[][]> {
  const naming = new Map<string, string[][]>()
  for (const [, ...ids] of Object.values(tests).flat())
    for (const id of ids) naming.set(id, [...(naming.get(id) ?? []), ids])
  return naming
}

/** What a run finds of a requirement's tests before it sends anything; undefined: at least one of them begins. */
function atTheDoor(named: readonly string[][], config: RunConfig): Found | undefined {
  const found = named.map((ids): Found | undefined => {
    const out = eligibility(ids, config)
    if (out !== undefined) return { expected: out.verdict, reason: out.reason }
    try {
      needCredentials(ids, config)
      return undefined
    } catch (error) {
      const { by, message } = error as { by?: string; message: string }
      return { expected: by === 'footprint' ? 'disabled' : 'blocked', reason: message }
    }
  })
  const of = (expected: Expected) => found.find((each) => each?.expected === expected)
  const grave = of('blocked') ?? of('unsupported')
  if (grave !== undefined || found.length === 0) return grave
  return found.every((each) => each !== undefined) ? found[0] : undefined
}

/** A requirement that is newer than the recording. */
function unrecorded(requirement: Requirement, hasTest: boolean, config: RunConfig): Found {
  if (exemptionOf(requirement.id) !== undefined)
    return { expected: 'untested', reason: 'no client can observe it' }
  const out = hasTest ? undefined : eligibility([requirement.id], config)
  return out === undefined
    ? { expected: 'judged', reason: '' }
    : { expected: out.verdict, reason: out.reason }
}

/** Why it is expected so, in the words in which a run would say it. */
function reasonOf(
  expected: Expected,
  { id }: Requirement,
  { footprint, needed }: { footprint: Footprint; needed: Footprint },
): string {
  if (expected === 'judged') return ''
  if (expected === 'unseen') return 'may be left out by the target, and then nothing is judged'
  if (expected === 'disabled')
    return `needs the footprint ${needed === 'read-only' ? 'own-resources' : needed}; this run has ${footprint}`
  if (exemptionOf(id) !== undefined) return 'no client can observe it'
  return expected === 'blocked' || expected === 'error'
    ? 'administrator credentials are needed (--os-admin-cloud or --admin-token)'
    : 'nothing that the run may do shows it'
}

/** What the run costs: the part of the recorded cost that its judged requirements had. */
function costOf(judged: readonly string[], { config, recording, lacking }: Ground): Cost {
  const { target, footprint, budget } = config
  const run = runName(footprint, target.admin !== undefined && target.admin.administrator !== false)
  const whole = recording.costs[run] ?? { requests: 0, serverBuilds: 0, waits: 0 }
  const all = Object.keys(recording.runs).filter((id) => recording.runs[id]![run] === 'judged')
  const onServers = (id: string) => recording.lacks[id]?.['instances-used-up'] !== undefined
  const share = (of: (id: string) => boolean) => {
    const of_all = all.filter(of).length
    return of_all === 0 ? 0 : Math.min(1, judged.filter(of).length / of_all)
  }
  const noServers = lacking.some(({ lack }) => ['instances-used-up', 'no-image', 'no-flavor'].includes(lack))
  const builds = noServers ? 0 : Math.ceil(whole.serverBuilds * share(onServers))
  return {
    requests: Math.min(
      Math.ceil(whole.requests * share(() => true)),
      budget?.requests ?? Number.MAX_SAFE_INTEGER,
    ),
    serverBuilds: Math.min(builds, budget?.servers ?? Number.MAX_SAFE_INTEGER),
    waits: noServers ? 0 : Math.ceil(whole.waits * share(onServers)),
  }
}
