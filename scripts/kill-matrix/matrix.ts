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
  /** Named faults of the reference cloud that declare to break it. */
  faults: string[]
}

/** What kills each MUST and SHOULD that a client can observe. */
export interface Matrix {
  rows: Row[]
  /** How many broken answers were judged. */
  answers: number
  /** Broken answers that were not told. */
  survivors: string[]
}

/** Joins what kills requirements: broken answers, of a clean run and where that shows none of the document, and named faults. */
export function killMatrix(answers: readonly GoodAnswer[]): Matrix {
  const shown = new Map(killsOf(answers).map((kill) => [kill.requirement, kill]))
  const sampled = killsOf(sampledAnswers()).filter(({ requirement }) => !shown.has(requirement))
  const kills = new Map<string, [Kill, 'run' | 'sample']>([
    ...[...shown.values()].map((kill) => [kill.requirement, [kill, 'run']] as const),
    ...sampled.map((kill) => [kill.requirement, [kill, 'sample']] as const),
  ] as [string, [Kill, 'run' | 'sample']][])
  const named = namedFaults()
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
        faults: named.get(id) ?? [],
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

function namedFaults(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const fault of faults)
    for (const id of fault.breaks) found.set(id, [...(found.get(id) ?? []), fault.id])
  return found
}

/** Whether anything kills a requirement. */
export const isKilled = ({ answers, faults }: Row): boolean => answers !== undefined || faults.length > 0
