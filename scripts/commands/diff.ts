import { type Command, Option } from 'commander'
import { describeDiff, diffReports } from '../../reporters/diff.ts'
import { diffHtml } from '../../reporters/diff-html.ts'
import { diffMarkdown } from '../../reporters/diff-markdown.ts'
import type { ExitCode } from '../errors.ts'
import { readReport } from '../report/read-report.ts'
import type { CommandFile } from './command.ts'

/** `stackproof diff`: what changed from one report to another. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Tells which requirements were fixed, regressed, newly tested, no longer tested or newly waived between two reports, and what is slower.',
      )
      .argument('<old>', 'the earlier report.json')
      .argument('<new>', 'the later report.json')
      .addOption(
        new Option('--format <name>', 'how it is told')
          .choices(['text', 'json', 'markdown', 'html'])
          .default('text'),
      )
      .option('--json', 'the same as --format json')
      .addHelpText(
        'after',
        '\nExamples:\n  stackproof diff last-week/report.json stackproof-report/report.json\n  stackproof diff --format html last-week/report.json stackproof-report/report.json > diff.html\n\nExit codes: 0 nothing regressed; 1 something did; 2 a report cannot be read.',
      )
  },
  action(before: string, after: string, options: { format: string; json?: boolean }): ExitCode {
    const [old, now] = [readReport(before), readReport(after)]
    const diff = diffReports(old, now)
    const told: Record<string, () => string> = {
      text: () => describeDiff(diff),
      json: () => `${JSON.stringify(diff, null, 2)}\n`,
      markdown: () => diffMarkdown(diff),
      html: () => diffHtml(diff, old, now),
    }
    process.stdout.write(told[options.json ? 'json' : options.format]!())
    return diff.regressed.length === 0 ? 0 : 1
  },
}
