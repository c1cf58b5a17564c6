import { Script } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { SCRIPT, STYLE } from './generated/page.ts'
import { bodyView } from './html/body-view.ts'
import { html, scriptJson, textOf } from './html/markup.ts'
import { renderHtml } from './html.ts'
import { renderJson } from './json.ts'
import { HOSTILE } from './sample-evidence.ts'
import { sample } from './sample-report.ts'

const small = sample()
small.report.target.name = HOSTILE
small.report.requirements[3]!.reason = HOSTILE
const page = renderHtml(small.report, small.evidence.exchanges)

describe('the file', () => {
  test('has every row, and its script compiles', () => {
    for (const row of small.report.requirements) expect(page.includes(`id="${row.id}"`), row.id).toBe(true)
    new Script(SCRIPT)
  })
  test('names no other host where a browser would ask it', () => {
    const markup = page.replace(/<script type="application\/json"[\s\S]*?<\/script>/, '')
    expect(markup.match(/\b(src|action|poster|srcset|data)\s*=\s*["']?https?:/i)).toBeNull()
    expect(markup.match(/<(link|a|use|image) [^>]*href=(?!"#|"data:,")/i)).toBeNull()
    expect(STYLE).not.toMatch(/@import|url\(/)
    expect(SCRIPT).not.toMatch(
      /fetch|XMLHttpRequest|WebSocket|sendBeacon|import\(|innerHTML|insertAdjacentHTML|eval/,
    )
  })
  test('nothing of the target becomes markup', () => {
    expect(page.includes('<script>window.pwned')).toBe(false)
    expect(page.includes('<img')).toBe(false)
    expect(page.match(/<\/script>/g)).toHaveLength(2)
  })
  test('stays below 5 MB with 1,500 requirements and 10,000 exchanges', () => {
    const { report, evidence } = sample({ attributes: 26, exchanges: 10_000 })
    expect(report.requirements.length).toBeGreaterThan(1500)
    expect(Buffer.byteLength(renderHtml(report, evidence.exchanges))).toBeLessThan(5_000_000)
  }, 60_000)
  test('stays below 5 MB, however much of it the rows take, and whatever they are written in', () => {
    const { report, evidence } = sample({ attributes: 52, exchanges: 10_000 })
    report.requirements.forEach((row, at) => {
      row.verdict = 'fail'
      row.reason = '→ “×” & <found>, '.repeat(16)
      row.exchanges = Array.from(
        { length: 20 },
        (_, each) => evidence.exchanges[(20 * at + each) % 10_000]!.id,
      )
    })
    const text = renderHtml(report, evidence.exchanges)
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000)
    expect(text).toContain('This page carries')
  }, 60_000)
  test('is no larger with 100,000 exchanges, and says what it leaves out', () => {
    const { report, evidence } = sample({ attributes: 0, exchanges: 100_000 })
    const text = renderHtml(report, evidence.exchanges)
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000)
    const [, here] = /This page carries ([\d,]+) of 100,000 exchanges/.exec(text)!
    const json = /<script type="application\/json" id="exchanges">(.*?)<\/script>/s.exec(text)![1]!
    expect(Object.keys(JSON.parse(json))).toHaveLength(Number(here!.replaceAll(',', '')))
    expect(Buffer.byteLength(renderJson(report))).toBeLessThan(10_000_000)
    const few = sample({ attributes: 0, exchanges: 1 })
    expect(renderHtml(few.report, few.evidence.exchanges)).not.toContain('This page carries')
  }, 120_000)
})

describe('markup', () => {
  test('escapes what it is given, in text and attributes', () => {
    expect(textOf(html`<a title="${'"\'><'}">${'<&\u0000'}</a>`)).toBe(
      '<a title="&quot;&#39;&gt;&lt;">&lt;&amp;\ufffd</a>',
    )
    expect(textOf(html`${[html`<b>${1}</b>`, null, false]}`)).toBe('<b>1</b>')
  })
  test('JSON cannot end its element', () => {
    const text = scriptJson({ a: '</script><!--' }).toString()
    expect(text).not.toContain('<')
    expect(JSON.parse(text)).toEqual({ a: '</script><!--' })
  })
})

describe('a body set out', () => {
  const problem = (pointer: string) => ({ pointer, expected: 'e', found: 'f', requirements: [] })
  const marked = (body: unknown, pointer: string, limits = { lines: 20, width: 80 }) => {
    const view = bodyView(typeof body === 'string' ? body : JSON.stringify(body), [problem(pointer)], limits)
    return view.marks.map(([line]) => view.text.split('\n')[line]!.trim())
  }
  test('is marked where the problem is', () => {
    expect(marked({ server: { id: 7, 'a/b~c': [1, 2] } }, '/server/id')).toEqual(['"id": 7,'])
    expect(marked({ server: { id: 7, 'a/b~c': [1, 2] } }, '/server/a~1b~0c/1')).toEqual(['2'])
  })
  test('is marked at what lacks the thing that is missing', () => {
    expect(marked({ server: { name: 'n' } }, '/server/id')).toEqual(['"server": {'])
    expect(marked({ server: {} }, '/status')).toEqual([])
    expect(marked('<html>', '/server/id')).toEqual([])
  })
  test('keeps what is around a problem far down', () => {
    const servers = Array.from({ length: 1000 }, (_, id) => ({ id }))
    const view = bodyView(JSON.stringify({ servers }), [problem('/servers/900/id')], { lines: 30, width: 80 })
    expect(view.text).toContain('"id": 900')
    expect(view.text).toMatch(/⋯ \d+ lines/)
    expect(view.text.split('\n').length).toBeLessThan(36)
  })
  test('never throws, whatever the body', () => {
    for (const body of ['', '{', '\u0000', '['.repeat(100_000) + ']'.repeat(100_000), '"'.repeat(50)]) {
      expect(() => bodyView(body, [problem('/a/b')], { lines: 10, width: 10 })).not.toThrow()
    }
  })
})
