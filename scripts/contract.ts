import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { BuildContext } from '../reporters/build.ts'
import { catalogue } from '../spec/catalogue.ts'
import { DOCUMENT_FILE, loadDocument, operation } from '../spec/document.ts'
import { errata, exemptionOf } from '../spec/errata.ts'

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
