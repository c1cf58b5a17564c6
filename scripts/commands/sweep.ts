import type { Command } from 'commander'
import { withTarget } from '../options/target.ts'
import { gather } from '../options/values.ts'
import { span } from '../sweep/choose-runs.ts'
import { sweep } from '../sweep/sweep.ts'
import type { CommandFile } from './command.ts'

/** `stackproof sweep`: deletes what an interrupted run left behind. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Deletes what interrupted runs made and did not get to delete: by the ledgers in their report folder, and, where that is lost, by the names that runs give.',
      )
      .option('--report <dir>', 'the report folder of the run', 'stackproof-report')
      .option('--run <id>', 'by name: what these runs left, several joined by commas', gather)
      .option('--older-than <span>', 'by name: what runs left that began so long ago: 90m, 12h, 3d', span)
      .option('--all-runs', 'by name: what any run left, also one that is under way elsewhere')
      .option('--yes', 'delete what was found by name without asking')
      .option('--json', 'tell what was deleted, and what is left, as JSON')
    withTarget(command).addHelpText(
      'after',
      '\nExamples:\n  stackproof sweep --os-cloud acme                         by ledger; shows what is there by name\n  stackproof sweep --os-cloud acme --older-than 12h --yes  in a job of every night\n\nExit codes: 0 nothing is left; 2 something could not be deleted.',
    )
  },
  action: sweep,
  cutShort: 'what was not deleted by then is still there: sweep again',
}
