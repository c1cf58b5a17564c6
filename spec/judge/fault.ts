import type { Operation } from '../document.ts'
import type { Problem } from '../exchange.ts'
import { FAULT_ALTERNATIVES, FAULT_NAMES, FAULT_STATUSES } from '../fault-classes.ts'
import { judgeMediaType, judgeRequestId } from './headers.ts'
import type { Json } from './json.ts'
import type { Plan } from './plan.ts'
import { quote } from './quote.ts'

/** What judging an error answer finds. */
export interface FaultFindings {
  problems: Problem[]
  kept: string[]
}

/** Unknown routes and methods are answered before the service that shapes faults sees them, on every known cloud. */
export const UNSHAPED: readonly number[] = [404, 405, 406, 411, 415, 429]

/** Judges the status and body of an answer of 400 or more. Server errors are judged by `judgeServerError`. */
export function judgeFault(
  plan: Plan,
  status: number,
  json: Json,
  headers: Readonly<Record<string, string | undefined>>,
): FaultFindings {
  const { op, faults } = plan
  if (op.service !== 'compute') return { problems: [], kept: documentedFaults(op, status) }
  const problems: Problem[] = []
  const kept: string[] = []
  if (faults.has(status)) kept.push(`${op.id}/fault-status`)
  else {
    const listed = [...faults].filter((one) => one >= 400).sort()
    problems.push({
      pointer: '/status',
      expected: `one of ${listed.join(', ')}`,
      found: String(status),
      requirements: [`${op.id}/fault-status`],
    })
  }
  const shape = shapeProblem(status, json)
  if (shape === undefined) {
    kept.push(`${op.id}/fault-shape`, ...documentedFaults(op, status))
    // Who checks tokens stands before the API and answers in its own way.
    if (status !== 401) {
      judgeRequestId(`${op.id}/fault-request-id`, headers, { problems, kept })
      judgeMediaType(`${op.id}/fault-media-type`, headers, { xml: false }, { problems, kept })
    }
  } else if (shape !== 'unjudged') problems.push({ ...shape, requirements: [`${op.id}/fault-shape`] })
  else kept.push(...documentedFaults(op, status))
  return { problems, kept }
}

function documentedFaults(op: Operation, status: number): string[] {
  return op.faults
    .filter((fault) =>
      [...(FAULT_STATUSES[fault] ?? []), ...(FAULT_ALTERNATIVES[fault] ?? [])].includes(status),
    )
    .map((fault) => `${op.id}/fault-${fault}`)
}

function shapeProblem(status: number, json: Json): Omit<Problem, 'requirements'> | 'unjudged' | undefined {
  if (json.fault !== undefined) {
    if (UNSHAPED.includes(status)) return 'unjudged'
    return { pointer: '', expected: 'a JSON object that names the fault', found: json.fault }
  }
  const body = json.value
  const members =
    body !== null && typeof body === 'object' && !Array.isArray(body) ? Object.entries(body) : []
  const [name, fault] = members[0] ?? []
  const shaped = members.length === 1 && fault !== null && typeof fault === 'object'
  if (!shaped) {
    if (UNSHAPED.includes(status)) return 'unjudged'
    return { pointer: '', expected: 'one member, named for the class of the fault', found: quote(body) }
  }
  const { message, code } = fault as { message?: unknown; code?: unknown }
  if (typeof message !== 'string') {
    return { pointer: `/${name}/message`, expected: 'a message in words', found: quote(message) }
  }
  if (code !== status)
    return { pointer: `/${name}/code`, expected: `the answer's status, ${status}`, found: quote(code) }
  const names = FAULT_NAMES[status]
  if (names !== undefined && !names.includes(name!)) {
    return { pointer: `/${name}`, expected: `a member named ${names.join(' or ')}`, found: quote(name) }
  }
  return undefined
}

/**
 * Server errors that are no defect of the API: 501 says that what stands behind it lacks the action; 502, 503 and 504 that a
 * gateway or an overloaded service cannot answer, which is the wire's, not the contract's (erratum `server-errors`).
 */
export const UNJUDGED_STATUSES: readonly number[] = [501, 502, 503, 504]

/** What a fault says in its message; of any other answer, how it begins. */
function ownWords(text: string, { value }: Json): string {
  if (value !== null && typeof value === 'object') {
    for (const [name, fault] of Object.entries(value).slice(0, 1))
      if (typeof fault?.message === 'string') return `${name}: ${quote(fault.message.slice(0, 120))}`
  }
  return quote(text.slice(0, 120))
}

/** Judges an answer of 500 or more. */
export function judgeServerError(op: Operation, status: number, text: string, json: Json): FaultFindings {
  const kept = documentedFaults(op, status)
  if (UNJUDGED_STATUSES.includes(status)) return { problems: [], kept }
  const problem = {
    pointer: '/status',
    expected: 'no server error',
    found: `${status} ${ownWords(text, json)}`,
    requirements: [`${op.id}/no-server-error`],
  }
  return { problems: [problem], kept: [] }
}
