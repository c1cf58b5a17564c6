import type { Comparison } from './compare.ts'
import { escaped, markdownTable } from './markdown-text.ts'
import { count, plural } from './terminal.ts'

/** Lines of one table at most. */
const MOST = 60

/** A comparison for a page of a forge. */
export function compareMarkdown(comparison: Comparison): string {
  const { clouds, causes, areas, requirements, alike } = comparison
  const names = clouds.map(({ name }) => escaped(name, 40))
  const parts = [
    `## ${plural(clouds.length, 'report')} compared`,
    markdownTable(
      ['cloud', 'judgement', 'MUSTs kept', 'operations lacking', 'blocked', 'profile', 'day'],
      clouds.map((cloud, index) => [
        names[index]!,
        cloud.judgement,
        `${count(cloud.kept)} of ${count(cloud.musts)}`,
        count(cloud.lacking),
        count(cloud.blocked),
        cloud.profile,
        cloud.startedAt.slice(0, 10),
      ]),
    ),
    causes.length > 0 &&
      `### What breaks, by cause\n\n${markdownTable(
        ['cause', ...names],
        causes
          .slice(0, MOST)
          .map(({ title, cells }) => [escaped(title), ...cells.map((cell) => String(cell || ''))]),
      )}`,
    `### Areas\n\n${markdownTable(
      ['MUSTs kept of those judged', ...names],
      areas.map(({ title, cells }) => [
        escaped(title),
        ...cells.map((cell) => (cell && cell.judged > 0 ? `${cell.kept} of ${cell.judged}` : '–')),
      ]),
    )}`,
    `### Where they differ\n\n${markdownTable(
      ['requirement', ...names],
      requirements.slice(0, MOST).map(({ id, cells }) => [escaped(id), ...cells.map((cell) => cell ?? '–')]),
    )}${requirements.length > MOST ? `\n\nand ${count(requirements.length - MOST)} more.` : ''}`,
    `${plural(alike.kept, 'requirement')} are kept by all that were asked.`,
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
