import { requirementOf } from '../../spec/catalogue.ts'
import type { RequirementId } from '../../spec/generated/requirements.ts'
import type { ServerStatus } from '../../spec/requirement.ts'

/** The statuses of which a postcondition wants one. @throws Error if the requirement is no postcondition */
export function becomes(id: RequirementId): ServerStatus[] {
  const { becomes: statuses } = requirementOf(id)
  if (statuses === undefined) throw new Error(`${id} names no status that must follow`)
  return statuses
}

/** The HTTP statuses that a requirement accepts as a refusal. @throws Error if it names none */
export function refusals(id: RequirementId): number[] {
  const { statuses } = requirementOf(id)
  if (statuses === undefined) throw new Error(`${id} names no HTTP status`)
  return statuses
}
