import type { Operation } from '../document.ts'
import type { Problem } from '../exchange.ts'
import { quote } from './quote.ts'

type Headers = Readonly<Record<string, string | undefined>>

/** What judging headers adds to. */
interface Findings {
  problems: Problem[]
  kept: string[]
}

const REQUEST_ID = 'x-compute-request-id'
/** The same id several times where each of several services on the way has put it there: HTTP joins such lines with commas. */
const REQUEST_ID_FORM = /^(req-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:\s*,\s*\1)*$/i
const DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/

/** Judges the headers that every answer of the Compute API carries, but a server error. */
export function judgeHeaders(op: Operation, headers: Headers, findings: Findings): void {
  if (op.service !== 'compute') return
  const id = headers[REQUEST_ID]
  if (id !== undefined)
    hold(findings, REQUEST_ID_FORM.test(id), `${op.id}/request-id-form`, REQUEST_ID, 'req- and a UUID', id)
  const { date } = headers
  const dated = date !== undefined && DATE.test(date) && !Number.isNaN(Date.parse(date))
  hold(findings, dated, `${op.id}/date`, 'date', 'a date as in Thu, 15 Oct 2015 05:45:25 GMT', date)
}

/** Judges whether an answer names its request. */
export function judgeRequestId(requirement: string, headers: Headers, findings: Findings): void {
  const id = headers[REQUEST_ID]
  hold(findings, id !== undefined, requirement, REQUEST_ID, "the request's id", id)
}

/** Judges whether the body of an answer is called what it is. */
export function judgeMediaType(
  requirement: string,
  headers: Headers,
  allowed: { xml: boolean },
  findings: Findings,
): void {
  const type = mediaType(headers)
  const right = type === 'application/json' || (allowed.xml && type.endsWith('/xml'))
  const expected = `application/json${allowed.xml ? ' or XML' : ''}`
  // As it was sent: a secret in other letters is not known any more.
  const found = (headers['content-type'] ?? '').split(';')[0]!.trim()
  hold(findings, right, requirement, 'content-type', expected, found === '' ? undefined : found)
}

/** The media type of a body, without its parameters; empty where there is none. */
export function mediaType(headers: Headers): string {
  return (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
}

function hold(
  { problems, kept }: Findings,
  keeps: boolean,
  requirement: string,
  name: string,
  expected: string,
  found: string | undefined,
): void {
  if (keeps) kept.push(requirement)
  else
    problems.push({
      pointer: `/headers/${name}`,
      expected,
      found: found === undefined ? 'nothing' : quote(found),
      requirements: [requirement],
    })
}
