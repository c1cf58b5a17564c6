import { selected } from '../../fixtures/run/selection.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { exemptionOf } from '../../spec/errata.ts'
import { UsageError } from '../errors.ts'
import { chosenProfile } from '../options/selection.ts'
import { describeRequirements } from './describe-requirements.ts'
import type { ListOptions } from './options.ts'
import { testedRequirements } from './tested.ts'

/** The requirements that the options choose, with where their tests stand. @throws UsageError if none is left */
export function listRequirements(options: ListOptions): string {
  const profile = options.profile === undefined ? undefined : chosenProfile(options.profile)
  const chosen = catalogue().filter(
    ({ id, operationId }) =>
      (profile?.includes(operation(operationId)) ?? true) && selected(options.select ?? [], id),
  )
  if (chosen.length === 0) {
    const of = profile === undefined ? '' : ` of profile ${profile.name}`
    throw new UsageError(
      `--select ${(options.select ?? []).join(',')}: no requirement${of} is called so; try 'servers.*' or '*/status-*'`,
    )
  }
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
