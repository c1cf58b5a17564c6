import { blockedGroups } from './groups.ts'
import { escaped, markdownTable } from './markdown-text.ts'
import { type Report, type RequirementRow, VERDICTS } from './report.ts'
import { count, plural, span } from './terminal.ts'
import { because, GRAVITY_WORDS, judgement, judgementOn, offered, ofOperations } from './words.ts'

/** Rows a table holds at most: the whole fits a comment on GitHub or GitLab. */
const MOST = 50
/** Causes, and rows of each, listed at most. */
const MOST_CAUSES = 25
const ROWS_OF_CAUSE = 3

const LEVELS = ['MUST', 'SHOULD', 'MAY'] as const

/** A summary for pull requests and job pages: the judgement, the counts, what failed and what was blocked by what. */
export function renderMarkdown(report: Report): string {
  const { target, run, summary } = report
  const errors = report.requirements.filter((row) => row.verdict === 'error' && !row.waiver)
  const counts = VERDICTS.filter((verdict) => summary[verdict] > 0)
  const sections = [
    `## ${judgement(report)} – ${escaped(target.name)}`,
    [because(report), offered(report)].filter(Boolean).join(' '),
    `Profile \`${run.profile}\`, footprint \`${run.footprint}\`, ${span(run.durationMs)}, ${plural(run.requests, 'request')}, ${plural(run.serverBuilds, 'server build')}, seed ${run.seed}.`,
    markdownTable(counts, [counts.map((verdict) => count(summary[verdict]))]),
    causes(report),
    parts(report),
    rows(
      'Waived',
      report.requirements.filter((row) => row.waiver),
    ),
    rows('Errors of the suite', errors),
    section(
      'Blocked',
      blockedGroups(report.requirements.filter((row) => !row.waiver)).map(
        ({ cause, reason, rows: group }) => [escaped(reason), escaped(cause), count(group.length)],
      ),
      ['reason', 'by', 'requirements'],
    ),
    list(
      'Errors of the run',
      (report.errors ?? []).map((error) => escaped(`${error.file ?? error.where}: ${error.message}`)),
    ),
    list(
      'Stale waivers',
      (report.staleWaivers ?? []).map((stale) => escaped(stale.message)),
    ),
    list(
      'Left behind on the target',
      report.leaks.map((leak) => escaped(`${leak.kind} ${leak.name} (${leak.id}): ${leak.reason}`)),
    ),
  ]
  return `${sections.filter(Boolean).join('\n\n')}\n`
}

/** What breaks, by cause, each with its first rows folded below it. */
function causes(report: Report): string {
  const list = report.causes ?? []
  if (list.length === 0) return ''
  const byId = new Map(report.requirements.map((row) => [row.id, row]))
  const entries = list
    .slice(0, MOST_CAUSES)
    .map(({ title, gravity, verdict, operations, rows: ids, blocks }) => {
      const of = escaped(ofOperations(operations))
      const blocked = blocks.length > 0 ? `, blocks ${count(blocks.length)} more` : ''
      const shown = ids.slice(0, ROWS_OF_CAUSE).map((id) => {
        const row = byId.get(id)
        return `- ${escaped(id)}: ${escaped(row?.reason || row?.text || '')}`
      })
      if (ids.length > ROWS_OF_CAUSE)
        shown.push(`- and ${count(ids.length - ROWS_OF_CAUSE)} more in the report`)
      const head = `<b>${escaped(title)}</b> (${GRAVITY_WORDS[gravity]}, ${verdict}): ${plural(ids.length, 'requirement')} of ${of}${blocked}`
      return `<details><summary>${head}</summary>\n\n${shown.join('\n')}\n\n</details>`
    })
  const more =
    list.length > MOST_CAUSES ? `\n\nand ${count(list.length - MOST_CAUSES)} more in the report.` : ''
  return `### What breaks, by cause\n\n${entries.join('\n')}${more}`
}

/** A line for each profile and area. */
function parts(report: Report): string {
  const lines = [...(report.profiles ?? []), ...(report.areas ?? [])].map((part) => [
    escaped(part.name),
    ...LEVELS.map((level) => {
      const { total, kept } = part.levels[level]
      return total === 0 ? '–' : `${count(kept)} of ${count(total)}`
    }),
    part.conformant === false ? `**${judgementOn(part)}**` : judgementOn(part),
  ])
  return section('Coverage', lines, ['profile or area', ...LEVELS, 'judgement'])
}

function rows(title: string, found: readonly RequirementRow[]): string {
  const lines = found.map((row) => [
    `${escaped(row.id)}${row.waiver ? ` (waived until ${row.waiver.expires})` : ''}`,
    escaped(row.text),
    escaped(row.reason),
  ])
  return section(title, lines, ['requirement', 'says', 'found'])
}

function section(title: string, lines: string[][], head: readonly string[]): string {
  if (lines.length === 0) return ''
  const more = lines.length > MOST ? `\n\nand ${count(lines.length - MOST)} more in the report.` : ''
  return `### ${title}\n\n${markdownTable(head, lines.slice(0, MOST))}${more}`
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return ''
  const shown = items.slice(0, MOST).map((item) => `- ${item}`)
  if (items.length > MOST) shown.push(`- and ${count(items.length - MOST)} more`)
  return `### ${title}\n\n${shown.join('\n')}`
}
