import { type Command, Option } from 'commander'
import { FOOTPRINTS } from '../../fixtures/run/footprint.ts'
import { withGlobs } from './globs.ts'
import { between, duration, wholeNumber } from './values.ts'

/** Gives a command the options that say what a run is about, how much it may do and what it may cost. */
export function withPlan(command: Command): Command {
  command
    .option(
      '--profile <name>',
      'what the target is held to, several joined by commas (see `stackproof list --help`)',
    )
    .addOption(
      new Option(
        '--footprint <how-much>',
        'how much the run may do to the target (default: own-resources)',
      ).choices(FOOTPRINTS),
    )
  return withGlobs(command)
    .option('--failed-from <report>', 'only what did not pass in an earlier report.json')
    .option('--max-servers <n>', 'builds no more servers than that, in all', wholeNumber(0))
    .option('--max-requests <n>', 'sends no more requests than that, in all', wholeNumber(100))
    .option('--max-rate <n>', 'sends no more requests a second than that', between(0.01, 1_000_000))
    .option(
      '--deadline <time>',
      'ends within that time, as 20m or 1h30m; cleaning up has a minute more',
      duration,
    )
    .option(
      '--concurrency <n>',
      'how many tests may work at once, those that wait left out (default: 4, and up to 8 where answers take no longer for it)',
      wholeNumber(1, 64),
    )
    .option('--image <name-or-id>', 'what servers are made from (default: the smallest that is active)')
    .option('--flavor <name-or-id>', 'how large they are (default: the smallest that fits the image)')
    .option('--network <name-or-id>', "what they are joined to (default: the project's own)")
    .option('--zone <name>', 'the availability zone that they are built in')
    .option('--volume-type <name-or-id>', 'the type of the volumes that are made')
}
