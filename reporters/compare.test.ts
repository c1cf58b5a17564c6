import { XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { renderBadge } from './badge.ts'
import { compareReports } from './compare.ts'
import { compareHtml } from './compare-html.ts'
import { compareMarkdown } from './compare-markdown.ts'
import type { Report } from './report.ts'
import { HOSTILE } from './sample-evidence.ts'
import { sample } from './sample-report.ts'

const { report } = sample()

/** The sample of another cloud, with some verdicts changed. */
function cloud(name: string, change: (report: Report) => void = () => {}): Report {
  const copy = structuredClone(report)
  copy.target.name = name
  change(copy)
  return copy
}

test('clouds stand side by side: causes by how many clouds have them, and only what differs', () => {
  const better = cloud('better', (copy) => {
    copy.causes = copy.causes!.filter(({ id }) => id !== 'effect:servers.shelve')
    for (const row of copy.requirements) if (row.verdict === 'fail') row.verdict = 'pass'
    copy.conformant = true
    delete copy.partial
  })
  const comparison = compareReports([report, better])
  expect(comparison.clouds.map(({ name, judgement }) => [name, judgement])).toEqual([
    ['acme-east', 'Does not conform'],
    ['better', 'Conforms'],
  ])
  expect(comparison.causes.at(-1)).toMatchObject({ id: 'effect:servers.shelve', cells: [1, 0] })
  expect(comparison.requirements.map(({ cells }) => cells)).toEqual(
    report.requirements.filter(({ verdict }) => verdict === 'fail').map(() => ['fail', 'pass']),
  )
  expect(comparison.alike.kept).toBe(report.summary.pass)
  expect(compareMarkdown(comparison)).toContain('| servers.shelve/takes-effect | fail | pass |')
})

test('what a cloud was not asked for is no difference, and no area of nought', () => {
  const asked = cloud('asked')
  const partly = cloud('partly', (copy) => {
    for (const row of copy.requirements) {
      row.verdict = 'disabled'
      row.leftOutBy = 'selection'
    }
    for (const { levels } of copy.areas!) {
      const { total } = levels.MUST
      levels.MUST = { total, kept: 0, broken: 0, open: total }
    }
  })
  const comparison = compareReports([asked, partly])
  expect(comparison.requirements).toEqual([])
  expect(comparison.alike.kept).toBe(report.summary.pass)
  expect(comparison.areas.every(({ cells }) => cells[1]!.judged === 0)).toBe(true)
  expect(compareMarkdown(comparison)).toMatch(/\| Servers \| \d+ of \d+ \| – \|/)
})

test('what one of them breaks comes before what one could not be judged by', () => {
  const first = cloud('first')
  const second = cloud('second', (copy) => {
    const pass = copy.requirements.filter(({ verdict }) => verdict === 'pass')
    pass[0]!.verdict = 'blocked'
    pass.at(-1)!.verdict = 'fail'
  })
  const { requirements } = compareReports([first, second])
  expect(requirements.map(({ cells }) => cells)).toEqual([
    ['pass', 'fail'],
    ['pass', 'blocked'],
  ])
  const page = compareHtml(compareReports([first, second]))
  // Without a script on the page, a table wider than the screen is reached with the keys only so.
  expect(page).toContain('<div class="scroll" tabindex="0">')
  expect(page).not.toContain('<div class="scroll">')
  const [open, folded] = page.split('<details class="others calm">')
  expect(open!.match(/<title>fail</g)).toHaveLength(1)
  expect(folded).toContain('1 more requirement on which they differ, broken by none')
  expect(folded!.match(/<title>blocked</g)).toHaveLength(1)
})

test('runs of one cloud are told apart by their day', () => {
  const later = cloud('acme-east', (copy) => {
    copy.run.startedAt = '2026-12-01T00:00:00.000Z'
  })
  expect(compareReports([report, later]).clouds.map(({ name }) => name)).toEqual([
    'acme-east 2026-11-21',
    'acme-east 2026-12-01',
  ])
})

test('runs of one cloud on one day are told apart by what the user calls them, else by their ids', () => {
  const later = cloud('acme-east', (copy) => {
    copy.run.id = 'b1'
  })
  const names = (labels?: string[]) => compareReports([report, later], labels).clouds.map(({ name }) => name)
  expect(names(['before', 'after'])).toEqual(['before (acme-east)', 'after (acme-east)'])
  expect(names(['same', 'same'])).toEqual(['acme-east a1b2c3d4', 'acme-east b1'])
  expect(names()).toEqual(['acme-east a1b2c3d4', 'acme-east b1'])
})

test('a cause has in each cloud the colour of what it breaks there', () => {
  const cause = report.causes!.find(({ verdict }) => verdict === 'fail')!
  const slight = cloud('slight', (copy) => {
    copy.causes = [{ ...cause, verdict: 'warn' }]
  })
  const grave = cloud('grave', (copy) => {
    copy.causes = [cause]
  })
  const comparison = compareReports([slight, grave])
  expect(comparison.causes).toMatchObject([{ verdict: 'fail', verdicts: ['warn', 'fail'] }])
  const row = compareHtml(comparison).split('<section id="causes">')[1]!.split('</section>')[0]!
  expect(row.match(/class="v-(warn|fail)"/g)).toEqual(['class="v-warn"', 'class="v-fail"'])
})

test('of causes in as many clouds those come first that break a MUST, the gravest first', () => {
  const cause = (id: string, verdict: 'fail' | 'warn', gravity: 'rights' | 'form') => ({
    ...report.causes![0]!,
    id,
    verdict,
    gravity,
  })
  const one = cloud('one', (copy) => {
    copy.causes = [cause('form', 'fail', 'form'), cause('warned', 'warn', 'rights')]
  })
  const other = cloud('other', (copy) => {
    copy.causes = [cause('grave', 'fail', 'rights')]
  })
  expect(compareReports([one, other]).causes.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
    'grave fail',
    'form fail',
    'warned warn',
  ])
})

test('the page of 50 clouds stays small, and nothing of a target becomes markup', () => {
  const clouds = Array.from({ length: 50 }, (_, index) =>
    cloud(`cloud-${index}${index === 7 ? HOSTILE : ''}`, (copy) => {
      copy.requirements.forEach((row, at) => {
        if ((at + index) % 9 === 0) row.verdict = 'fail'
      })
    }),
  )
  const page = compareHtml(compareReports(clouds))
  expect(Buffer.byteLength(page)).toBeLessThan(5_000_000)
  expect(page).not.toMatch(/<script|<img/)
})

test('a badge is well-formed, whatever the target, and says what the report says', () => {
  const text = renderBadge(cloud(HOSTILE))
  expect(XMLValidator.validate(text)).toBe(true)
  expect(text).toMatch(/stackproof: does not conform, \d+ of \d+/)
  expect(renderBadge(cloud('good', (copy) => Object.assign(copy, { conformant: true })))).toContain(
    'conforms',
  )
})
