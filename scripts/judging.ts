import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { selected } from '../fixtures/run/selection.ts'
import type { BuildContext } from '../reporters/build.ts'
import { catalogue } from '../spec/catalogue.ts'
import { DOCUMENT_FILE, loadDocument, operation } from '../spec/document.ts'
import { errata, exemptionOf } from '../spec/errata.ts'
import { profile, profileNames } from '../spec/profiles.ts'
import { UsageError } from './usage.ts'

/** All that a report is made of besides its evidence: the contract of this version of stackproof. */
export function contract(): BuildContext {
  const requirements = catalogue()
  const exemptions: Record<string, string> = {}
  for (const { id } of requirements) {
    const exemption = exemptionOf(id)
    if (exemption !== undefined) exemptions[id] = exemption.reason
  }
  return {
    catalogue: requirements,
    footprintOf: (requirement) => operation(requirement.operationId).footprint,
    exemptions,
    errata: errata(),
  }
}

/** Which contract is judged by: its version, and a digest that changes with each of its letters. */
export function contractVersion(): { version: string; digest: string } {
  const digest = createHash('sha256').update(readFileSync(DOCUMENT_FILE)).digest('hex')
  return { version: loadDocument().info.version, digest: `sha256:${digest}` }
}

/** The profile of that name, or several joined by commas. @throws UsageError naming those that exist */
export function chosenProfile(names: string): ReturnType<typeof profile> {
  try {
    return profile(names)
  } catch (error) {
    throw new UsageError(
      `--profile: ${(error as Error).message || `allowed are ${profileNames().join(', ')}`}`,
    )
  }
}

/** Ids of the requirements that a profile and `--select` leave. @throws UsageError if none is left */
export function chosenRequirements(chosen: ReturnType<typeof profile>, select: readonly string[]): string[] {
  const inProfile = catalogue().filter(({ operationId }) => chosen.includes(operation(operationId)))
  const ids = inProfile.map(({ id }) => id).filter((id) => selected(select, id))
  if (ids.length > 0) return ids
  throw new UsageError(
    `--select ${select.join(',')}: no requirement of profile ${chosen.name} is called so; \`stackproof list\` shows their ids, as in servers.show/status-200`,
  )
}
