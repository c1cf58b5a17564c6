import { Command } from 'commander'
import { oneLine } from '../../reporters/terminal.ts'
import { operation, operations } from '../../spec/document.ts'
import { judge } from '../../spec/judge.ts'
import type { Role } from '../../spec/requirement.ts'
import { readNamed } from '../paths.ts'
import { oneOfEach, UsageError, wholeNumber } from '../usage.ts'
import type { Finish } from './main.ts'

interface JudgeOptions {
  operation: string
  status: number
  contentType: string
  header?: string[]
  feature?: string[]
  role?: Role[]
  json?: boolean
}

/** `stackproof judge`: holds one answer against the contract. */
export function judgeCommand(finish: Finish): Command {
  return new Command('judge')
    .summary('hold the body of one answer against the contract')
    .description('Holds the body of one answer against the contract and prints what is wrong with it.')
    .argument('<file>', 'the body; - reads it from standard input')
    .requiredOption('--operation <id>', 'which call was answered, as in servers.show')
    .requiredOption('--status <n>', 'the status of the answer', wholeNumber(100, 599))
    .option('--content-type <type>', 'the media type of the answer', 'application/json')
    .option(
      '--header <name:value>',
      'a header of the answer; may be given again',
      (text: string, before: string[] = []) => [...before, text],
    )
    .option(
      '--feature <alias>',
      'an extension that the cloud offers: its attributes are demanded',
      (text: string, before: string[] = []) => [...before, text],
    )
    .option('--role <role>', 'who called: member or admin', oneOfEach(['member', 'admin']))
    .option('--json', 'problems as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  curl -s -H "X-Auth-Token: $TOKEN" "$COMPUTE/servers/detail" | stackproof judge --operation servers.listDetail --status 200 -\n\nExit codes: 0 nothing wrong; 1 problems; 2 bad usage.',
    )
    .allowExcessArguments(false)
    .action((file: string, options: JudgeOptions) => {
      const op = known(options.operation)
      const headers: Record<string, string> = { 'content-type': options.contentType }
      // What cannot be seen in a body is not held against it.
      if (op.service === 'compute') {
        headers['x-compute-request-id'] = headers['x-openstack-request-id'] =
          `req-${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`
      }
      for (const header of options.header ?? []) {
        const [name, ...rest] = header.split(':')
        if (rest.length === 0) throw new UsageError(`--header ${header}: write it as name:value`)
        headers[name!.trim().toLowerCase()] = rest.join(':').trim()
      }
      const { problems, observations } = judge(
        {
          operationId: op.id,
          status: options.status,
          headers,
          body: readNamed(file),
        },
        { features: new Set(options.feature), role: options.role?.[0] },
      )
      if (options.json) process.stdout.write(`${JSON.stringify({ problems, observations }, null, 2)}\n`)
      else {
        for (const problem of problems) {
          process.stdout.write(
            `${problem.pointer || '/'}: expected ${oneLine(problem.expected)}, found ${oneLine(problem.found)}  [${problem.requirements.join(', ')}]\n`,
          )
        }
        for (const { attribute } of observations)
          process.stdout.write(`note: no document names ${attribute}\n`)
        if (problems.length === 0) process.stdout.write(`${op.id} ${options.status}: keeps the contract\n`)
      }
      finish(problems.length === 0 ? 0 : 1)
    })
}

function known(id: string) {
  const judged = operations().filter((op) => !op.supporting)
  if (judged.some((op) => op.id === id)) return operation(id)
  const group = judged.map((op) => op.id).filter((other) => other.split('.')[0] === id.split('.')[0])
  const all = [...new Set(judged.map((op) => `${op.id.split('.')[0]}.*`))]
  throw new UsageError(
    `--operation ${id}: unknown; allowed are ${(group.length > 0 ? group : all).join(', ')}`,
  )
}
