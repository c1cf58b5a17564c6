import type { Command } from 'commander'
import { FORMATS } from '../../reporters/formats.ts'
import { merge } from '../merge/merge.ts'
import { oneOfEach } from '../options/values.ts'
import type { CommandFile } from './command.ts'

/** `stackproof merge`: the shards of one run as one report. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description('Makes one report of the shards of one run, verdict by verdict as one run would have.')
      .argument('<dir...>', 'the folder that --report named, of each shard')
      .option('--report <dir>', 'where the report goes', 'stackproof-report')
      .option(
        '--format <list>',
        `${Object.keys(FORMATS).join(', ')} (default: html,json)`,
        oneOfEach(Object.keys(FORMATS)),
      )
      .option(
        '--baseline <report>',
        'an earlier report.json: only what is worse than there fails the gate, and what no longer passes',
      )
      .addHelpText('after', HELP)
  },
  action: merge,
}

const HELP = `
Example:
  stackproof run --os-cloud acme --shard 1/2 --report shard-1
  stackproof run --os-cloud acme --shard 2/2 --report shard-2
  stackproof merge shard-1 shard-2

Exit codes are those of \`stackproof run\`.`
