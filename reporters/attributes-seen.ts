import { operation } from '../spec/document.ts'
import type { Requirement } from '../spec/requirement.ts'
import type { RunHeader } from './evidence.ts'
import type { Verdict } from './report.ts'

/** Verdicts that hold something against the target. */
const AGAINST: readonly Verdict[] = ['fail', 'warn', 'note']

/** What operations are about, by how their names begin. */
const THINGS: readonly [RegExp, string][] = [
  [/^(servers|volumesBoot)\./, 'servers'],
  [/^images\./, 'images'],
  [/^flavors\./, 'flavors'],
]

/** An extension may show attributes of one kind of thing and not of another. */
const keyOf = (feature: string, operationId: string): string =>
  `${feature} of ${THINGS.find(([names]) => names.test(operationId))?.[1] ?? operationId}`

/** The extension of which a requirement shows an attribute, and of what; undefined where it shows none. */
export const showsAttributeOf = ({ id, feature, operationId }: Requirement): string | undefined =>
  feature !== undefined && id.includes('/body.') ? keyOf(feature, operationId) : undefined

/**
 * On a target that does not say which extensions it has, an attribute of one binds only where it is seen.
 * @param seen the extensions of which an answer showed an attribute, and of what
 * @returns why nothing is held against the target, as a sentence; undefined where the verdict stands
 */
export function unseenExtension(
  { feature, operationId }: Requirement,
  verdict: Verdict,
  header: RunHeader,
  seen: ReadonlySet<string>,
): string | undefined {
  if (header.featuresUnknown !== true || feature === undefined || !AGAINST.includes(verdict)) return undefined
  // Whether it has the operation of an extension is seen by calling it.
  if (operation(operationId).feature === feature || seen.has(keyOf(feature, operationId))) return undefined
  return `The target does not say which extensions it offers, and no answer shows anything of ${feature}.`
}
