import { count, oneLine, plural } from '../../reporters/terminal.ts'
import { catalogue, requirementOf } from '../../spec/catalogue.ts'
import { type Operation, operation, operations } from '../../spec/document.ts'
import type { Problem } from '../../spec/exchange.ts'
import { allFeatures } from '../../spec/features.ts'
import { judge } from '../../spec/judge.ts'
import type { Basis, Level, Role } from '../../spec/requirement.ts'
import { visible } from '../../spec/visible.ts'
import { type ExitCode, UsageError } from '../errors.ts'
import { closest } from '../options/closest.ts'
import { readNamed } from '../paths.ts'
import { judgeTraffic } from './judge-traffic.ts'

/** What `stackproof judge` takes, as commander reads it. */
export interface JudgeOptions {
  operation?: string
  status?: number
  computeEndpoint?: string
  eventsEndpoint?: string
  contentType: string
  header?: string[]
  feature?: string[]
  role?: Role[]
  json?: boolean
}

/** A problem, with how binding the requirements are that it breaks, and on what ground. */
interface Weighed extends Problem {
  level: Level
  basis: Basis
}

const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'MAY']

/** What the options ask for. @throws UsageError for what cannot be meant */
export function asked({ operation: id, status, feature }: JudgeOptions): {
  features: ReadonlySet<string>
  /** Absent: traffic is to be judged. */
  answer?: { op: Operation; status: number }
} {
  const features = new Set(feature?.map(knownFeature))
  if (id === undefined && status === undefined) return { features }
  if (id === undefined || status === undefined)
    throw new UsageError(
      `${id === undefined ? '--operation' : '--status'} is missing: the body of one answer takes both`,
    )
  return { features, answer: { op: known(id), status } }
}

/**
 * Judges recorded traffic, or the answer whose body a file holds, and prints what is wrong with it.
 * @param text what the file holds, where that was read already
 * @throws UsageError
 */
export function judgeFile(file: string, options: JudgeOptions, text?: string): ExitCode {
  const { computeEndpoint: compute, eventsEndpoint: events } = options
  const { features, answer } = asked(options)
  const held = text ?? readNamed(file)
  if (answer !== undefined)
    return judgeAnswer(held, { ...options, status: answer.status }, answer.op, features)
  const endpoints = { ...(compute ? { compute } : {}), ...(events ? { events } : {}) }
  return judgeTraffic(file, held, { endpoints, features, role: options.role?.[0], json: options.json })
}

function judgeAnswer(
  body: string,
  options: JudgeOptions & { status: number },
  op: Operation,
  features: ReadonlySet<string>,
): ExitCode {
  const { problems, observations, more } = judge(
    { operationId: op.id, status: options.status, headers: headersOf(op, options), body },
    { features, role: options.role?.[0] },
  )
  const weighed = problems.map(weigh).sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
  if (options.json) {
    const text = JSON.stringify({ problems: weighed, observations, more }, null, 2)
    process.stdout.write(`${visible(text)}\n`)
  } else {
    const lines = [
      ...weighed.map(problemLine),
      ...(more.problems === 0 ? [] : [`and ${plural(more.problems, 'more problem')} like these`]),
      ...observations.map(({ attribute }) => `note: no document names ${shown(attribute)}`),
      ...(more.observations === 0 ? [] : [`note: nor ${count(more.observations)} more`]),
      verdict(op, options.status, weighed),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
  }
  return weighed.some(({ level }) => level === 'MUST') ? 1 : 0
}

const shown = (text: string) => oneLine(visible(text))

function weigh(problem: Problem): Weighed {
  const broken = problem.requirements.map(requirementOf)
  const gravest = LEVELS.find((level) => broken.some((requirement) => requirement.level === level))!
  const { basis } = broken.find((requirement) => requirement.level === gravest)!
  return { ...problem, level: gravest, basis }
}

function problemLine({ pointer, expected, found, requirements, level, basis }: Weighed): string {
  const where = pointer === '' ? 'the body' : shown(pointer)
  return `${level.padEnd(6)} ${where}: expected ${shown(expected)}, found ${shown(found)}  [${requirements.join(', ')}; ${basis}]`
}

function verdict(op: Operation, status: number, weighed: readonly Weighed[]): string {
  const broken = LEVELS.map((level) => ({
    level,
    times: weighed.filter((each) => each.level === level).length,
  }))
  if (broken[0]!.times > 0) return `${op.id} ${status}: breaks the contract`
  const advice = broken.filter(({ times }) => times > 0).map(({ level, times }) => `${times} ${level}`)
  const but = advice.length === 0 ? '' : `, though not all that it recommends (${advice.join(', ')})`
  return `${op.id} ${status}: keeps the contract${but}`
}

function headersOf(op: Operation, options: JudgeOptions): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': options.contentType }
  // What cannot be seen in a body is not held against it.
  if (op.service === 'compute') {
    headers['x-compute-request-id'] = `req-${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`
    headers.date = new Date().toUTCString()
  }
  for (const header of options.header ?? []) {
    const [name, ...rest] = header.split(':')
    if (rest.length === 0) throw new UsageError(`--header ${header}: write it as name:value`)
    headers[name!.trim().toLowerCase()] = rest.join(':').trim()
  }
  return headers
}

function knownFeature(alias: string): string {
  const all = new Set(allFeatures())
  for (const { feature } of catalogue()) if (feature !== undefined) all.add(feature)
  if (all.has(alias)) return alias
  const meant = closest(alias, [...all])
  const names =
    meant.length > 0 ? `; is ${meant.join(' or ')} meant?` : `: known are ${[...all].sort().join(', ')}`
  throw new UsageError(`--feature ${alias}: no document knows an extension of that alias${names}`)
}

function known(id: string): Operation {
  const all = operations()
  const found = all.find((op) => op.id === id)
  if (found?.supporting)
    throw new UsageError(
      `--operation ${id}: a supporting operation, which suites call to prepare a test: no answer of it is judged`,
    )
  if (found !== undefined) return operation(id)
  const judged = all.filter((op) => !op.supporting).map((op) => op.id)
  const group = judged.filter((other) => other.split('.')[0] === id.split('.')[0])
  const meant = closest(id, judged)
  const groups = [...new Set(judged.map((other) => `${other.split('.')[0]}.*`))]
  if (meant.length > 0) throw new UsageError(`--operation ${id}: unknown; is it ${meant.join(' or ')}?`)
  throw new UsageError(
    `--operation ${id}: unknown; allowed are ${(group.length > 0 ? group : groups).join(', ')}`,
  )
}
