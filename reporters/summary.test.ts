import { describe, expect, test } from 'vitest'
import { sample } from './sample-report.ts'
import { summary } from './summary.ts'
import { oneLine, palette, span, useColor } from './terminal.ts'
import { because } from './words.ts'

const plain = palette(false)
const files = ['stackproof-report/report.html', 'stackproof-report/report.json']

test('where all that was judged fails as known, it is not said that none failed', () => {
  const { report } = sample()
  const waived = report.requirements.filter((row) => row.verdict === 'fail').slice(0, 1)
  const waiver = { id: 'x', reason: 'r', owner: 'o', ticket: 't', expires: '2030-01-01' }
  const only = { ...report, conformant: null, requirements: waived.map((row) => ({ ...row, waiver })) }
  delete only.errors
  expect(because(only)).toBe('Nothing was judged but what is known to fail, and waived.')
})

describe('the summary', () => {
  test('says the judgement, what failed, what blocked it, and where to read on', () => {
    const { report } = sample()
    const text = summary(report, { paint: plain, files })
    for (const part of [
      '✗ Does not conform',
      'acme-east',
      'servers.shelve is taken, and what was asked for does not come about (effects)',
      'servers.shelve/takes-effect: After 202 the server stayed',
      '3 requirements: The project may have 10 cores and 10 are in use.',
      'Fixed in the next release (compute-team, until 2027-03-31)',
      'Delete its waiver',
      'Left behind',
      ...files,
    ]) {
      expect(text).toContain(part)
    }
  })
  test('fits a screen however much failed', () => {
    const { report } = sample({ attributes: 26 })
    report.requirements.forEach((row, index) => {
      Object.assign(row, {
        verdict: (['fail', 'warn', 'blocked', 'error'] as const)[index % 4],
        blockedBy: `cause-${index}`,
        reason: 'y'.repeat(400),
      })
    })
    const lines = summary(report, { paint: plain, width: 80, files }).split('\n')
    expect(lines.length).toBeLessThan(52)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
  })
  test('a part of a profile that holds is not said to conform', () => {
    const { report } = sample()
    Object.assign(report, { conformant: true, partial: true })
    report.run.selection = ['servers.show']
    const text = summary(report, { paint: palette(true), files })
    expect(text).toContain('✓ What was selected conforms')
    expect(text).not.toContain(palette(true).good('✓ What was selected conforms'))
  })
  test('nothing from a target moves the cursor', () => {
    const { report } = sample()
    report.target.name = 'acme\u001b[2J\r\nPASS'
    expect(summary(report, { paint: plain, files })).not.toContain('\u001b')
  })
})

describe('the terminal', () => {
  test('NO_COLOR wins, then FORCE_COLOR, then what the stream is', () => {
    expect(useColor(true, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false)
    expect(useColor(false, { FORCE_COLOR: '1' })).toBe(true)
    expect(useColor(true, { TERM: 'dumb' })).toBe(false)
    expect(useColor(true, {})).toBe(true)
    expect(palette(true).bad('x')).not.toBe('x')
  })
  test.each([
    [800, '0.8 s'],
    [42_000, '42 s'],
    [192_400, '3 min 12 s'],
    [7_500_000, '2 h 5 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(span(ms)).toBe(text)
  })
  test('text is cut by characters, not by halves of them', () => expect(oneLine('😀😀😀', 2)).toBe('😀…'))
})

test('on a narrow terminal what it comes to is broken between words', () => {
  const lines = summary(sample().report, { paint: palette(false), width: 60, files: [] }).split('\n')
  for (const line of lines.slice(0, 5)) expect(line.length).toBeLessThanOrEqual(60)
  const { report } = sample()
  Object.assign(report, { conformant: true, partial: true })
  report.run.selection = ['servers.show']
  const partial = summary(report, { paint: palette(false), width: 60, files: [] }).split('\n')
  for (const line of partial.slice(0, 5)) expect(line.length).toBeLessThanOrEqual(60)
  expect(partial.join('\n')).toContain(report.target.name)
  expect(lines.slice(2, 5).join(' ')).toMatch(/requirements\s+were\s+judged/)
})
