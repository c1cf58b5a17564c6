import { oneLine } from './terminal.ts'

/** A table of cells that are Markdown already. */
export function markdownTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n')
}

/** Text that means nothing to Markdown, HTML or a forge: no markup, no link, no mention, no closing of issues. */
export function escaped(raw: string, length = 300): string {
  return oneLine(raw, length)
    .replace(/[\\`*_{}[\]()|~^$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[@#]|:(?=\/\/)/g, '$&\u200b')
}
