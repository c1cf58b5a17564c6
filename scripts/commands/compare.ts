import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { renderBadge } from '../../reporters/badge.ts'
import { compareReports } from '../../reporters/compare.ts'
import { compareHtml } from '../../reporters/compare-html.ts'
import { compareMarkdown } from '../../reporters/compare-markdown.ts'
import type { ExitCode } from '../errors.ts'
import { openFolder } from '../paths.ts'
import { readReport } from '../report/read-report.ts'
import type { CommandFile } from './command.ts'

/** `stackproof compare`: many clouds, or releases of one, in one table. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Lays reports of many clouds, or of releases of one, side by side: causes and areas first.',
      )
      .argument('<report...>', 'the report.json of each, or the folders they are in')
      .addOption(
        new Option('--format <name>', 'how it is told')
          .choices(['markdown', 'json', 'html'])
          .default('markdown'),
      )
      .option('--json', 'the same as --format json')
      .option('--badges <dir>', 'writes a badge for each report there, as SVG')
      .addHelpText(
        'after',
        '\nExample:\n  stackproof compare --format html --badges badges acme/report.json other/report.json > compare.html\n\nExit codes: 0 compared; 2 a report cannot be read.',
      )
  },
  action(paths: string[], options: { format: string; json?: boolean; badges?: string }): ExitCode {
    const reports = paths.map(readReport)
    const comparison = compareReports(reports, paths.map(labelOf))
    const told: Record<string, () => string> = {
      markdown: () => compareMarkdown(comparison),
      json: () => `${JSON.stringify(comparison, null, 2)}\n`,
      html: () => compareHtml(comparison),
    }
    process.stdout.write(told[options.json ? 'json' : options.format]!())
    if (options.badges !== undefined) {
      const directory = resolve(options.badges)
      openFolder(directory, '--badges')
      mkdirSync(directory, { recursive: true })
      reports.forEach((report, index) => {
        const name = comparison.clouds[index]!.name.replace(/[^\w.-]+/g, '-')
        writeFileSync(join(directory, `${name}.svg`), renderBadge(report))
      })
    }
    return 0
  },
}

/** What the user calls a report: its file, or the folder where the file is called as all are. */
function labelOf(path: string): string {
  const file = basename(resolve(path))
  return file === 'report.json' ? basename(dirname(resolve(path))) : file.replace(/\.json$/, '')
}
