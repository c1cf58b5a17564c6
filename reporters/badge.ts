import { html, textOf } from './html/markup.ts'
import type { Report } from './report.ts'
import { judgement, type Tone, tone } from './words.ts'

const COLOURS: Readonly<Record<Tone, string>> = {
  good: '#256e4a',
  neutral: '#525e58',
  bad: '#b8261f',
  unknown: '#8a5200',
}

/** Width of a character of the badge's type, on average, in its own units. */
const CHARACTER = 6.6

/** What a badge says: the judgement, and how many of the judged MUSTs are kept. */
export function badgeText(report: Report): string {
  const { offer } = report
  const share =
    offer && offer.musts > 0 && offer.kept < offer.musts ? `, ${offer.kept} of ${offer.musts}` : ''
  return `${judgement(report).toLowerCase()}${share}`
}

/** A badge for a page of a vendor or a repository: SVG that asks for nothing, not even a typeface. */
export function renderBadge(report: Report): string {
  const label = 'stackproof'
  const said = badgeText(report)
  const left = Math.round(label.length * CHARACTER + 14)
  const right = Math.round(said.length * CHARACTER + 14)
  return textOf(html`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${said}"><title>${label}: ${said}</title><rect width="${left + right}" height="20" rx="3" fill="#333b37"/><path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="${COLOURS[tone(report)]}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle"><text x="${left / 2}" y="14">${label}</text><text x="${left + right / 2}" y="14">${said}</text></g></svg>
`)
}
