import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGE_ROOT } from './package-root.ts'
import type { Source } from './requirement.ts'

/** A place where the documents contradict themselves, each other or every known cloud, with how it is settled. */
export interface Erratum {
  id: string
  where: Source[]
  /** Operations it concerns; absent: all. */
  operations?: string[]
  contradiction: string
  /** What the judge accepts, and what is canonical. */
  settled: string
  evidence: string
}

/** A requirement that no client can observe, or provoke, with the reason. */
export interface Exemption {
  /** A requirement's id, or a pattern with `*`. */
  requirement: string
  reason: string
}

type Generated = { errata: Erratum[]; exemptions: Exemption[] }
let generated: Generated | undefined

const read = (): Generated => {
  generated ??= JSON.parse(
    readFileSync(join(PACKAGE_ROOT, 'spec', 'generated', 'errata.json'), 'utf8'),
  ) as Generated
  return generated
}

/** Every erratum of the contract, as the generator read it. */
export const errata = (): Erratum[] => read().errata

/** Every exemption of the contract. */
export const exemptions = (): Exemption[] => read().exemptions

/** The exemptions of one requirement each by its id, and those of a pattern. */
let covering: { byId: Map<string, Exemption>; patterns: [RegExp, Exemption][] } | undefined

/** The exemption that covers a requirement, if one does. */
export function exemptionOf(id: string): Exemption | undefined {
  covering ??= {
    byId: new Map(exemptions().map((each) => [each.requirement, each])),
    patterns: exemptions()
      .filter(({ requirement }) => requirement.includes('*'))
      .map((each) => [patternOf(each.requirement), each]),
  }
  return covering.byId.get(id) ?? covering.patterns.find(([pattern]) => pattern.test(id))?.[1]
}

function patternOf(pattern: string): RegExp {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${source}$`)
}
