import { oneLine } from '../../reporters/terminal.ts'
import { type Operation, operation, operations } from '../../spec/document.ts'
import { judge } from '../../spec/judge.ts'
import type { Role } from '../../spec/requirement.ts'
import { type ExitCode, UsageError } from '../errors.ts'
import { readNamed } from '../paths.ts'

/** What `stackproof judge` takes, as commander reads it. */
export interface JudgeOptions {
  operation: string
  status: number
  contentType: string
  header?: string[]
  feature?: string[]
  role?: Role[]
  json?: boolean
}

/** Judges the answer whose body a file holds, and prints what is wrong with it. @throws UsageError */
export function judgeAnswer(file: string, options: JudgeOptions): ExitCode {
  const op = known(options.operation)
  const { problems, observations } = judge(
    { operationId: op.id, status: options.status, headers: headersOf(op, options), body: readNamed(file) },
    { features: new Set(options.feature), role: options.role?.[0] },
  )
  if (options.json) process.stdout.write(`${JSON.stringify({ problems, observations }, null, 2)}\n`)
  else {
    for (const problem of problems) {
      process.stdout.write(
        `${problem.pointer || '/'}: expected ${oneLine(problem.expected)}, found ${oneLine(problem.found)}  [${problem.requirements.join(', ')}]\n`,
      )
    }
    for (const { attribute } of observations) process.stdout.write(`note: no document names ${attribute}\n`)
    if (problems.length === 0) process.stdout.write(`${op.id} ${options.status}: keeps the contract\n`)
  }
  return problems.length === 0 ? 0 : 1
}

function headersOf(op: Operation, options: JudgeOptions): Record<string, string> {
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
  return headers
}

function known(id: string): Operation {
  const judged = operations().filter((op) => !op.supporting)
  if (judged.some((op) => op.id === id)) return operation(id)
  const group = judged.map((op) => op.id).filter((other) => other.split('.')[0] === id.split('.')[0])
  const all = [...new Set(judged.map((op) => `${op.id.split('.')[0]}.*`))]
  throw new UsageError(
    `--operation ${id}: unknown; allowed are ${(group.length > 0 ? group : all).join(', ')}`,
  )
}
