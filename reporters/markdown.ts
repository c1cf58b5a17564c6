import { blockedGroups } from './groups.ts'
import { type Report, type RequirementRow, VERDICTS } from './report.ts'
import { count, oneLine, plural, span } from './terminal.ts'
import { because, judgement } from './words.ts'

/** Rows a table holds at most: the whole fits a comment on GitHub or GitLab. */
const MOST = 50

/** A summary for pull requests and job pages: the judgement, the counts, what failed and what was blocked by what. */
export function renderMarkdown(report: Report): string {
  const { target, run, summary } = report
  const failed = report.requirements.filter((row) => row.verdict === 'fail')
  const warned = report.requirements.filter((row) => row.verdict === 'warn')
  const errors = report.requirements.filter((row) => row.verdict === 'error')
  const counts = VERDICTS.filter((verdict) => summary[verdict] > 0)
  const parts = [
    `## ${judgement(report)}: ${text(target.name)}`,
    because(report),
    `Profile \`${run.profile}\`, footprint \`${run.footprint}\`, ${span(run.durationMs)}, ${plural(run.requests, 'request')}, ${plural(run.serverBuilds, 'server build')}, seed ${run.seed}.`,
    table(counts, [counts.map((verdict) => count(summary[verdict]))]),
    rows('Failed', failed),
    rows('Warned', warned),
    rows('Errors of the suite', errors),
    section(
      'Blocked',
      blockedGroups(report.requirements).map(({ cause, reason, rows: group }) => [
        text(cause),
        count(group.length),
        text(reason),
      ]),
      ['by', 'requirements', 'reason'],
    ),
    list(
      'Errors of the run',
      (report.errors ?? []).map((error) => text(`${error.file ?? error.where}: ${error.message}`)),
    ),
    list(
      'Stale waivers',
      (report.staleWaivers ?? []).map((stale) => text(stale.message)),
    ),
    list(
      'Left behind on the target',
      report.leaks.map((leak) => text(`${leak.kind} ${leak.name} (${leak.id}): ${leak.reason}`)),
    ),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function rows(title: string, found: readonly RequirementRow[]): string {
  const lines = found.map((row) => [
    `${text(row.id)}${row.waiver ? ` (waived until ${row.waiver.expires})` : ''}`,
    text(row.text),
    text(row.reason),
  ])
  return section(title, lines, ['requirement', 'says', 'found'])
}

function section(title: string, lines: string[][], head: readonly string[]): string {
  if (lines.length === 0) return ''
  const more = lines.length > MOST ? `\n\nand ${count(lines.length - MOST)} more in the report.` : ''
  return `### ${title}\n\n${table(head, lines.slice(0, MOST))}${more}`
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return ''
  const shown = items.slice(0, MOST).map((item) => `- ${item}`)
  if (items.length > MOST) shown.push(`- and ${count(items.length - MOST)} more`)
  return `### ${title}\n\n${shown.join('\n')}`
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n')
}

/** Text that means nothing to Markdown, HTML or a forge: no markup, no link, no mention, no closing of issues. */
function text(raw: string): string {
  return oneLine(raw, 300)
    .replace(/[\\`*_{}[\]()|~^$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[@#]|:(?=\/\/)/g, '$&\u200b')
}
