import type { Command } from 'commander'
import { doctor } from '../doctor/doctor.ts'
import { withTarget } from '../options/target.ts'
import type { CommandFile } from './command.ts'

/** `stackproof doctor`: what a target and these credentials allow, before a run. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Logs in, looks around without changing anything, and tells what a run could judge and what would be blocked.',
      )
      .option('--profile <name>', 'the profile that a run would have', 'compute-v2.1')
    withTarget(command).addHelpText(
      'after',
      '\nExample:\n  stackproof doctor --os-cloud acme --os-admin-cloud acme-admin\n\nExit codes: 0 a run could begin; 2 the target cannot be used.',
    )
  },
  action: doctor,
}
