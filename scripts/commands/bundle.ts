import { resolve } from 'node:path'
import type { Command } from 'commander'
import { count } from '../../reporters/terminal.ts'
import { bundle } from '../bundle/bundle.ts'
import type { ExitCode } from '../errors.ts'
import { shownPath } from '../paths.ts'
import type { CommandFile } from './command.ts'

/** `stackproof bundle`: a report with the evidence behind it, in one file that can be judged anew. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Packs the report of a run with the evidence behind it and a digest of each, so that anyone can judge it anew with `stackproof verify`. The evidence holds no secret.',
      )
      .argument('[dir]', 'the folder that a run wrote its report to', 'stackproof-report')
      .option('--to <file>', 'the archive', 'stackproof-bundle.tgz')
      .addHelpText(
        'after',
        '\nExample:\n  stackproof bundle stackproof-report --to acme.tgz\n\nExit codes: 0 written; 2 the folder holds no whole run.',
      )
  },
  async action(directory: string, { to }: { to: string }): Promise<ExitCode> {
    const { files, target } = await bundle(directory, to)
    const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0)
    process.stdout.write(
      `${shownPath(resolve(to))}: the run against ${target}, ${count(bytes)} bytes of report and evidence\n`,
    )
    return 0
  },
}
