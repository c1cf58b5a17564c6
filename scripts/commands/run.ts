import type { Command } from 'commander'
import { FORMATS } from '../../reporters/formats.ts'
import { withPlan } from '../options/plan.ts'
import { withTarget } from '../options/target.ts'
import { gather, oneOfEach, wholeNumber } from '../options/values.ts'
import { runMany } from '../run/many.ts'
import type { RunOptions } from '../run/plan.ts'
import { run } from '../run/run.ts'
import type { CommandFile } from './command.ts'

/** `stackproof run`: judges a target and writes the report. */
export const command: CommandFile = {
  options(command: Command): void {
    command.description(
      'Puts a target to the test, requirement by requirement, and writes a report of what was found.',
    )
    withPlan(command)
      .option('--waivers <file>', 'known failures to tolerate, as YAML')
      .option(
        '--baseline <report>',
        'an earlier report.json: only what is worse than there fails the gate, and what no longer passes',
      )
      .option(
        '--shard <i/n>',
        'only part i of n of the tests; `stackproof merge` makes one report of all (default seed then: 1)',
      )
      .option('--timings <report>', 'an earlier report.json, so that shards end at about the same time')
      .option('--report <dir>', 'where the report goes', 'stackproof-report')
      .option(
        '--format <list>',
        `${Object.keys(FORMATS).join(', ')} (default: html,json)`,
        oneOfEach(Object.keys(FORMATS)),
      )
      .option('--seed <n>', 'repeats the requests of an earlier run', wholeNumber(0, 2 ** 31 - 1))
      .option('--event-message-id <id>', 'an event that the events API is known to hold')
      .option(
        '--fault <id>',
        'a fault for the reference cloud to have (only there); `stackproof list --faults` shows them',
        gather,
      )
      .option(
        '--condition <id>',
        'a lawful state or habit for the reference cloud to have (only there), several joined by commas; `stackproof list --conditions` shows them',
        gather,
      )
      .option(
        '--targets <file>',
        'many targets, one after the other: a list, as YAML or JSON, each with a name and options of its own as stackproof.yaml has them',
      )
    withTarget(command).addHelpText('after', HELP)
  },
  action: async (options: RunOptions, command: Command) =>
    options.targets === undefined ? (await run(options)).code : runMany(options.targets, command),
  cutShort: 'own',
}

const HELP = `
Examples:
  stackproof run                                          the embedded reference cloud
  stackproof run --os-cloud acme --os-admin-cloud acme-admin
  stackproof run --os-cloud acme --footprint read-only --select 'flavors.*'
  stackproof run --compute-endpoint https://cloud.example:8774/v2.1 --token "$TOKEN"
  stackproof run --os-cloud acme --waivers waivers.yaml --format html,json,junit
  stackproof run --os-cloud acme --shard 2/4 --timings last/report.json --report shard-2
  stackproof run --os-cloud acme --max-servers 5 --max-rate 10 --deadline 20m
  stackproof run --os-cloud acme --skip 'servers.migrate*' --baseline last/report.json
  stackproof run --targets targets.yaml --report clouds   one report each, and clouds/comparison.html

With --max-servers, --max-requests or --deadline what tells most is judged first: MUST, SHOULD, MAY, and of these what takes
least. What they leave no room for is disabled, and the report says so.

Ctrl-C ends the run gently: what it made is deleted, and the report is written. Ctrl-C again ends it at once;
\`stackproof sweep\` then deletes what is left.

Exit codes: 0 the target conforms; 1 it does not, or a waiver is stale; 2 it could not be judged.
With --targets: the highest of them all.
With --baseline: 0 nothing is worse than there; 1 something is, or is kept from being judged, or a waiver is stale; 2 the run was cut
short, broke, or left something behind.`
