import { faults } from '../../fixtures/reference-cloud/faults/faults.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { exemptionOf } from '../../spec/errata.ts'
import { type GoodAnswer, type Kill, killsOf } from '../../spec/kills.ts'
import type { Kind, Level } from '../../spec/requirement.ts'
import { sampledAnswers } from '../../spec/sampled-answers.ts'

/** One requirement, and what kills it. */
export interface Row {
  id: string
  operationId: string
  level: Level
  kind: Kind
  /** Answers broken in these ways, as each was told; `from`: answers of a clean run, or sampled where none showed it. */
  answers?: { from: 'run' | 'sample'; ways: string[] }
  /** Named faults of the reference cloud that break it: those that were tried and told, or that declare it. */
  faults: string[]
  /** What was said of it, by the first of the faults that were tried. */
  reason?: string
}

/** What kills each MUST and SHOULD that a client can observe. */
export interface Matrix {
  rows: Row[]
  /** How many broken answers were judged. */
  answers: number
  /** Broken answers that were not told. */
  survivors: string[]
}

/**
 * Joins what kills requirements: broken answers, of a clean run and where that shows none of the document, and named faults.
 * @param proven what was said of each requirement by each fault that was tried; absent: faults are taken at their word
 */
export function killMatrix(
  answers: readonly GoodAnswer[],
  proven?: ReadonlyMap<string, Record<string, string>>,
): Matrix {
  const shown = new Map(killsOf(answers).map((kill) => [kill.requirement, kill]))
  const sampled = killsOf(sampledAnswers()).filter(({ requirement }) => !shown.has(requirement))
  const kills = new Map<string, [Kill, 'run' | 'sample']>([
    ...[...shown.values()].map((kill) => [kill.requirement, [kill, 'run']] as const),
    ...sampled.map((kill) => [kill.requirement, [kill, 'sample']] as const),
  ] as [string, [Kill, 'run' | 'sample']][])
  const named = namedFaults(proven)
  const rows = catalogue()
    .filter(({ id, level }) => level !== 'MAY' && exemptionOf(id) === undefined)
    .map(({ id, operationId, level, kind }): Row => {
      const [kill, from] = kills.get(id) ?? []
      const told = kill !== undefined && kill.survivors.length === 0
      return {
        id,
        operationId,
        level,
        kind,
        ...(told ? { answers: { from: from!, ways: kill.ways } } : {}),
        faults: (named.get(id) ?? []).map((kill) => kill.fault),
        ...reasonOf(named.get(id)),
      }
    })
  const all = [...kills.values()].map(([kill]) => kill)
  return {
    rows,
    answers: all.reduce((sum, kill) => sum + kill.answers, 0),
    survivors: all.flatMap(({ requirement, survivors }) =>
      survivors.map((each) => `${requirement}: ${each}`),
    ),
  }
}

interface NamedKill {
  fault: string
  reason?: string | undefined
}

function namedFaults(proven?: ReadonlyMap<string, Record<string, string>>): Map<string, NamedKill[]> {
  const found = new Map<string, NamedKill[]>()
  for (const { id: fault, breaks } of faults)
    for (const id of breaks) {
      const reason = proven?.get(fault)?.[id]
      if (proven === undefined || reason !== undefined)
        found.set(id, [...(found.get(id) ?? []), { fault, reason }])
    }
  return found
}

const reasonOf = (kills: readonly NamedKill[] = []) => {
  const reason = kills.find((kill) => kill.reason !== undefined)?.reason
  return reason === undefined ? {} : { reason }
}

/** Whether anything kills a requirement. */
export const isKilled = ({ answers, faults }: Row): boolean => answers !== undefined || faults.length > 0
