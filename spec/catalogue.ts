import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGE_ROOT } from './package-root.ts'
import type { Requirement } from './requirement.ts'

/** The table of requirements that `npm run generate` derives from the document: a JSON array, one requirement a line. */
export const REQUIREMENTS_FILE = join(PACKAGE_ROOT, 'spec', 'generated', 'requirements.json')

let all: readonly Requirement[] | undefined
let byId: Map<string, Requirement> | undefined
let byOperation: Map<string, Requirement[]> | undefined

/** Every requirement of the contract, by operation in the document's order; within one, written ones before derived ones. */
export function catalogue(): readonly Requirement[] {
  all ??= JSON.parse(readFileSync(REQUIREMENTS_FILE, 'utf8')) as Requirement[]
  return all
}

/** One requirement by its id. @throws Error when the catalogue has none of that id */
export function requirementOf(id: string): Requirement {
  byId ??= new Map(catalogue().map((requirement) => [requirement.id, requirement]))
  const found = byId.get(id)
  if (found === undefined) throw new Error(`${id}: no requirement of the catalogue has this id`)
  return found
}

/** The requirements of one operation. */
export function requirementsOf(operationId: string): readonly Requirement[] {
  if (byOperation === undefined) {
    byOperation = new Map()
    for (const requirement of catalogue()) {
      const own = byOperation.get(requirement.operationId)
      if (own === undefined) byOperation.set(requirement.operationId, [requirement])
      else own.push(requirement)
    }
  }
  return byOperation.get(operationId) ?? []
}
