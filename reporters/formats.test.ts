import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InMemoryWriter } from 'allure-js-commons/sdk/reporter'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { writeAllure } from './allure.ts'
import { FORMATS, parseFormats, writeFormats } from './formats.ts'
import { githubAnnotations } from './github.ts'
import { renderHar } from './har.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'
import { HOSTILE } from './sample-evidence.ts'
import { sample } from './sample-report.ts'

describe('names', () => {
  test('are read with commas between', () =>
    expect(parseFormats('html, junit,html')).toEqual(['html', 'junit']))
  test.each(['pdf', 'html,pdf', '', 'toString'])('%j is answered with the list', (list) => {
    expect(() => parseFormats(list)).toThrow(
      /there are html, json, junit, markdown, har, badge, subunit, ctrf, allure/,
    )
  })
})

test('every format is written where it says, again and again', () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'stackproof-')), 'deep', 'er')
  const { report, evidence } = sample()
  const names = Object.keys(FORMATS) as (keyof typeof FORMATS)[]
  writeFormats(directory, names, report, evidence.exchanges)
  writeFileSync(join(directory, 'allure-results', 'old-result.json'), '{}')
  const paths = writeFormats(directory, names, report, evidence.exchanges)
  expect(paths).toEqual(names.map((name) => join(directory, FORMATS[name].path)))
  expect(JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(report)),
  )
  expect(readdirSync(join(directory, 'allure-results'))).not.toContain('old-result.json')
}, 60_000)

describe('JUnit', () => {
  test('is well-formed and counts as the report does, whatever the target says', () => {
    const { report } = sample()
    report.target.name = `${HOSTILE}\u0000\ud800`
    report.requirements[0]!.verdict = 'fail'
    report.requirements[0]!.reason = `]]>${HOSTILE}\u0007`
    const xml = renderJunit(report)
    expect(XMLValidator.validate(xml)).toBe(true)
    const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(xml)
    expect(Number(testsuites.tests)).toBe(report.requirements.length)
    expect(Number(testsuites.failures)).toBe(
      report.requirements.filter((row) => row.verdict === 'fail' && !row.waiver).length,
    )
    expect(Number(testsuites.errors)).toBe(1)
    expect(xml).toMatch(/<property name="cause:effect:servers.shelve" value="[^"]+: takes-effect"\/>/)
    expect(xml).toContain('[[PROPERTY|cause=effect:servers.shelve]]')
  })
})

describe('Markdown', () => {
  test('shows what failed and lets nothing of the target act', () => {
    const { report } = sample()
    report.target.name = '<img src=x> | @octocat closes #1 `x` [l](https://evil.example)'
    const text = renderMarkdown(report)
    expect(text).toContain('servers.shelve/takes-effect')
    expect(text).toContain('### What breaks, by cause')
    expect(text).toMatch(/\| Server actions \|.*does not conform/)
    expect(text).toContain('waived until 2027-03-31')
    expect(text.split('\n')[0]).toBe(
      '## Does not conform – &lt;img src=x&gt; \\| @\u200boctocat closes #\u200b1 \\`x\\` \\[l\\]\\(https:\u200b//evil.example\\)',
    )
  })
  test('stays within a comment', () => {
    const { report } = sample()
    for (const row of report.requirements) Object.assign(row, { verdict: 'fail', reason: 'x'.repeat(1000) })
    const ids = report.requirements.map(({ id }) => id)
    report.causes = ids.map((id) => ({ ...report.causes![0]!, id, rows: ids, title: 'y'.repeat(300) }))
    expect(renderMarkdown(report).length).toBeLessThan(65_536)
  })
})

describe('HAR', () => {
  test('holds every exchange with what a viewer needs, and says what broke', () => {
    const { report, evidence } = sample()
    const { log } = JSON.parse(renderHar(report, evidence.exchanges))
    expect(log).toMatchObject({ version: '1.2', creator: { name: 'stackproof' } })
    expect(log.entries).toHaveLength(evidence.exchanges.length)
    for (const entry of log.entries) {
      expect(Number.isNaN(Date.parse(entry.startedDateTime))).toBe(false)
      expect(entry.timings.send + entry.timings.wait + entry.timings.receive).toBe(entry.time)
    }
    expect(JSON.stringify(log)).toContain('breaks servers.show/body.server.attribute_1')
  })
})

describe('GitHub', () => {
  test('is told each cause in one line that the target cannot leave', () => {
    const { report } = sample()
    const [cause] = report.causes!
    const row = report.requirements.find(({ id }) => id === cause!.rows[0])!
    row.reason = '100%\n::error::pwned'
    const lines = githubAnnotations(report).trimEnd().split('\n')
    expect(lines[0]).toMatch(
      /^::error file=suites\/servers\/shelve.suite.ts,line=\d+,title=servers.shelve is taken%2C/,
    )
    expect(lines[0]).toContain('100%25 ::error::pwned')
    expect(lines.every((line) => /^::(error|warning) /.test(line))).toBe(true)
    expect(lines.filter((line) => line.includes('Stale waiver'))).toHaveLength(1)
  })
  test('is told what was left behind, which fails the job of a cloud that conforms', () => {
    const { report } = sample()
    const leaks = [{ kind: 'server', id: '1', name: 'stackproof-a', reason: 'deleting it failed' }]
    const lines = githubAnnotations({ ...report, conformant: true, causes: [], staleWaivers: [], leaks })
    expect(lines).toBe('::error title=Left behind::server stackproof-a (1): deleting it failed\n')
  })
  test('is told why a run could not be judged', () => {
    const { report } = sample()
    const lines = githubAnnotations({ ...report, conformant: null, causes: [], staleWaivers: [] })
    expect(lines).toMatch(/^::error title=Could not be judged::\w.*MUST/)
  })
})

describe('Allure', () => {
  test('has a result a requirement, and every attachment that is named', () => {
    const { report, evidence } = sample()
    const writer = new InMemoryWriter()
    writeAllure(report, evidence.exchanges, writer)
    const { tests: results, attachments } = writer
    expect(new Set(results.map((result) => result.uuid)).size).toBe(results.length)
    expect(results).toHaveLength(report.requirements.length)
    expect(results.filter((result) => result.status === 'failed')).toHaveLength(
      report.requirements.filter((row) => row.verdict === 'fail' && !row.waiver).length,
    )
    for (const result of results)
      for (const { source } of result.attachments) expect(attachments).toHaveProperty([source])
  })
})
