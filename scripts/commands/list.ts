import type { Command } from 'commander'
import { profileNames } from '../../spec/profiles.ts'
import type { ExitCode } from '../errors.ts'
import { listRequirements } from '../list/list-requirements.ts'
import type { ListOptions } from '../list/options.ts'
import { withGlobs } from '../options/globs.ts'
import type { CommandFile } from './command.ts'

/** `stackproof list`: the catalogue of requirements. */
export const command: CommandFile = {
  options(command: Command): void {
    withGlobs(command)
      .description(
        'Lists the requirements by operation: id, level, kind, text, source, and whether a test covers each.',
      )
      .option(
        '--profile <name>',
        `only those of a profile: ${profileNames().join(', ')}; several joined by commas`,
      )
      .option('--untested', 'only those that no test covers and no exemption explains')
      .option('--faults', 'the faults that the reference cloud can have (run --fault, serve --fault) instead')
      .option(
        '--conditions',
        'the lawful states and habits that the reference cloud can have (run --condition, serve --condition) instead',
      )
      .option('--json', 'for programs')
      .addHelpText(
        'after',
        "\nExamples:\n  stackproof list --select 'servers.show'\n  stackproof list --untested --profile compute-v2.1\n  stackproof list --json\n  stackproof list --faults --select 'servers.lock'",
      )
  },
  async action(options: ListOptions): Promise<ExitCode> {
    // Faults and conditions are loaded with the reference cloud, which the catalogue does without.
    const text = options.conditions
      ? (await import('../list/list-conditions.ts')).listConditions(options)
      : options.faults
        ? (await import('../list/list-faults.ts')).listFaults(options)
        : listRequirements(options)
    process.stdout.write(text)
    return 0
  },
}
