import { selected } from '../../fixtures/run/selection.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { type Profile, profile, profileNames } from '../../spec/profiles.ts'
import { UsageError } from '../errors.ts'

/** The profile of that name, or several joined by commas. @throws UsageError naming those that exist */
export function chosenProfile(names: string): Profile {
  try {
    return profile(names)
  } catch (error) {
    throw new UsageError(
      `--profile: ${(error as Error).message || `allowed are ${profileNames().join(', ')}`}`,
    )
  }
}

/** Ids of the requirements that a profile and `--select` leave. @throws UsageError if none is left */
export function chosenRequirements(chosen: Profile, select: readonly string[]): string[] {
  const inProfile = catalogue().filter(({ operationId }) => chosen.includes(operation(operationId)))
  const ids = inProfile.map(({ id }) => id).filter((id) => selected(select, id))
  if (ids.length > 0) return ids
  throw new UsageError(
    `--select ${select.join(',')}: no requirement of profile ${chosen.name} is called so; \`stackproof list\` shows their ids, as in servers.show/status-200`,
  )
}
