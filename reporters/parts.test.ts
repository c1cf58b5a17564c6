import { describe, expect, test } from 'vitest'
import type { Exchange } from '../spec/exchange.ts'
import { buildReport } from './build.ts'
import { renderHtml } from './html.ts'
import { latencies } from './latencies.ts'
import { renderMarkdown } from './markdown.ts'
import { inOrder } from './matrix-order.ts'
import type { MatrixCell } from './report.ts'
import { sample } from './sample-report.ts'
import { because, judgement, offered, tone } from './words.ts'

/** A run that breaks nothing, limited to some requirements. */
function limited(selected: string[] | null, selection?: string[]) {
  const { evidence, context } = sample()
  evidence.header!.selected = selected
  evidence.header!.waivers = []
  if (selection) evidence.header!.run.selection = selection
  evidence.outcomes = evidence.outcomes.map(({ error: _, ...outcome }) => ({ ...outcome, state: 'passed' }))
  for (const exchange of evidence.exchanges) exchange.problems = []
  const report = buildReport(evidence, {
    ...context,
    footprintOf: () => 'own-resources',
    inProfile: (_, { service }) => service === 'compute',
  })
  return report
}

describe('what a run judged', () => {
  test('a selection that holds is no cloud that conforms', () => {
    const report = limited(['servers.show/body', 'servers.show/status-200'], ['servers.show/*'])
    expect(report).toMatchObject({ conformant: true, partial: true })
    expect([judgement(report), tone(report)]).toEqual(['What was selected conforms: 2 of 702', 'neutral'])
    expect(because(report)).toMatch(/^2 of 2 selected requirements were judged/)
    expect(report.summary).toMatchObject({ pass: 2, fail: 0, unsupported: 0 })
    // An area that nobody asked for was not tried in vain.
    const outside = report.areas!.filter((area) => area.outside).map(({ name }) => name)
    expect(outside.length).toBe(report.areas!.length - 1)
    expect(outside).not.toContain('Servers')
    for (const text of [renderMarkdown(report), renderHtml(report, [])]) {
      expect(text).toContain('not part of this run')
      expect(text).not.toContain('could not be judged')
    }
    expect(report.offer).toMatchObject({ operations: 1, lacking: [] })
  })
  test('what breaks beside a selection fails nothing, and is said', () => {
    const { evidence, context, report: whole } = sample()
    const { id } = whole.requirements.find(({ verdict }) => verdict === 'pass')!
    evidence.header!.selected = [id]
    evidence.header!.run.selection = [id]
    const report = buildReport(evidence, context)
    expect(report).toMatchObject({ conformant: true, causes: [] })
    expect(because(report)).toMatch(/Outside the selection, \d+ MUSTs were seen broken in passing/)
  })
  test('a whole profile conforms, though other profiles were left out', () => {
    const { evidence, context } = sample()
    const compute = context.catalogue.filter(({ service }) => service === 'compute').map(({ id }) => id)
    expect(evidence.header).toBeDefined()
    const report = limited(compute)
    expect(report.partial).toBeUndefined()
    expect([judgement(report), tone(report)]).toEqual(['Conforms', 'good'])
    expect(report.requirements.find(({ service }) => service === 'events')?.reason).toContain('profile')
  })
  test('a footprint too small for some MUSTs leaves them out', () => {
    const { evidence, context } = sample()
    evidence.header!.run.footprint = 'read-only'
    evidence.header!.waivers = []
    evidence.outcomes = []
    for (const exchange of evidence.exchanges) exchange.problems = []
    const report = buildReport(evidence, context)
    expect(report).toMatchObject({ conformant: true, partial: true })
    expect(judgement(report)).toBe('What was put to the test conforms')
  })
  test('every area has its own judgement, and the head says what the target offers', () => {
    const { report } = sample()
    const areas = new Map(report.areas!.map((area) => [area.name, area]))
    expect(areas.get('Flavors')).toMatchObject({ conformant: true })
    expect(areas.get('Server actions')).toMatchObject({ conformant: false, levels: { MUST: { broken: 2 } } })
    expect(report.areas!.reduce((sum, { total }) => sum + total, 0)).toBe(report.requirements.length)
    expect(report.offer!.lacking).toContain('virtualInterfaces.list')
    expect(offered(report)).toMatch(
      /^Holds [\d,]+ of [\d,]+ judged MUSTs of \d+ operations; lacks \d+ operations, as the profile allows\.$/,
    )
    // What it may not lack is what a cause counts: the two numbers are told apart.
    const more = structuredClone(report)
    const broken = more.requirements.find(({ verdict }) => verdict === 'fail')!
    more.offer!.lacking.push(broken.operationId)
    expect(offered(more)).toMatch(/; lacks \d+ operations, \d+ of them as the profile allows\.$/)
    more.offer!.lacking = [broken.operationId]
    expect(offered(more)).toMatch(/; lacks 1 operation\.$/)
  })
})

test('latencies are by nearest rank, and name the slowest exchange', () => {
  const exchanges = Array.from({ length: 100 }, (_, index) => ({
    id: `x-${index}`,
    operationId: 'servers.show',
    durationMs: 100 - index,
    ...(index === 0 ? { error: 'reset' } : { response: { status: 200, headers: {} } }),
  })) as Exchange[]
  expect(latencies(exchanges, ['flavors.list', 'servers.show', 'servers.show'])).toEqual([
    { operationId: 'servers.show', calls: 99, p50: 50, p95: 95, slowest: 99, exchange: 'x-1' },
  ])
})

test('the matrix is in the order of the documents and of a server’s life, whatever the run’s', () => {
  const cell = (operationId: string, status: MatrixCell['status'], locked = false): MatrixCell => ({
    operationId,
    status,
    locked,
    role: 'member',
    outcome: 'refused',
  })
  const ordered = [
    cell('b', 'BUILD'),
    cell('b', 'ACTIVE'),
    cell('b', 'ACTIVE', true),
    cell('b', 'SHELVED'),
    cell('a', 'ACTIVE'),
  ]
  expect(inOrder([...ordered].reverse(), ['b', 'a'])).toEqual(ordered)
})
