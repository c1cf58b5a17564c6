import { redactor } from '../../fixtures/redaction/redactor.ts'
import type { RunConfig } from '../../fixtures/run/run-config.ts'
import type { RunHeader } from '../../reporters/evidence.ts'
import { contractVersion } from '../contract.ts'
import { VERSION } from '../version.ts'
import type { Plan } from './plan.ts'

/** What the evidence of a run begins with: all that a report needs besides what the run finds. */
export function headerOf(id: string, config: RunConfig, plan: Plan): RunHeader {
  const { target } = config
  return {
    schemaVersion: 1,
    tool: { name: 'stackproof', version: VERSION },
    spec: contractVersion(),
    target: redactor().data({
      name: target.name,
      endpoints: Object.fromEntries(
        Object.entries(target.member.endpoints).map(([name, url]) => [name, withoutLogin(url)]),
      ),
      versions: target.versions,
      features: target.features,
    }),
    run: {
      id,
      startedAt: new Date().toISOString(),
      seed: config.seed,
      profile: config.profile,
      footprint: config.footprint,
      concurrency: config.concurrency,
      ...(config.select.length > 0 ? { selection: config.select } : {}),
      ...(plan.budget === undefined ? {} : { budget: plan.budget }),
      ...(plan.shard === undefined ? {} : { shard: { index: plan.shard.index, of: plan.shard.of } }),
    },
    selected: config.requirements,
    allowedMissing: plan.profile.allowedMissing,
    optionalServices: plan.profile.demandsEverything ? [] : ['events'],
    featuresDecide: target.featuresKnown && !plan.profile.demandsEverything,
    featuresUnknown: !target.featuresKnown && !plan.profile.demandsEverything,
    waivers: plan.waivers,
  }
}

function withoutLogin(url: string): string {
  const parsed = new URL(url)
  if (parsed.username === '' && parsed.password === '') return url
  parsed.username = ''
  parsed.password = ''
  return parsed.href.replace(/\/$/, '')
}
