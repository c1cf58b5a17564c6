import type { Command } from 'commander'
import { count, oneLine, plural } from '../../reporters/terminal.ts'
import { because, judgement } from '../../reporters/words.ts'
import { agrees, type Verification, verifyBundle } from '../bundle/verify-bundle.ts'
import type { ExitCode } from '../errors.ts'
import type { CommandFile } from './command.ts'

/** `stackproof verify`: judges a bundle anew, with no cloud. */
export const command: CommandFile = {
  options(command: Command): void {
    command
      .description(
        'Judges the evidence of a bundle anew, with no cloud: says whether report and evidence agree, and what the contract of this stackproof makes of them.',
      )
      .argument('<file>', 'what `stackproof bundle` wrote')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        '\nExample:\n  stackproof verify acme.tgz\n\nExit codes: 0 report and evidence agree; 1 they do not, or a file was altered; 2 the file is no bundle.',
      )
  },
  async action(file: string, { json }: { json?: boolean }): Promise<ExitCode> {
    const found = await verifyBundle(file)
    process.stdout.write(json ? asJson(found) : describe(found))
    return agrees(found) ? 0 : 1
  },
}

function asJson(found: Verification): string {
  const { manifest, altered, rejudged, sameContract, changes, otherwise } = found
  const { judged, differing } = rejudged
  return `${JSON.stringify({ agrees: agrees(found), manifest, altered, judged, differing, sameContract, changes, otherwise }, null, 2)}\n`
}

/** Changes listed at most. */
const MOST = 30

function describe(found: Verification): string {
  const { manifest, report, altered, rejudged, sameContract, changes, otherwise } = found
  const contract = sameContract
    ? 'the contract of this stackproof'
    : `another contract (${manifest.spec.version} ${manifest.spec.digest.slice(0, 19)})`
  const lines = [
    `${oneLine(manifest.target)}, run ${manifest.run}, judged by ${contract}`,
    `  it says: ${judgement(report)}. ${because(report)}`,
    ...altered.map((name) => `  ALTERED: ${name} is not what was packed`),
    `  ${plural(rejudged.judged, 'answer')} of ${count(rejudged.exchanges.length)} judged again, ${rejudged.differing.length} otherwise than recorded`,
    ...otherwise.map((text) => `  ${oneLine(text, 200)}`),
    ...changes
      .slice(0, MOST)
      .map(
        ({ id, before, after, reason }) =>
          `  ${id}: ${before} in the report, ${after} now. ${oneLine(reason, 160)}`,
      ),
    ...(changes.length > MOST ? [`  and ${count(changes.length - MOST)} more`] : []),
  ]
  const end = agrees(found)
    ? changes.length > 0
      ? 'Nothing was altered; what differs is what this contract asks otherwise.'
      : 'Report and evidence agree.'
    : 'Report and evidence do not agree.'
  return `${[...lines, end].join('\n')}\n`
}
