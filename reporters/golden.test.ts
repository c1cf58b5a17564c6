import { InMemoryWriter } from 'allure-js-commons/sdk/reporter'
import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import type { Exchange } from '../spec/exchange.ts'
import { writeAllure } from './allure.ts'
import { buildReport } from './build.ts'
import { FORMATS, type Format, type FormatName } from './formats.ts'
import { githubAnnotations } from './github.ts'
import { type Report, VERDICTS } from './report.ts'
import { sample } from './sample-report.ts'
import { summary } from './summary.ts'
import { palette } from './terminal.ts'

// Each format of one report, as it was last looked at. `npx vitest run --config scripts/vitest.config.ts reporters/golden.test.ts -u`
// writes them anew; the difference is for a reader to judge.

/** What the sample has none of, and is made of these. */
const MADE = {
  untested: 'servers.pause/takes-effect',
  disabled: 'servers.pause/from-active',
  unseen: 'servers.pause/body.server.attribute_5',
}

/** A report of few rows: the first of each verdict, of what is waived, and of each cause. */
function small(): { report: Report; exchanges: Exchange[] } {
  const { context, evidence, report } = sample({ exchanges: 80 })
  const firstOf = (holds: (row: Report['requirements'][number]) => boolean) =>
    report.requirements.find(holds)?.id
  const chosen = new Set([
    ...VERDICTS.map((verdict) => firstOf((row) => row.verdict === verdict && !row.waiver)),
    firstOf((row) => row.waiver !== undefined),
    firstOf((row) => row.blockedBy === 'servers.shelve'),
    ...(report.causes ?? []).map(({ rows }) => rows[0]),
    ...Object.values(MADE),
  ])
  const catalogue = context.catalogue.filter(({ id }) => chosen.has(id))
  const operations = new Set(catalogue.map(({ operationId }) => operationId))
  const here = ({ operationId }: { operationId: string }) => operations.has(operationId)
  evidence.outcomes = evidence.outcomes.filter(({ requirements }) => !requirements.includes(MADE.untested))
  for (const outcome of evidence.outcomes)
    if (outcome.requirements.includes(MADE.disabled))
      Object.assign(outcome, {
        state: 'skipped',
        error: { name: 'Disabled', message: 'needs the footprint disruptive' },
      })
  const only = (ids: readonly string[]) => ids.filter((id) => chosen.has(id))
  evidence.outcomes = evidence.outcomes.filter(({ requirements }) => only(requirements).length > 0)
  evidence.exchanges = evidence.exchanges.filter(here).map((exchange) => ({
    ...exchange,
    kept: only(exchange.kept).filter((id) => id !== MADE.untested) as Exchange['kept'],
    problems: exchange.problems.filter(({ requirements }) => only(requirements).length > 0),
  }))
  evidence.cells = evidence.cells.filter(here)
  evidence.transitions = evidence.transitions.filter(here)
  return { report: buildReport(evidence, { ...context, catalogue }), exchanges: evidence.exchanges }
}

const { report, exchanges } = small()

/** Without the script and the style of the page, which have tests of their own, and the hash of them. */
const withoutPage = (html: string) =>
  html
    .replaceAll(/(<(style|script)(?![^>]*json)[^>]*>)[\s\S]*?(<\/\2>)/g, '$1…$3')
    .replaceAll(/sha256-[A-Za-z0-9+/]{43}=/g, 'sha256-…')

function rendered(name: FormatName): string {
  const format: Format = FORMATS[name]
  if (format.render === undefined) {
    const writer = new InMemoryWriter()
    writeAllure(report, exchanges, writer)
    return `${JSON.stringify({ tests: writer.tests, attachments: Object.keys(writer.attachments).sort() }, null, 1)}\n`
  }
  const content = format.render(report, exchanges)
  if (typeof content === 'string') return name === 'html' ? withoutPage(content) : content
  return `${Buffer.from(content)
    .toString('hex')
    .replaceAll(/.{100}/g, '$&\n')}\n`
}

test('the report that they are made of has every verdict, a waiver, causes, leaks', () => {
  expect(VERDICTS.filter((verdict) => report.summary[verdict] === 0)).toEqual([])
  expect(report.summary.waived).toBeGreaterThan(0)
  expect(report.causes!.length).toBeGreaterThan(2)
  expect(report.leaks.length).toBeGreaterThan(0)
})

