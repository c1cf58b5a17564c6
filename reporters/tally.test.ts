import { expect, test } from 'vitest'
import { sample } from './sample-report.ts'
import { Tally } from './tally.ts'

test('what is counted while a run goes on is what its report counts', () => {
  const { context, evidence, report } = sample()
  const tally = new Tally(evidence.header!, context)
  for (const { test, operationId, response, probe, kept, problems } of evidence.exchanges)
    tally.answered({
      test,
      operationId,
      status: response?.status,
      probe,
      kept,
      broken: problems.flatMap(({ requirements }) => requirements),
    })
  for (const outcome of evidence.outcomes) tally.finished(outcome)
  const counts = tally.counts()
  const { pass, fail, warn, note, error, unsupported } = report.summary
  expect(counts).toMatchObject({ pass, fail, warn, note, error, unsupported })
  expect(counts.judged).toBe(pass + fail + warn + note)
  expect(counts.waived).toBe(report.summary.waived)
  expect(counts.total).toBe(report.areas!.reduce((sum, { total }) => sum + total, 0))
  expect(fail).toBeGreaterThan(0)
})
