import type { Command } from 'commander'
import { withTarget } from '../options/target.ts'
import { sweep } from '../sweep/sweep.ts'
import type { CommandFile } from './command.ts'

/** `stackproof sweep`: deletes what an interrupted run left behind. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Deletes what interrupted runs made and did not get to delete, by the ledgers in their report folder.',
      )
      .option('--report <dir>', 'the report folder of the run', 'stackproof-report')
    withTarget(command).addHelpText(
      'after',
      '\nExample:\n  stackproof sweep --os-cloud acme\n\nExit codes: 0 nothing is left; 2 something could not be deleted.',
    )
  },
  action: sweep,
}
