import type { Command } from 'commander'
import { describeDiff, diffReports } from '../../reporters/diff.ts'
import type { ExitCode } from '../errors.ts'
import { readReport } from '../report/read-report.ts'
import type { CommandFile } from './command.ts'

/** `stackproof diff`: what changed from one report to another. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Tells which requirements were fixed, regressed, newly tested or newly waived between two reports.',
      )
      .argument('<old>', 'the earlier report.json')
      .argument('<new>', 'the later report.json')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        '\nExample:\n  stackproof diff last-week/report.json stackproof-report/report.json\n\nExit codes: 0 nothing regressed; 1 something did; 2 a report cannot be read.',
      )
  },
  action(before: string, after: string, options: { json?: boolean }): ExitCode {
    const diff = diffReports(readReport(before), readReport(after))
    process.stdout.write(options.json ? `${JSON.stringify(diff, null, 2)}\n` : describeDiff(diff))
    return diff.regressed.length === 0 ? 0 : 1
  },
}
