import { canonicalStatuses, type Operation, operation } from './document.ts'
import { UNJUDGED_STATUSES, UNSHAPED } from './judge/fault.ts'
import { readJson } from './judge/json.ts'
import { planOf } from './judge/plan.ts'
import type { Answer } from './judge.ts'
import { mutants } from './mutate.ts'

/** A good answer, broken in one way. */
export interface BrokenAnswer {
  /** What it no longer keeps. */
  requirement: string
  /** What was done to it, in a word or two. */
  way: string
  /** JSON pointer of what was broken, or `/status`, `/headers/<name>`. */
  pointer: string
  answer: Answer
}

/**
 * Every way in which one good answer can be broken: its status, each header that is asked for, its media type, its body as a
 * whole, each attribute, and what an error's body has to hold. Answers in XML keep their bodies: only JSON is broken.
 */
export function brokenAnswers(answer: Answer): BrokenAnswer[] {
  const op = operation(answer.operationId)
  const always = [...serverErrors(op, answer), ...headersOfAll(op, answer)]
  if (answer.status >= 400) return [...always, ...errors(op, answer)]
  return [...always, ...statuses(op, answer), ...headers(op, answer), ...bodies(op, answer)]
}

const broken = (
  op: Operation,
  slug: string,
  way: string,
  pointer: string,
  { json: _, ...answer }: Answer,
): BrokenAnswer => ({ requirement: `${op.id}/${slug}`, way, pointer, answer })

/** Server errors that a defect of the service comes to, as against a gateway's. */
const serverErrors = (op: Operation, answer: Answer): BrokenAnswer[] =>
  [500, 505, 507]
    .filter((status) => !UNJUDGED_STATUSES.includes(status))
    .map((status) => broken(op, 'no-server-error', String(status), '/status', { ...answer, status }))

/** Statuses of success that a cloud may take for one another. */
const SUCCESSES = [200, 201, 202, 203, 204, 205, 206, 300, 304]

function statuses(op: Operation, answer: Answer): BrokenAnswer[] {
  const { accepted } = planOf(op.id)
  // Where several statuses are documented, another one than those is blamed on the first.
  const slug = `status-${canonicalStatuses(op)[0]}`
  return SUCCESSES.filter((status) => !accepted.includes(status)).map((status) =>
    broken(op, slug, String(status), '/status', { ...answer, status }),
  )
}

/** Media types that a cloud may name JSON by mistake. */
const OTHER_TYPES = [undefined, '', 'text/html', 'text/plain', 'application/octet-stream']

const REQUEST_ID = 'x-compute-request-id'

/** One header of an answer with other values, each breaking one requirement. */
function withHeader(
  op: Operation,
  answer: Answer,
  slug: string,
  name: string,
  values: readonly (string | undefined)[],
): BrokenAnswer[] {
  return values.map((value) => {
    const way = value === undefined ? 'missing' : JSON.stringify(value)
    const headers = { ...answer.headers, [name]: value }
    return broken(op, slug, way, `/headers/${name}`, { ...answer, headers })
  })
}

/** Headers of every answer but a server error. */
function headersOfAll(op: Operation, answer: Answer): BrokenAnswer[] {
  if (op.service !== 'compute') return []
  const id = (answer.headers[REQUEST_ID] ?? '').replace('req-', '')
  const dates = [undefined, '', 'yesterday', '2015-10-15T05:45:25Z', 'Thu, 15 Oct 2015 05:45:25 +0200']
  return [
    ...withHeader(op, answer, 'request-id-form', REQUEST_ID, ['', ' ', 'req-7', id, `req-${id}0`]),
    ...withHeader(op, answer, 'date', 'date', dates),
  ]
}

function headers(op: Operation, answer: Answer): BrokenAnswer[] {
  const { response } = planOf(op.id).success(answer.status)
  const found = op.service === 'compute' ? withHeader(op, answer, 'request-id', REQUEST_ID, [undefined]) : []
  if (response === undefined || response.noBody || Object.keys(response.content).length === 0) return found
  return [...found, ...withHeader(op, answer, 'media-type', 'content-type', OTHER_TYPES)]
}

function bodies(op: Operation, answer: Answer): BrokenAnswer[] {
  const { response, schema } = planOf(op.id).success(answer.status)
  const whole = (slug: string, way: string, body: string) => broken(op, slug, way, '', { ...answer, body })
  if (response?.noBody === true)
    return ['{}', 'null', 'done'].map((body) => whole('no-body', `body ${body}`, body))
  const json = readJson(answer.body)
  if (schema === undefined || json.fault !== undefined) return []
  return [
    ...(response?.mayBeEmpty === true ? [] : [whole('body', 'empty', '')]),
    whole('body', 'cut', answer.body.slice(0, -1)),
    whole('body', 'HTML', '<html></html>'),
    ...mutants(json.value, schema).map(({ slug, way, pointer, body }) =>
      broken(op, slug, way, pointer, {
        ...answer,
        body: JSON.stringify(body),
      }),
    ),
  ]
}

/** Refusals that HTTP has and that no cause documented for these calls comes to. */
const ODD_REFUSALS = [402, 407, 408, 410, 412, 417, 418, 423, 428, 451]

function errors(op: Operation, answer: Answer): BrokenAnswer[] {
  if (op.service !== 'compute') return []
  const { faults } = planOf(op.id)
  return [
    ...ODD_REFUSALS.filter((status) => !faults.has(status)).map((status) =>
      broken(op, 'fault-status', String(status), '/status', { ...answer, status }),
    ),
    ...faultBodies(answer).map(({ way, pointer, body }) =>
      broken(op, 'fault-shape', way, pointer, { ...answer, body }),
    ),
    ...withHeader(op, answer, 'fault-request-id', REQUEST_ID, [undefined]),
    ...withHeader(op, answer, 'fault-media-type', 'content-type', OTHER_TYPES),
  ]
}

/** The body of an error, broken; empty where it was not of the documented shape before. */
function faultBodies({ status, body }: Answer): { way: string; pointer: string; body: string }[] {
  const { value } = readJson(body)
  const [[name, fault] = [], ...others] = Object.entries((value ?? {}) as Record<string, object>)
  if (name === undefined || fault === null || typeof fault !== 'object' || others.length > 0) return []
  const put = (way: string, pointer: string, broken: unknown) => ({
    way,
    pointer,
    body: JSON.stringify(broken),
  })
  const part = (way: string, key: 'message' | 'code', worth: unknown) =>
    put(`${key} ${way}`, `/${name}/${key}`, { [name]: { ...fault, [key]: worth } })
  const inside = [
    part('gone', 'message', undefined),
    part('null', 'message', null),
    part('number', 'message', 7),
    part('gone', 'code', undefined),
    part('as text', 'code', String(status)),
    part('another', 'code', status + 1),
    put('another name', `/stackproof`, { stackproof: fault }),
  ]
  // What is answered before the service sees the call may look as it likes.
  if (UNSHAPED.includes(status)) return inside
  return [
    ...inside,
    put('two members', '', { [name]: fault, other: fault }),
    put('no member', '', {}),
    put('no object below', '', { [name]: 'bad' }),
    put('a list', '', [fault]),
    { way: 'HTML', pointer: '', body: '<html></html>' },
    { way: 'empty', pointer: '', body: '' },
  ]
}
