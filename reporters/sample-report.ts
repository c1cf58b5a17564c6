import { type BuildContext, buildReport } from './build.ts'
import { type Evidence, noEvidence } from './evidence.ts'
import type { Report } from './report.ts'
import { sampleCatalogue } from './sample-catalogue.ts'
import { BREAKS, numbers, sampleCells, sampleExchange, sampleHeader, TRANSITIONS } from './sample-evidence.ts'

/** A made-up run for the tests of the formats: every verdict, hostile names, as many rows and exchanges as asked. */
export interface Sample {
  context: BuildContext
  evidence: Evidence
  report: Report
}

/**
 * @param size.attributes further requirements an operation, one for each attribute of a body
 * @param size.exchanges how many exchanges in all
 */
export function sample(size: { attributes?: number; exchanges?: number } = {}): Sample {
  const { attributes = 6, exchanges = 240 } = size
  const random = numbers(7)
  const catalogue = sampleCatalogue(attributes)
  const operations = [...new Set(catalogue.map((requirement) => requirement.operationId))]
  const of = (operationId: string) => catalogue.filter((each) => each.operationId === operationId)
  const evidence = noEvidence()
  evidence.header = sampleHeader()
  for (let index = 0; index < exchanges; index++) {
    const operationId = operations[index % operations.length]!
    evidence.exchanges.push(sampleExchange(index, of(operationId), random))
  }
  catalogue.forEach((requirement, index) => {
    if (requirement.kind === 'attribute') return
    const broke = BREAKS[requirement.id]
    evidence.outcomes.push({
      test: `t-${index % exchanges}`,
      name: requirement.text,
      file: `suites/${requirement.operationId.replace('.', '/')}.suite.ts`,
      line: 12 + (index % 90),
      durationMs: 40 + random() * 900,
      requirements: [requirement.id],
      state: broke ? 'failed' : 'passed',
      ...(broke ? { error: broke } : {}),
    })
  })
  evidence.cells.push(...sampleCells(random))
  for (const [operationId, from, to, ms] of TRANSITIONS) {
    for (let index = 0; index < 6; index++)
      evidence.transitions.push({ operationId, from, to, ms: ms * (0.7 + random()) })
  }
  evidence.end = {
    durationMs: 192_400,
    requests: exchanges,
    serverBuilds: 14,
    leaks: [
      {
        kind: 'volume',
        id: '0b3e…',
        name: 'stackproof-a1b2c3d4-volume',
        reason: 'the target answered 500 to its deletion',
      },
    ],
  }
  const context: BuildContext = {
    catalogue,
    footprintOf: (requirement) =>
      requirement.operationId.endsWith('evacuate') ? 'disruptive' : 'own-resources',
    errata: [
      {
        id: 'attach-202-or-200',
        contradiction: 'The document says 202; every known cloud answers 200.',
        settled: '200 is canonical, 202 is accepted.',
        evidence: 'Observed on a Nova of the Zed release.',
      },
    ],
  }
  return { context, evidence, report: buildReport(evidence, context) }
}
