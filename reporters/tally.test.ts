import { expect, test } from 'vitest'
import { sample } from './sample-report.ts'
import { Tally } from './tally.ts'

test('what is outside a selection is not counted while a run goes on', () => {
  const { context, evidence } = sample()
  const tally = new Tally({ ...evidence.header!, selected: ['servers.show/body'] }, context)
  const kept = ['servers.show/body', 'servers.show/status-200']
  tally.answered({ test: 't', operationId: 'servers.show', status: 200, kept, broken: [] })
  expect(tally.counts()).toMatchObject({ total: 1, judged: 1, pass: 1, unsupported: 0 })
  expect(tally.matters('servers.show/status-200')).toBe(false)
})

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

test('what answers showed stays counted where the budget cuts its own test short', () => {
  const { context, evidence } = sample()
  const tally = new Tally({ ...evidence.header!, selected: ['servers.show/body'] }, context)
  const kept = ['servers.show/body']
  tally.answered({ test: 't', operationId: 'servers.show', status: 200, kept, broken: [] })
  const outcome = { ...evidence.outcomes[0]!, test: 'u', state: 'failed' as const, requirements: kept }
  tally.finished({ ...outcome, error: { name: 'Blocked', message: 'no more', by: 'budget' } })
  expect(tally.counts()).toMatchObject({ judged: 1, pass: 1, disabled: 0 })
})
