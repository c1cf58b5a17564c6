import type { Command } from 'commander'
import { FORMATS } from '../../reporters/formats.ts'
import { oneOfEach } from '../options/values.ts'
import { report } from '../report/report.ts'
import type { CommandFile } from './command.ts'

/** `stackproof report`: renders a report again, or makes it from the evidence of a run that was killed. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Renders a report again in other formats; given a folder, rebuilds the report from the evidence in it.',
      )
      .argument('<path>', 'a report.json, or the folder of a run')
      .option(
        '--format <list>',
        `${Object.keys(FORMATS).join(', ')} (default: html)`,
        oneOfEach(Object.keys(FORMATS)),
      )
      .option('--to <dir>', 'where it goes (default: where the report is)')
      .addHelpText(
        'after',
        '\nExamples:\n  stackproof report stackproof-report/report.json --format html\n  stackproof report stackproof-report             after a crash\n\nExit codes: 0 written; 2 the report cannot be read.',
      )
  },
  action: report,
}
