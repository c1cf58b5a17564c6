import { canonicalStatuses, type Operation, operation, type ResponseSpec, type Schema } from './document.ts'
import type { Observation, Problem } from './exchange.ts'
import { judgeBody, quote } from './judge/body.ts'
import { judgeFault, judgeServerError } from './judge/fault.ts'
import type { Offer } from './judge/validators.ts'
import { decodeXml } from './judge/xml.ts'

/** One answer, as it came over the wire. */
export interface Answer {
  operationId: string
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  /** The body as text; empty when there is none. */
  body: string
}

/** What the judge says of one answer. */
export interface Judgement {
  problems: Problem[]
  /** Ids of requirements that the answer put to the test and that it keeps. */
  kept: string[]
  /** Attributes that no document names. */
  observations: Observation[]
}

/**
 * Judges one answer against the contract: status, media type, headers, body or fault. Reports every problem; never throws,
 * whatever the body. Supporting operations are never judged.
 *
 * @param offer the extensions that the target offers and the caller's role; without them no extension's attribute is demanded
 */
export function judge(answer: Answer, offer: Offer = {}): Judgement {
  const op = operation(answer.operationId)
  if (op.supporting) return { problems: [], kept: [], observations: [] }
  if (answer.status >= 500) return { ...judgeServerError(op, answer.status, answer.body), observations: [] }
  const judgement = answer.status >= 400 ? errorAnswer(op, answer) : success(op, answer, offer)
  const broken = new Set(judgement.problems.flatMap((p) => p.requirements))
  judgement.kept = [...new Set([...judgement.kept, `${op.id}/no-server-error`])].filter(
    (id) => !broken.has(id),
  )
  return judgement
}

function errorAnswer(op: Operation, answer: Answer): Judgement {
  const documented = op.responses.find((r) => r.status === answer.status)
  // An operation may be documented to answer with an error always (Panko's unused event type resource).
  const always = canonicalStatuses(op).length === 0 && documented !== undefined
  const findings = judgeFault(op, answer.status, answer.body)
  if (always) findings.kept.push(`${op.id}/always-${answer.status}`)
  return { ...findings, observations: [] }
}

function success(op: Operation, answer: Answer, offer: Offer): Judgement {
  const judgement: Judgement = { problems: [], kept: [], observations: [] }
  const canonical = canonicalStatuses(op)
  const response = op.responses.find((r) => r.status === answer.status)
  const accepted = op.responses.filter((r) => r.status < 400).map((r) => r.status)
  const standsFor = response?.sameAs ?? response?.status
  if (standsFor !== undefined) judgement.kept.push(`${op.id}/status-${standsFor}`)
  else {
    judgement.problems.push({
      pointer: '/status',
      expected: accepted.length === 0 ? 'an error, and never success' : `one of ${accepted.join(', ')}`,
      found: String(answer.status),
      requirements: canonical.length > 0 ? [`${op.id}/status-${canonical[0]}`] : [`${op.id}/fault-status`],
    })
  }
  judgeHeaders(op, answer, judgement)
  const judgedAs = standsFor === undefined ? canonical[0] : standsFor
  const shape = op.responses.find((r) => r.status === judgedAs)
  if (shape?.noBody === true) judgeNoBody(op, answer, judgement)
  else if (shape !== undefined && Object.keys(shape.content).length > 0)
    judgeContent(op, answer, shape, offer, judgement)
  return judgement
}

function judgeHeaders(op: Operation, answer: Answer, judgement: Judgement): void {
  if (op.service !== 'compute') return
  if (answer.headers['x-compute-request-id'] !== undefined) judgement.kept.push(`${op.id}/request-id`)
  else {
    judgement.problems.push({
      pointer: '/headers/x-compute-request-id',
      expected: "the request's id",
      found: 'nothing',
      requirements: [`${op.id}/request-id`],
    })
  }
}

function judgeNoBody(op: Operation, answer: Answer, judgement: Judgement): void {
  if (answer.body.trim() === '') judgement.kept.push(`${op.id}/no-body`)
  else {
    judgement.problems.push({
      pointer: '',
      expected: 'no body',
      found: quote(answer.body),
      requirements: [`${op.id}/no-body`],
    })
  }
}

function judgeContent(
  op: Operation,
  answer: Answer,
  response: ResponseSpec,
  offer: Offer,
  judgement: Judgement,
): void {
  const type = (answer.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  const isXml = type.endsWith('/xml') && op.xml
  const json = Object.entries(response.content).find(([media]) => media.includes('json'))
  const schema: Schema | undefined = json?.[1]
  if (type === 'application/json' || isXml) judgement.kept.push(`${op.id}/media-type`)
  else {
    judgement.problems.push({
      pointer: '/headers/content-type',
      expected: `application/json${op.xml ? ' or XML' : ''}`,
      found: type === '' ? 'nothing' : type,
      requirements: [`${op.id}/media-type`],
    })
  }
  if (schema === undefined) return
  const decoded = isXml ? decodeXml(answer.body, schema) : decodeJson(answer.body)
  if (decoded.problem !== undefined) {
    judgement.problems.push({ ...decoded.problem, requirements: [`${op.id}/body`] })
    return
  }
  const findings = judgeBody(op, decoded.body, schema, offer)
  judgement.problems.push(...findings.problems)
  judgement.kept.push(...findings.kept)
  judgement.observations.push(...findings.observations)
}

/** A decoded body, or why it could not be decoded. */
export interface Decoded {
  body?: unknown
  problem?: Omit<Problem, 'requirements'>
}

function decodeJson(text: string): Decoded {
  try {
    return { body: JSON.parse(text) }
  } catch {
    return {
      problem: { pointer: '', expected: 'a body of JSON', found: text === '' ? 'no body' : quote(text) },
    }
  }
}
