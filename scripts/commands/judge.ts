import type { Command } from 'commander'
import { judgeAnswer } from '../judge/judge-answer.ts'
import { oneOfEach, wholeNumber } from '../options/values.ts'
import type { CommandFile } from './command.ts'

const again = (text: string, before: string[] = []) => [...before, text]

/** `stackproof judge`: holds one answer against the contract. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description('Holds the body of one answer against the contract and prints what is wrong with it.')
      .argument('<file>', 'the body; - reads it from standard input')
      .requiredOption('--operation <id>', 'which call was answered, as in servers.show')
      .requiredOption('--status <n>', 'the status of the answer', wholeNumber(100, 599))
      .option('--content-type <type>', 'the media type of the answer', 'application/json')
      .option('--header <name:value>', 'a header of the answer; may be given again', again)
      .option('--feature <alias>', 'an extension that the cloud offers: its attributes are demanded', again)
      .option('--role <role>', 'who called: member or admin', oneOfEach(['member', 'admin']))
      .option('--json', 'problems as JSON')
      .addHelpText(
        'after',
        '\nExample:\n  curl -s -H "X-Auth-Token: $TOKEN" "$COMPUTE/servers/detail" | stackproof judge --operation servers.listDetail --status 200 -\n\nExit codes: 0 no MUST is broken; 1 one is; 2 bad usage.',
      )
  },
  action: judgeAnswer,
}
