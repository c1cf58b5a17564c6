import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { buildReport, exitCode, NoEvidence } from './build.ts'
import { noEvidence, parseEvidence } from './evidence.ts'
import { renderHtml } from './html.ts'
import type { Report, RequirementRow } from './report.ts'
import { sample } from './sample-report.ts'

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
addFormats.default(ajv)
const valid = ajv.compile(JSON.parse(readFileSync(new URL('report.schema.json', import.meta.url), 'utf8')))

const quiet = (change: (report: Report) => void = () => {}): Report => {
  const { evidence, context } = sample()
  evidence.outcomes = evidence.outcomes.map(({ error: _, ...outcome }) => ({ ...outcome, state: 'passed' }))
  for (const exchange of evidence.exchanges) exchange.problems = []
  evidence.header!.waivers = []
  const report = buildReport(evidence, context)
  change(report)
  return report
}

const OPTIONAL = ['errors', 'staleWaivers', 'errata', 'partial', 'offer', 'profiles', 'areas', 'causes']

describe('a report', () => {
  test('is as its schema says', () => {
    const { report } = sample()
    expect(valid(JSON.parse(JSON.stringify(report))), JSON.stringify(valid.errors)).toBe(true)
  })
  test('lost evidence is said, and nobody is said to conform by what is left', () => {
    const { evidence, context } = sample()
    for (const outcome of evidence.outcomes) Object.assign(outcome, { state: 'passed', error: undefined })
    for (const exchange of evidence.exchanges) exchange.problems = []
    evidence.header!.waivers = []
    expect(buildReport(evidence, context).errors).toBeUndefined()
    evidence.unreadable = 2
    const report = buildReport(evidence, context)
    expect(report.conformant).toBeNull()
    expect(report.errors).toMatchObject([{ where: 'evidence', message: expect.stringMatching(/^2 lines /) }])
    expect(valid(JSON.parse(JSON.stringify(report)))).toBe(true)
    expect(renderHtml(report, evidence.exchanges)).toContain('2 lines of the evidence cannot be read')
  })
  test('a file of exchanges that is gone, or shorter than it was, is said, and nobody conforms by it', () => {
    const whole = () => {
      const { evidence, context } = sample()
      for (const outcome of evidence.outcomes) Object.assign(outcome, { state: 'passed', error: undefined })
      for (const exchange of evidence.exchanges) exchange.problems = []
      evidence.header!.waivers = []
      const { exchanges, cells, transitions } = evidence
      evidence.end!.exchangeLines = exchanges.length + cells.length + transitions.length
      return { evidence, context }
    }
    const { evidence, context } = whole()
    expect(buildReport(evidence, context)).toMatchObject({ conformant: true })
    evidence.exchanges.splice(3, 2)
    expect(buildReport(evidence, context)).toMatchObject({
      conformant: null,
      errors: [
        { message: expect.stringMatching(/^exchanges\.ndjson is 2 lines shorter than the run left it\./) },
      ],
    })
    const none = whole()
    none.evidence.exchanges = []
    expect(buildReport(none.evidence, none.context).errors).toMatchObject([
      { message: expect.stringMatching(/^exchanges\.ndjson is missing or empty/) },
    ])
    // Also where the run's last line tells nothing of it: an older run, or one that was killed.
    delete none.evidence.end!.exchangeLines
    expect(buildReport(none.evidence, none.context)).toMatchObject({ conformant: null, errors: [{}] })
  })
  test('the schema notices what is missing, mistyped or unknown', () => {
    const { report } = sample({ attributes: 0, exchanges: 40 })
    const broken: ((report: Record<string, never>) => void)[] = [
      ...Object.keys(report)
        .filter((key) => !OPTIONAL.includes(key))
        .map((key) => (copy: Record<string, unknown>) => {
          delete copy[key]
        }),
      (copy: Record<string, unknown>) => {
        copy.selected = null
      },
      (copy: { requirements: { verdict: string }[] }) => {
        copy.requirements[0]!.verdict = 'ok'
      },
      (copy: { summary: { pass: number } }) => {
        copy.summary.pass = -1
      },
    ] as never
    for (const breakIt of broken) {
      const copy = structuredClone(report) as never
      breakIt(copy)
      expect(valid(copy), String(breakIt)).toBe(false)
    }
  })
  test('has a row for every requirement, and counts that add up', () => {
    const { report, context } = sample()
    const { waived, ...counts } = report.summary
    expect(report.requirements.map((row) => row.id)).toEqual(context.catalogue.map((each) => each.id))
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(report.requirements.length)
    expect(waived).toBe(1)
  })
  test('holds nothing of the header that a report does not have', () => {
    const { report } = sample()
    expect(JSON.stringify(report)).not.toContain('allowedMissing')
  })
  test('comes out the same from the evidence’s text', () => {
    const { report, evidence, context } = sample({ exchanges: 60 })
    const lines = [
      { type: 'run', ...evidence.header },
      ...evidence.outcomes.map((each) => ({ type: 'outcome', ...each })),
      ...evidence.exchanges.map((each) => ({ type: 'exchange', ...each })),
      ...evidence.cells.map((each) => ({ type: 'cell', ...each })),
      ...evidence.transitions.map((each) => ({ type: 'transition', ...each })),
      { type: 'end', ...evidence.end },
    ]
    expect(buildReport(parseEvidence(lines.map((line) => JSON.stringify(line)).join('\n')), context)).toEqual(
      report,
    )
  })
  test('without a header is refused', () => {
    expect(() => buildReport(noEvidence(), { catalogue: [] })).toThrow(NoEvidence)
  })
  test('where the header alone was lost, that is said, and not that nothing was asked', () => {
    const { evidence, context } = sample()
    delete evidence.header
    evidence.unreadable = 1
    expect(() => buildReport(evidence, context)).toThrow(
      /^The evidence has lost its header, .*\(\d+ tests, 240 exchanges, 1 line that cannot be read\)/,
    )
    expect(() => buildReport(noEvidence(), context)).toThrow('it ended before its first request')
  })
})

