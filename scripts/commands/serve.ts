import type { Command } from 'commander'
import { gather, wholeNumber } from '../options/values.ts'
import { serve } from '../serve/serve.ts'
import type { CommandFile } from './command.ts'

/** `stackproof serve`: the reference cloud alone, until it is told to end. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Runs the reference cloud on 127.0.0.1 until Ctrl-C, and prints its endpoints and an entry for clouds.yaml.',
      )
      .option('--port <n>', 'where it listens; 0: any free port', wholeNumber(0, 65535), 8774)
      .option(
        '--fault <id>',
        'a way in which it breaks the contract, several joined by commas; `stackproof list --faults` shows them',
        gather,
      )
      .option(
        '--condition <id>',
        'a lawful state or habit that it has, several joined by commas; `stackproof list --conditions` shows them',
        gather,
      )
      .option(
        '--latency <ms>',
        'how long a change of status takes, in milliseconds',
        wholeNumber(0, 3_600_000),
      )
      .option('--soft-delete', 'a deleted server can be restored, and is shown until it is deleted for good')
      .option('--seed <n>', 'of all its ids, addresses and passwords', wholeNumber(0, 2 ** 31 - 1))
      .option('--name <name>', 'what clouds.yaml calls it', 'stackproof')
      .addHelpText('after', HELP)
  },
  action: serve,
  cutShort: 'own',
}

const HELP = `
What it prints is a whole clouds.yaml:
  stackproof serve > clouds.yaml &
  openstack --os-cloud stackproof server list`
