import type { Command } from 'commander'
import { type DoctorOptions, doctor } from '../doctor/doctor.ts'
import { withPlan } from '../options/plan.ts'
import { withTarget } from '../options/target.ts'
import type { CommandFile } from './command.ts'

/** `stackproof doctor`: what a target and these credentials allow, before a run. */
export const command: CommandFile = {
  options(command: Command): void {
    command.description(
      'Logs in, looks around without changing anything, and tells what a run with the same options would judge, what would be in its way, how many servers it would build and about how long it would take.',
    )
    withPlan(command).option('--json', 'the same for machines')
    withTarget(command).addHelpText(
      'after',
      `
Examples:
  stackproof doctor --os-cloud acme --os-admin-cloud acme-admin
  stackproof doctor --os-cloud acme --footprint read-only --json

What the target offers and what the credentials allow is told as a run finds it; how many requirements can be judged and what it costs, from
runs against the embedded reference cloud.

Exit codes: 0 a run could begin; 2 the target cannot be used.`,
    )
  },
  // It writes no report.
  action: (options: DoctorOptions) => doctor({ ...options, report: '.' }),
}
