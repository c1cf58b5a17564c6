import type { Observation, Problem } from './exchange.ts'
import { judgeFault, judgeServerError } from './judge/fault.ts'
import { judgeHeaders, judgeMediaType, judgeRequestId, mediaType } from './judge/headers.ts'
import { type Json, readJson } from './judge/json.ts'
import type { Offer } from './judge/offer.ts'
import { type AnswerPlan, type Plan, planOf } from './judge/plan.ts'
import { quote } from './judge/quote.ts'
import { decodeXml } from './judge/xml.ts'

/** One answer, as it came over the wire. */
export interface Answer {
  operationId: string
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  /** The body as text; empty when there is none. */
  body: string
  /** The body read as JSON, by who has done so already. */
  json?: Json
  /** The body of the request as text; absent: not known. */
  request?: string
}

/** What the judge says of one answer. */
export interface Judgement {
  problems: Problem[]
  /** Ids of requirements that the answer put to the test and that it keeps. */
  kept: string[]
  /** Attributes that no document names. */
  observations: Observation[]
  /** How many more problems there were than are kept, and how often more attributes that no document names. */
  more: { problems: number; observations: number }
}

/**
 * Judges one answer against the contract: status, media type, headers, body or fault. Keeps so many problems as a reader can
 * use and counts the others; takes time linear in the body's length, and never throws, whatever the body. Supporting
 * operations are never judged.
 *
 * @param offer the extensions that the target offers and the caller's role; without them no extension's attribute is demanded
 */
export function judge(answer: Answer, offer: Offer = {}): Judgement {
  const plan = planOf(answer.operationId)
  const { op } = plan
  const judgement: Judgement = {
    problems: [],
    kept: [],
    observations: [],
    more: { problems: 0, observations: 0 },
  }
  if (op.supporting) return judgement
  const json = answer.json ?? readJson(answer.body)
  if (answer.status >= 500) return { ...judgement, ...judgeServerError(op, answer.status, answer.body, json) }
  if (answer.status >= 400) {
    const { problems, kept } = judgeFault(plan, answer.status, json, answer.headers)
    judgement.problems = problems
    judgement.kept = kept
    // An operation may be documented to answer with an error always (Panko's unused event type resource).
    if (plan.canonical.length === 0 && op.responses.some((r) => r.status === answer.status))
      kept.push(`${op.id}/always-${answer.status}`)
  } else success(plan, answer, json, offer, judgement)
  judgeHeaders(op, answer.headers, judgement)
  judgement.kept.push(`${op.id}/no-server-error`)
  if (judgement.problems.length > 0) {
    const broken = new Set(judgement.problems.flatMap((p) => p.requirements))
    judgement.kept = judgement.kept.filter((id) => !broken.has(id))
  }
  return judgement
}

function success(plan: Plan, answer: Answer, json: Json, offer: Offer, judgement: Judgement): void {
  const { op, canonical, accepted } = plan
  const expected = plan.success(answer.status)
  if (expected.standsFor !== undefined && fitsRequest(expected, answer))
    judgement.kept.push(`${op.id}/status-${expected.standsFor}`)
  else {
    judgement.problems.push({
      pointer: '/status',
      expected: expectedStatus(accepted, expected),
      found: String(answer.status),
      requirements: [canonical.length > 0 ? `${op.id}/status-${canonical[0]}` : `${op.id}/fault-status`],
    })
  }
  if (op.service === 'compute') judgeRequestId(`${op.id}/request-id`, answer.headers, judgement)
  const { response } = expected
  if (response?.noBody === true) judgeNoBody(plan, answer, judgement)
  else if (response?.mayBeEmpty === true && answer.body.trim() === '') return
  else if (response !== undefined && Object.keys(response.content).length > 0)
    judgeContent(plan, answer, json, expected, offer, judgement)
}

function expectedStatus(accepted: readonly number[], { standsFor }: AnswerPlan): string {
  if (accepted.length === 0) return 'an error, and never success'
  return standsFor === undefined ? `one of ${accepted.join(', ')}` : `${standsFor} for this request`
}

/** Some answers count only for requests that have what their section is about. */
function fitsRequest({ when }: AnswerPlan, { request }: Answer): boolean {
  if (when === undefined || request === undefined) return true
  const { value } = readJson(request) as { value?: unknown }
  return when.some((path) => {
    let at = value as any
    for (const step of path.split('.')) at = at?.[step]
    return at !== undefined && at !== null
  })
}

function judgeNoBody({ op }: Plan, answer: Answer, judgement: Judgement): void {
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
  { op }: Plan,
  answer: Answer,
  json: Json,
  { schema, body }: AnswerPlan,
  offer: Offer,
  judgement: Judgement,
): void {
  judgeMediaType(`${op.id}/media-type`, answer.headers, op, judgement)
  if (schema === undefined || body === undefined) return
  const isXml = op.xml && mediaType(answer.headers).endsWith('/xml')
  const decoded = isXml ? decodeXml(answer.body, schema) : json
  if (decoded.fault !== undefined) {
    const expected = isXml ? 'a body of XML' : 'a body of JSON'
    judgement.problems.push({ pointer: '', expected, found: decoded.fault, requirements: [`${op.id}/body`] })
    return
  }
  const findings = body.judge(decoded.value, offer)
  judgement.problems.push(...findings.problems)
  judgement.kept.push(...findings.kept())
  judgement.observations = findings.observations
  judgement.more = findings.more
}