test.each(Object.keys(FORMATS) as FormatName[])('%s is what it was', async (name) => {
  const { path } = FORMATS[name]
  const text = rendered(name)
  expect(rendered(name)).toBe(text)
  // Hex of what is binary, one file of a folder; and Markdown there is no page of this repository.
  const suffix = { subunit: '.hex', allure: '.json', markdown: '.txt' }[name as string] ?? ''
  await expect(text).toMatchFileSnapshot(`golden/${path}${suffix}`)
})

test('what the terminal and GitHub are told is what it was', async () => {
  const terminal = summary(report, { paint: palette(false), files: ['stackproof-report/report.html'] })
  await expect(terminal).toMatchFileSnapshot('golden/terminal.txt')
  await expect(githubAnnotations(report)).toMatchFileSnapshot('golden/github.txt')
})

/**
 * What the schema that Jenkins' xUnit plugin publishes (junit-10.xsd) says of the elements that are written, in our words: no kept
 * library reads XSD here. `?` is optional; n: a whole number; s: seconds; t: a time; others are any text.
 */
const JUNIT: Record<string, { attributes: Record<string, string>; holds: string[] }> = {
  testsuites: {
    attributes: { name: '?', tests: 'n', failures: 'n', errors: 'n', time: 's' },
    holds: ['testsuite'],
  },
  testsuite: {
    attributes: { name: '', tests: 'n', failures: 'n', errors: 'n', skipped: 'n', time: 's', timestamp: 't' },
    holds: ['properties', 'testcase', 'system-out', 'system-err'],
  },
  testcase: {
    attributes: { classname: '', name: '', time: 's', group: '?' },
    holds: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  properties: { attributes: {}, holds: ['property'] },
  property: { attributes: { name: '', value: '' }, holds: [] },
  failure: { attributes: { type: '', message: '' }, holds: ['#text'] },
  error: { attributes: { type: '', message: '' }, holds: ['#text'] },
  skipped: { attributes: { message: '?' }, holds: ['#text'] },
  'system-out': { attributes: {}, holds: ['#text'] },
}
const FORMS: Record<string, RegExp> = { n: /^\d+$/, s: /^\d+\.\d+$|^0$/, t: /^\d{4}-\d\d-\d\dT[\d:.]+Z?$/ }

type Node = Record<string, unknown> & { ':@'?: Record<string, string> }

/** What of an element, and of those in it, is not as the schema says. */
function strange(node: Node): string[] {
  const [name] = Object.keys(node).filter((key) => key !== ':@')
  if (name === '#text') return []
  const rule = JUNIT[name!]
  if (rule === undefined) return [`element ${name}`]
  const given = node[':@'] ?? {}
  const children = node[name!] as Node[]
  return [
    ...Object.keys(given)
      .filter((key) => !(key in rule.attributes))
      .map((key) => `${name} with ${key}`),
    ...Object.entries(rule.attributes)
      .filter(([key, form]) =>
        given[key] === undefined ? form !== '?' : !(FORMS[form]?.test(given[key]) ?? true),
      )
      .map(([key]) => `${name}: ${key}=${given[key]}`),
    ...children
      .flatMap((child) => Object.keys(child).filter((key) => key !== ':@'))
      .filter((key) => !rule.holds.includes(key))
      .map((key) => `${key} in ${name}`),
    ...children.flatMap(strange),
  ]
}

const parsedXml = (xml: string): Node[] =>
  (
    new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseAttributeValue: false,
    }).parse(xml) as Node[]
  ).filter((node) => !('?xml' in node))

test('JUnit is as its published schema says', () => {
  const xml = rendered('junit')
  expect(parsedXml(xml).flatMap(strange)).toEqual([])
  expect(parsedXml(xml.replace('<testcase ', '<testcase zork="1" ')).flatMap(strange)).toEqual([
    'testcase with zork',
  ])
  expect(
    parsedXml(xml.replace('<properties>', '<zork>').replace('</properties>', '</zork>')).flatMap(strange),
  ).toEqual(['zork in testsuite', 'element zork'])
  expect(parsedXml(xml.replace(/ tests="\d+"/, ' tests="many"')).flatMap(strange)).toEqual([
    'testsuites: tests=many',
  ])
})
