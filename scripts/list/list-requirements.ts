import { catalogue } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { exemptionOf } from '../../spec/errata.ts'
import { selected } from '../../spec/selection.ts'
import { globsOf } from '../options/globs.ts'
import { checkGlobs, chosenProfile } from '../options/selection.ts'
import { describeRequirements } from './describe-requirements.ts'
import type { ListOptions } from './options.ts'
import { testedRequirements } from './tested.ts'

/** The requirements that the options choose, with where their tests stand. @throws UsageError if none is left */
export function listRequirements(options: ListOptions): string {
  const profile = options.profile === undefined ? undefined : chosenProfile(options.profile)
  const select = globsOf(options)
  const there = catalogue().filter(({ operationId }) => profile?.includes(operation(operationId)) ?? true)
  checkGlobs(
    select,
    there.map(({ id }) => id),
    profile === undefined ? '' : `of profile ${profile.name} `,
  )
  const chosen = there.filter(({ id }) => selected(select, id))
  const tested = testedRequirements()
  const wanted = chosen.filter(
    ({ id }) => !options.untested || (!tested.has(id) && exemptionOf(id) === undefined),
  )
  if (!options.json) return describeRequirements(wanted, tested)
  const rows = wanted.map((requirement) => ({
    ...requirement,
    tests: tested.get(requirement.id) ?? [],
    exempt: exemptionOf(requirement.id)?.reason,
  }))
  return `${JSON.stringify(rows, null, 2)}\n`
}
