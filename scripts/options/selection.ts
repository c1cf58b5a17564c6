import { catalogue } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { type Profile, profile, profileNames } from '../../spec/profiles.ts'
import { matchingNothing, selected } from '../../spec/selection.ts'
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

/** Ids of the requirements that a profile and globs leave. @throws UsageError if none is left, or a glob matches nothing */
export function chosenRequirements(chosen: Profile, globs: readonly string[]): string[] {
  const inProfile = catalogue()
    .filter(({ operationId }) => chosen.includes(operation(operationId)))
    .map(({ id }) => id)
  checkGlobs(globs, inProfile, `of profile ${chosen.name} `)
  return inProfile.filter((id) => selected(globs, id))
}

/**
 * @param of which requirements there are, for the message
 * @throws UsageError if a glob matches none of the ids, or all globs together leave none
 */
export function checkGlobs(globs: readonly string[], ids: readonly string[], of = ''): void {
  const help = 'as in servers.show/status-200; `stackproof list` shows the ids'
  for (const glob of matchingNothing(globs, ids)) {
    const option = glob.startsWith('!') ? `--skip ${glob.slice(1)}` : `--select ${glob}`
    throw new UsageError(`${option}: no requirement ${of}is called so, ${help}`)
  }
  if (!ids.some((id) => selected(globs, id)))
    throw new UsageError(`--select ${globs.join(',')}: leaves no requirement ${of}to test; ${help}`)
}
