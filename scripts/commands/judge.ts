import { text } from 'node:stream/consumers'
import { type Command, InvalidArgumentError } from 'commander'
import { asked, type JudgeOptions, judgeFile } from '../judge/judge-answer.ts'
import { filled, oneOfEach, wholeNumber } from '../options/values.ts'
import type { CommandFile } from './command.ts'

const again = (text: string, before: string[] = []) => [...before, filled(text)]

function endpoint(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new InvalidArgumentError('It must be an address, as https://cloud.example:8774/v2.1.')
}

/** `stackproof judge`: holds recorded answers against the contract. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Holds recorded traffic, or the body of one answer, against the contract, with no cloud, and prints what is wrong with it.',
      )
      .argument('<file>', 'exchanges.ndjson of a run, a HAR, or a body; - reads standard input')
      .option('--compute-endpoint <url>', 'where the Compute API lies, in a HAR of another tool', endpoint)
      .option('--events-endpoint <url>', 'where the events API lies, in a HAR of another tool', endpoint)
      .option('--operation <id>', 'for a body: which call was answered, as in servers.show')
      .option('--status <n>', 'for a body: the status of the answer', wholeNumber(100, 599))
      .option('--content-type <type>', 'the media type of the answer', 'application/json')
      .option('--header <name:value>', 'a header of the answer; may be given again', again)
      .option('--feature <alias>', 'an extension that the cloud offers: its attributes are demanded', again)
      .option('--role <role>', 'who called: member or admin', oneOfEach(['member', 'admin']))
      .option('--json', 'problems as JSON')
      .addHelpText(
        'after',
        '\nExamples:\n  curl -s -H "X-Auth-Token: $TOKEN" "$COMPUTE/servers/detail" | stackproof judge --operation servers.listDetail --status 200 -\n  stackproof judge traffic.har --compute-endpoint https://cloud.example:8774/v2.1\n\nExit codes: 0 no MUST is broken; 1 one is; 2 bad usage, or nothing that could be judged.',
      )
  },
  async action(file: string, options: JudgeOptions) {
    asked(options)
    // Waited for, not read at once: whoever has nothing more to type ends it with Ctrl-C.
    return judgeFile(file, options, file === '-' ? await text(process.stdin) : undefined)
  },
}
