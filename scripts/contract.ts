import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { BuildContext } from '../reporters/build.ts'
import { catalogue } from '../spec/catalogue.ts'
import { DOCUMENT_FILE, loadDocument, operation, operations } from '../spec/document.ts'
import { errata, exemptionOf } from '../spec/errata.ts'
import { profile } from '../spec/profiles.ts'

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
    inProfile: (name, { operationId }) => operationsOf(name).has(operationId),
    errata: errata(),
  }
}

const operationSets = new Map<string, Set<string>>()

/** The operations of a profile, or of several joined by commas. */
function operationsOf(name: string): Set<string> {
  let found = operationSets.get(name)
  if (found === undefined) {
    const { includes } = profile(name)
    found = new Set(
      operations()
        .filter(includes)
        .map(({ id }) => id),
    )
    operationSets.set(name, found)
  }
  return found
}

/** Which contract is judged by: its version, and a digest that changes with each of its letters. */
export function contractVersion(): { version: string; digest: string } {
  const digest = createHash('sha256').update(readFileSync(DOCUMENT_FILE)).digest('hex')
  return { version: loadDocument().info.version, digest: `sha256:${digest}` }
}
