import { Command } from 'commander'
import { describeDiff, diffReports } from '../../reporters/diff.ts'
import { readReport } from '../read-report.ts'
import type { Finish } from './main.ts'

/** `stackproof diff`: what changed from one report to another. */
export function diffCommand(finish: Finish): Command {
  return new Command('diff')
    .summary('what changed from one report to another')
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
    .allowExcessArguments(false)
    .action((before: string, after: string, options: { json?: boolean }) => {
      const diff = diffReports(readReport(before), readReport(after))
      process.stdout.write(options.json ? `${JSON.stringify(diff, null, 2)}\n` : describeDiff(diff))
      finish(diff.regressed.length === 0 ? 0 : 1)
    })
}