const sampleLeaks = [{ kind: 'server', id: '1', name: 'stackproof-x', reason: 'still there as ACTIVE' }]

describe('conformance', () => {
  const set = (verdict: RequirementRow['verdict'], level: RequirementRow['level']) => {
    const { evidence, context } = sample({ attributes: 0 })
    evidence.header!.waivers = []
    const catalogue = context.catalogue.slice(0, 2).map((each) => ({ ...each, level }))
    evidence.exchanges = [{ ...evidence.exchanges[0]!, problems: [], kept: [] }]
    const error = {
      fail: { name: 'Broken', message: 'm' },
      blocked: { name: 'Blocked', message: 'm', by: 'quota' },
      error: { name: 'Error', message: 'm' },
    }
    evidence.outcomes = catalogue.map((each, index) => ({
      test: `t${index}`,
      name: 'n',
      file: 'f',
      line: 1,
      durationMs: 1,
      requirements: [each.id],
      ...(index === 0 && verdict in error
        ? { state: 'failed', error: error[verdict as keyof typeof error] }
        : { state: 'passed' }),
    }))
    return buildReport(evidence, { catalogue })
  }
  test.each([
    ['pass', 'MUST', true, 0],
    ['fail', 'MUST', false, 1],
    ['fail', 'SHOULD', true, 0],
    ['blocked', 'MUST', null, 2],
    ['blocked', 'SHOULD', true, 0],
    ['error', 'MUST', null, 2],
  ] as const)('%s of a %s: conformant %s, exit code %s', (verdict, level, conformant, code) => {
    const report = set(verdict, level)
    expect(report.conformant).toBe(conformant)
    expect(exitCode({ ...report, leaks: [] })).toBe(code)
  })
  test('what is left behind at the target is exit code 2, however well it conforms', () => {
    const report = { ...set('pass', 'MUST'), leaks: sampleLeaks }
    expect(exitCode(report)).toBe(2)
    expect(exitCode({ ...set('fail', 'MUST'), leaks: sampleLeaks })).toBe(1)
  })
  test('all kept conforms', () => expect(quiet().conformant).toBe(true))
  test('that a run was cut short is said once, whatever it found', () => {
    const { report } = sample()
    const page = (conformant: boolean | null) =>
      renderHtml({ ...report, conformant, run: { ...report.run, interrupted: true } }, [])
    for (const conformant of [null, false])
      expect(page(conformant).match(/The run was cut short/g)).toHaveLength(1)
  })
  test('a run cut short is never conformant, but a failure in it counts', () => {
    const { evidence, context } = sample()
    delete evidence.end
    expect(buildReport(evidence, context)).toMatchObject({
      conformant: false,
      run: { interrupted: true, requests: 240 },
    })
    evidence.outcomes = []
    evidence.exchanges = evidence.exchanges.filter((each) => each.problems.length === 0)
    expect(buildReport(evidence, context).conformant).toBe(null)
  })
  test('an error outside any test keeps a run from conforming', () => {
    const { evidence, context } = sample()
    evidence.outcomes = []
    evidence.exchanges = evidence.exchanges.filter((each) => each.problems.length === 0)
    evidence.errors.push({ where: 'module', file: 'suites/a.suite.ts', message: 'no such module' })
    expect(buildReport(evidence, context).conformant).toBe(null)
  })
  test('nothing judged proves nothing', () => {
    const { evidence } = sample()
    expect(buildReport(evidence, { catalogue: [] }).conformant).toBe(null)
  })
  test('a stale waiver fails the gate of a target that conforms', () => {
    const report = quiet((each) => {
      each.staleWaivers = [{ id: 'a/b', cause: 'passes', message: 'm' }]
    })
    expect(exitCode(report)).toBe(1)
  })
})
