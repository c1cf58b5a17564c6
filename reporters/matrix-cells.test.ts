import { expect, test } from 'vitest'
import type { Requirement } from '../spec/requirement.ts'
import { buildReport } from './build.ts'
import { textOf } from './html/markup.ts'
import { matrix } from './html/matrix.ts'
import { sample } from './sample-report.ts'

test('a documented cell that could not be tried is in the matrix, with a sign and the reason', () => {
  const { evidence, context } = sample({ attributes: 0, exchanges: 40 })
  const id = 'servers.resize/from-active'
  const cell: Requirement['cell'] = { status: 'MIGRATING', locked: false, role: 'member', outcome: 'refused' }
  const of = (verdict: string) => {
    const catalogue = context.catalogue.map((each) =>
      each.id === (verdict === 'blocked' ? id : 'servers.stop/from-active') ? { ...each, cell } : each,
    )
    return buildReport(evidence, { ...context, catalogue })
  }
  const report = of('blocked')
  expect(report.matrix.filter(({ outcome }) => outcome === 'blocked')).toEqual([
    {
      operationId: 'servers.resize',
      status: 'MIGRATING',
      locked: false,
      role: 'member',
      outcome: 'blocked',
      documented: 'refused',
      requirement: id,
    },
  ])
  const page = textOf(matrix(report))
  expect(page).toContain('One documented cell could not be tried')
  expect(page).toMatch(
    /<button [^>]*class="c c-blocked doc"[^>]* title="servers\.resize MIGRATING [^"]*: blocked; the documents say refused; [^"]*10 cores[^"]*"[^>]*>–<\/button>/,
  )
  // What was tried, and what nobody asked for, is as it was.
  expect(of('pass').matrix).toHaveLength(report.matrix.length - 1)
  expect(textOf(matrix(of('pass')))).not.toContain('c-blocked')
})
