import type { ErrorObject } from 'ajv'
import { attributesOf } from '../attributes.ts'
import type { Operation, Schema } from '../document.ts'
import type { Observation, Problem } from '../exchange.ts'
import { patternAt, placesOf, pointerKey } from './patterns.ts'
import { type Offer, validatorFor } from './validators.ts'

/** Bodies are quoted in problems up to this many characters. */
const QUOTE = 160

/** What judging a decoded body against its schema finds. */
export interface BodyFindings {
  problems: Problem[]
  kept: string[]
  observations: Observation[]
}

/** Judges a decoded body of a success answer. Every problem is reported, each on the nearest documented attribute. */
export function judgeBody(op: Operation, body: unknown, schema: Schema, offer: Offer): BodyFindings {
  const attributes = attributesOf(schema)
  const known = new Set(attributes.map((a) => a.path))
  const errors = outermost(validatorFor(schema, offer)(body))
  const problems = new Map<string, Problem>()
  for (const error of errors) {
    const pointer = pointerOf(error)
    const requirement = nearest(op, patternAt(pointer, schema), known)
    const key = `${pointer} ${error.keyword}`
    if (problems.has(key)) continue
    problems.set(key, {
      pointer,
      expected: expectation(error),
      found: quote(valueAt(body, pointer)),
      requirements: [requirement],
    })
  }
  const found = [...problems.values()]
  const broken = new Set(found.flatMap((p) => p.requirements))
  const places = placesOf(body, schema)
  const sent = new Set(places.filter((p) => !p.unknown).map((p) => `${op.id}/body.${p.pattern}`))
  const kept = [`${op.id}/body`, ...sent].filter((id) => !broken.has(id))
  const unknown = [...new Set(places.filter((p) => p.unknown).map((p) => p.pattern))]
  return {
    problems: found,
    kept,
    observations: unknown.map((attribute) => ({ operationId: op.id, attribute })),
  }
}

const isChoice = (e: ErrorObject) => e.keyword === 'anyOf' || e.keyword === 'oneOf'

/**
 * Alternatives fail each for a reason of their own. Where the value resembles one of them, being wrong only further down or
 * only incomplete, that one's reasons count; otherwise the one that counts is that none fits.
 */
function outermost(errors: ErrorObject[]): ErrorObject[] {
  const choices = new Map<string, ErrorObject[]>()
  for (const { instancePath } of errors.filter(isChoice))
    choices.set(instancePath, reasons(instancePath, errors))
  if (choices.size === 0) return errors
  return errors.filter((e) => {
    for (const [at, counting] of choices)
      if ((e.instancePath === at || e.instancePath.startsWith(`${at}/`)) && !counting.includes(e))
        return false
    return true
  })
}

/** Of the errors of alternatives at one place, and below it, those that count. */
function reasons(at: string, errors: ErrorObject[]): ErrorObject[] {
  const below = errors.filter((e) => e.instancePath.startsWith(`${at}/`))
  if (below.length > 0) return below
  const here = errors.filter((e) => e.instancePath === at)
  const incomplete = here.filter((e) => e.keyword === 'required')
  const otherwise = here.some((e) => ['type', 'const', 'enum'].includes(e.keyword))
  return incomplete.length > 0 && otherwise ? incomplete : here.filter(isChoice)
}

function pointerOf(error: ErrorObject): string {
  return error.keyword === 'required'
    ? `${error.instancePath}/${pointerKey(error.params.missingProperty)}`
    : error.instancePath
}

function nearest(op: Operation, pattern: string, known: ReadonlySet<string>): string {
  let at = pattern
  while (at !== '') {
    if (known.has(at)) return `${op.id}/body.${at}`
    const cut = Math.max(at.lastIndexOf('.'), at.endsWith('[]') ? at.length - 2 : -1)
    at = cut <= 0 ? '' : at.slice(0, cut)
  }
  return `${op.id}/body`
}

function expectation(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return 'the attribute to be there'
    case 'type':
      return `a value of type ${[error.params.type].flat().join(' or ')}`
    case 'enum':
      return `one of ${error.params.allowedValues.map(String).join(', ')}`
    case 'format':
      return `the format ${error.params.format}`
    case 'anyOf':
    case 'oneOf':
      return 'one of the documented forms'
    case 'const':
      return `the value ${JSON.stringify(error.params.allowedValue)}`
    default:
      return `a value that ${error.message ?? `satisfies ${error.keyword}`}`
  }
}

function valueAt(body: unknown, pointer: string): unknown {
  let at: any = body
  for (const step of pointer.split('/').slice(1)) {
    if (at === null || typeof at !== 'object') return undefined
    at = at[step.replace(/~1/g, '/').replace(/~0/g, '~')]
  }
  return at
}

/** A value as evidence: JSON cut to a readable length; `nothing` for what is not there. */
export function quote(value: unknown): string {
  if (value === undefined) return 'nothing'
  let text: string
  try {
    text = JSON.stringify(value)
  } catch {
    // A hostile body may nest deeper than the stack.
    text = 'a value nested too deep to show'
  }
  return text.length > QUOTE ? `${text.slice(0, QUOTE)}…` : text
}
