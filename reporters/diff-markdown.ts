import { caveatsOf, type ReportDiff, SECTIONS, UNCHANGED } from './diff.ts'
import { escaped, markdownTable } from './markdown-text.ts'
import { count, took } from './terminal.ts'

/** Changes that one list holds at most: the whole fits a comment on GitHub or GitLab. */
const MOST = 40

/** A diff for pull requests and job pages. */
export function diffMarkdown(diff: ReportDiff): string {
  const lists = SECTIONS.filter(([key]) => diff[key].length > 0).map(([key, title]) => {
    const rows = diff[key]
      .slice(0, MOST)
      .map(({ id, before, after, reason }) => [escaped(id), before, after, escaped(reason, 200)])
    const more = diff[key].length > MOST ? `\n\nand ${count(diff[key].length - MOST)} more.` : ''
    return `### ${title} (${count(diff[key].length)})\n\n${markdownTable(['requirement', 'before', 'now', 'reason'], rows)}${more}`
  })
  const slower = diff.slower.map(({ operationId, before, after }) => [
    escaped(operationId),
    took(before),
    took(after),
  ])
  const parts = [
    `## ${diff.regressed.length === 0 ? 'Nothing regressed' : `${count(diff.regressed.length)} regressed`}`,
    caveatsOf(diff)
      .map((caveat) => `- ${escaped(caveat)}`)
      .join('\n'),
    ...(lists.length > 0 ? lists : [UNCHANGED]),
    slower.length > 0 &&
      `### Slower\n\n${markdownTable(['operation', 'half within, before', 'now'], slower)}`,
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
