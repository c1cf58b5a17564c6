import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pageModule } from '../scripts/generate/page.ts'
import { PACKAGE_ROOT } from '../spec/package-root.ts'
import { renderHtml } from './html.ts'
import { HAS_BROWSER, launch } from './page-browser.ts'
import { HOSTILE } from './sample-evidence.ts'
import { sample } from './sample-report.ts'

const SLOW = 30_000
const TOTAL = 720

test(
  'what the page holds is made from its sources as they are',
  async () => {
    const generated = readFileSync(join(PACKAGE_ROOT, 'reporters', 'generated', 'page.ts'), 'utf8')
    expect(generated === (await pageModule()), 'run npm run generate').toBe(true)
  },
  SLOW,
)

describe.skipIf(!HAS_BROWSER)('in a browser', () => {
  let browser: Browser
  let page: Page
  const asked: string[] = []
  const complaints: string[] = []
  const file = join(mkdtempSync(join(tmpdir(), 'stackproof-')), 'report.html')
  const url = `file://${file}`

  /** Opens the page anew, as a link from elsewhere does. */
  const open = async (hash = '') => {
    await page.goto('about:blank')
    await page.goto(`${url}${hash}`)
  }
  const shown = () => page.textContent('.tools output')
  const focused = () => page.evaluate('document.activeElement.parentElement.id')
  const top = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element: any): number => element.getBoundingClientRect().top)

  beforeAll(async () => {
    const { report, evidence } = sample()
    report.target.name = HOSTILE
    report.requirements[3]!.reason = HOSTILE
    writeFileSync(file, renderHtml(report, evidence.exchanges))
    browser = await launch()
  }, 60_000)
  beforeEach(async () => {
    await page?.close()
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    page.on('request', (request) => asked.push(request.url()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => complaints.push(message.text()))
  })
  afterAll(() => browser?.close())

  test(
    'it opens without asking for anything, and nothing of the target runs',
    async () => {
      await open()
      expect(await page.textContent('h1')).toBe('Does not conform')
      expect(asked.filter((each) => !/^(file|data|about):/.test(each))).toEqual([])
      expect(complaints).toEqual([])
      expect(await page.evaluate('window.pwned')).toBeUndefined()
    },
    SLOW,
  )

  test(
    'a link to a requirement opens it, shows its evidence and moves the focus to it',
    async () => {
      await open('#servers.show/body.server.attribute_1')
      const row = page.locator('[id="servers.show/body.server.attribute_1"]')
      expect(await row.getAttribute('open')).not.toBeNull()
      expect(await row.locator('.mk').first().textContent()).toContain('expected a string of format ipv4')
      expect(await row.locator('.cu code').first().textContent()).toContain('$OS_TOKEN')
      await expect.poll(focused).toBe('servers.show/body.server.attribute_1')
      expect(await page.evaluate('window.pwned')).toBeUndefined()
    },
    SLOW,
  )

  test.each([
    ['#?v=fail', /^3 of 720: fail$/],
    ['#?v=fail,note', /^4 of 720: fail, note$/],
    ['#?q=lock&l=MUST', /^\d+ of 720$/],
    ['#?o=servers.show', '18 of 720'],
    ['#?q=attach-202-or-200', '1 of 720'],
  ])(
    'a link with filters, %s, opens filtered and keeps its address',
    async (hash, count) => {
      await open(hash)
      expect(await shown()).toMatch(count)
      expect(await page.evaluate('location.hash')).toBe(hash)
      expect(await top('#requirements')).toBeLessThan(120)
      for (const row of await page.locator('.r:not(.gone)').all())
        if (hash.includes('v=fail')) expect(['fail', 'note']).toContain(await row.getAttribute('data-v'))
    },
    SLOW,
  )

  test(
    'a count filters the rows, goes to them, and can be sent on as a link',
    async () => {
      await open()
      await page.click('.counts [data-v=fail]')
      expect(await shown()).toBe('3 of 720: fail')
      expect(await top('#requirements')).toBeLessThan(120)
      expect(await page.evaluate('location.hash')).toBe('#?v=fail')
      await page.fill('[name=q]', 'lock')
      await expect.poll(shown).toBe('1 of 720: fail')
      await page.click('.tools [type=reset]')
      expect(await shown()).toBe('720 requirements')
      expect(await page.evaluate('location.hash')).toBe('#requirements')
    },
    SLOW,
  )

  test(
    'an erratum is closed until a row leads to it, and leads back',
    async () => {
      await open('#volumeAttachments.attach/status-200')
      const erratum = page.locator('[id="erratum-attach-202-or-200"]')
      expect(await erratum.getAttribute('open')).toBeNull()
      await page.click('[id="volumeAttachments.attach/status-200"] dd a[href="#erratum-attach-202-or-200"]')
      await expect.poll(() => erratum.getAttribute('open')).not.toBeNull()
      await erratum.locator('.cites a').first().click()
      await expect.poll(focused).toBe('volumeAttachments.attach/status-200')
    },
    SLOW,
  )

  test(
    'the matrix is in the order of a server’s life, is walked with the keys and says its answers',
    async () => {
      await open('#matrix')
      const statuses = await page.locator('.mx thead th span:not(.sr)').allTextContents()
      expect(statuses.slice(0, 3)).toEqual(['BUILD', 'ACTIVE', 'SHUTOFF'])
      await page.focus('.mx [tabindex="0"]')
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
      expect(await page.textContent('#said')).toContain('pause ACTIVE unlocked, by an administrator: ')
      await page.keyboard.press('ArrowDown')
      expect(await page.textContent('#said')).toContain('pause ACTIVE locked, by an administrator: ')
    },
    SLOW,
  )

  test(
    'it reads without a script',
    async () => {
      const context = await browser.newContext({ javaScriptEnabled: false })
      const plain = await context.newPage()
      await plain.goto(url)
      expect(await plain.locator('.r').count()).toBe(TOTAL)
      expect(await plain.locator('.tools').isVisible()).toBe(false)
      await plain.click('[id="servers.show"] .r >> nth=0')
      expect(await plain.locator('[id="servers.show"] .r dl').first().isVisible()).toBe(true)
      await context.close()
    },
    SLOW,
  )

  test.each([390, 1280])(
    'nothing sticks out at %i pixels',
    async (width) => {
      await page.setViewportSize({ width, height: 900 })
      await open()
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    },
    SLOW,
  )

  test(
    'no fact stands in a row alone, unless it fills it',
    async () => {
      const { report } = sample()
      const globs = ['servers.*', 'flavors.*', 'images.*', 'volumes.*', '!servers.evacuate']
      Object.assign(report.run, {
        profile: 'compute-v2,events,telemetry',
        requests: 18_851,
        serverBuilds: 187,
      })
      const other = file.replace('report.html', 'selected.html')
      const alone: string[] = []
      for (let many = 1; many <= globs.length; many++) {
        report.run.selection = globs.slice(0, many)
        writeFileSync(other, renderHtml(report, []))
        await page.goto(`file://${other}`)
        for (const width of [1160, 1280, 1400]) {
          await page.setViewportSize({ width, height: 900 })
          const facts = await page.locator('.facts > div').evaluateAll((all) =>
            all.map((fact: any) => {
              const { top, width } = fact.getBoundingClientRect()
              return {
                name: fact.firstChild.textContent,
                top,
                whole: width >= fact.parentElement.clientWidth - 1,
              }
            }),
          )
          expect(facts.length).toBeGreaterThan(3)
          for (const { name, top, whole } of facts)
            if (!whole && facts.filter((fact) => fact.top === top).length === 1)
              alone.push(`${name} at ${width}, ${many} globs`)
        }
      }
      expect(alone).toEqual([])
    },
    SLOW,
  )

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
  ] as const)(
    'axe finds nothing in the %s theme at %i pixels',
    async (colorScheme, width) => {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await open('#servers.show/body.server.attribute_1')
      // A debugger may add a script; the page's own policy lets none in by an element.
      await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
      const found = await page.evaluate<{ id: string; nodes: { html: string; failureSummary: string }[] }[]>(
        'axe.run().then((result) => result.violations)',
      )
      expect(
        found.map(({ id, nodes }) => `${id}: ${nodes.length}, ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
      ).toEqual([])
    },
    60_000,
  )

  test(
    'what is said of a mark covers nothing: neither the heading of the matrix as it comes into view, nor without a reader',
    async () => {
      await open()
      const covered = await page.evaluate(`(() => {
        const heading = document.querySelector('#matrix h2')
        scrollTo(0, heading.getBoundingClientRect().bottom + scrollY - innerHeight + 4)
        const said = document.querySelector('#said').getBoundingClientRect()
        return said.top < heading.getBoundingClientRect().bottom
      })()`)
      expect(covered).toBe(false)
      const position = () =>
        page.locator('#said').evaluate((said: any) => (globalThis as any).getComputedStyle(said).position)
      expect(await position()).toBe('static')
      await page.locator('button.c').first().hover()
      expect(await position()).toBe('sticky')
    },
    SLOW,
  )

  test(
    'after it was printed it is as it was before',
    async () => {
      await open()
      const opened = () => page.locator('details[open]').evaluateAll((all) => all.map((each: any) => each.id))
      const before = await opened()
      await page.evaluate('dispatchEvent(new Event("beforeprint"))')
      expect((await opened()).length).toBeGreaterThan(before.length)
      await page.evaluate('dispatchEvent(new Event("afterprint"))')
      expect(await opened()).toEqual(before)
    },
    SLOW,
  )

  test(
    'errata on which nothing rests that broke lie together, and open for a link to one of them',
    async () => {
      await open()
      const erratum = page.locator('[id="erratum-attach-202-or-200"]')
      expect(await erratum.isVisible()).toBe(false)
      await open('#erratum-attach-202-or-200')
      await expect.poll(() => erratum.isVisible()).toBe(true)
    },
    SLOW,
  )

  test(
    'on paper it is black on white, also from the dark theme, and holds only what did not pass',
    async () => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      await open()
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      )
      expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)')
      const verdicts = await page.locator('.op').evaluateAll((operations) =>
        operations.flatMap((operation: any) => {
          operation.open = true
          return [...operation.querySelectorAll('.r')]
            .filter((row: any) => row.getClientRects().length > 0)
            .map((row: any) => row.dataset.v)
        }),
      )
      expect(new Set(verdicts)).toEqual(new Set(['fail', 'warn', 'error']))
      const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b/g) ?? []
      expect(pages.length).toBeLessThan(20)
      await page.evaluate('dispatchEvent(new Event("beforeprint"))')
      // One of each cause shows its exchange; the others their reason.
      const leads = page.locator('.r.lead')
      expect(await leads.count()).toBe(sample().report.causes!.length)
      expect(await page.locator('.r[open]').count()).toBe(await leads.count())
      const told = await page.locator('.r[open]').evaluateAll((rows) =>
        rows.map((row: any) => {
          const told = [...row.querySelectorAll('.x')]
          return [told.length, told.filter((each: any) => each.getClientRects().length > 0).length]
        }),
      )
      expect(Math.max(...told.map(([there]) => there!))).toBeGreaterThan(1)
      expect(Math.max(...told.map(([, printed]) => printed!))).toBe(1)
    },
    SLOW,
  )
})
