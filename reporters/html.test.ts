import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodyView } from './html/body-view.ts'
import { html, scriptJson, textOf } from './html/markup.ts'
import { SCRIPT } from './html/script.ts'
import { STYLE } from './html/style.ts'
import { renderHtml } from './html.ts'
import { HOSTILE, sample } from './sample-report.ts'

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
  })
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

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
)

describe.skipIf(!executablePath)('in a browser', () => {
  let browser: Browser
  let opened: Page
  const asked: string[] = []
  const complaints: string[] = []
  const file = join(mkdtempSync(join(tmpdir(), 'stackproof-')), 'report.html')
  const url = `file://${file}`

  beforeAll(async () => {
    writeFileSync(file, page)
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    })
    opened = await browser.newPage()
    opened.on('request', (request) => asked.push(request.url()))
    opened.on('pageerror', (error) => complaints.push(error.message))
    opened.on('console', (message) => complaints.push(message.text()))
  }, 60_000)
  afterAll(() => browser?.close())

  test('it opens without asking for anything, and nothing of the target runs', async () => {
    await opened.goto(url)
    expect(await opened.textContent('h1')).toBe('Does not conform')
    expect(asked.filter((each) => !each.startsWith('file:') && !each.startsWith('data:'))).toEqual([])
    expect(complaints).toEqual([])
    expect(await opened.evaluate('window.pwned')).toBeUndefined()
  }, 30_000)
  test('a link to a requirement opens it, with its evidence', async () => {
    await opened.goto('about:blank')
    await opened.goto(`${url}#servers.show/body.server.attribute_1`)
    const row = opened.locator('[id="servers.show/body.server.attribute_1"]')
    expect(await row.getAttribute('open')).not.toBeNull()
    expect(await row.locator('.mk').first().textContent()).toContain('expected a string of format ipv4')
    expect(await row.locator('.cu code').first().textContent()).toContain('$OS_TOKEN')
    expect(await opened.evaluate('window.pwned')).toBeUndefined()
  }, 30_000)
  test('counts and search filter the rows', async () => {
    await opened.goto('about:blank')
    await opened.goto(url)
    await opened.click('.counts [data-v=fail]')
    expect(await opened.textContent('.tools output')).toBe('3 of 720')
    await opened.fill('[name=q]', 'lock')
    await expect.poll(() => opened.textContent('.tools output')).toBe('1 of 720')
    await opened.click('.tools [type=reset]')
    expect(await opened.textContent('.tools output')).toBe('720 requirements')
  }, 30_000)
  test('the matrix is walked with the keys and tells its answers', async () => {
    await opened.focus('.mx [tabindex="0"]')
    await opened.keyboard.press('ArrowRight')
    expect(await opened.textContent('#said')).toContain('pause ACTIVE unlocked, by an administrator: ')
    await opened.keyboard.press('ArrowDown')
    expect(await opened.textContent('#said')).toContain('pause ACTIVE locked, by an administrator: ')
  }, 30_000)
  test('it reads without a script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const plain = await context.newPage()
    await plain.goto(url)
    expect(await plain.locator('.r').count()).toBe(720)
    expect(await plain.locator('.tools').isVisible()).toBe(false)
    await plain.click('[id="servers.show"] .r >> nth=0')
    expect(await plain.locator('[id="servers.show"] .r dl').first().isVisible()).toBe(true)
    await context.close()
  }, 30_000)
  test.each([390, 1280])('nothing sticks out at %i pixels', async (width) => {
    await opened.setViewportSize({ width, height: 900 })
    expect(await opened.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  })
})
