import type { Command } from 'commander'
import { gather } from './values.ts'

/** What `--select` and `--skip` hold. */
export interface GlobOptions {
  select?: string[]
  skip?: string[]
}

/** Gives a command the options that choose requirements. */
export function withGlobs(command: Command): Command {
  return command
    .option(
      '--select <glob...>',
      'only these requirements or operations: servers.*, */status-*; !glob leaves out',
      gather,
    )
    .option('--skip <glob...>', 'all but these requirements or operations', gather)
}

/** Both options as one list of globs, in which `!` leaves out. */
export function globsOf({ select = [], skip = [] }: GlobOptions): string[] {
  return [...select, ...skip.map((glob) => (glob.startsWith('!') ? glob : `!${glob}`))]
}
