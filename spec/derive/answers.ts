import { attributesOf, typePhrase } from '../attributes.ts'
import { canonicalStatuses, type Operation } from '../document.ts'
import { FAULT_ALTERNATIVES, FAULT_ERRATA, FAULT_STATUSES } from '../fault-classes.ts'
import type { Ground, Source } from '../requirement.ts'
import { attributeGrounds } from './attribute-ground.ts'
import { attributeName, attributePhrase, attributeSource } from './attribute-phrase.ts'
import type { Draft } from './draft.ts'

const REQUEST_ID_SOURCE: Source = { document: 'action-details', section: 'HTTP Response' }
const FAULT_SOURCE: Source = { document: 'action-details', section: 'Error Execution Example' }

/** The operation of which one document shows an executed call, with its headers and an error. */
const EXECUTED = 'instanceActions.show'

/**
 * What the success body of an operation rests on: samples show it, and the events API's document lists its members with their
 * types. No document names a status of the events API: success, refusal and failure are HTTP's own there.
 */
const bodyGround = (op: Operation): Ground =>
  op.service === 'events' ? { basis: 'stated' } : { basis: 'shown', samples: 'every' }

/** Requirements on what an operation answers: status, representation, body, attributes, headers, faults. */
export function answerRequirements(op: Operation): Draft[] {
  return [...statuses(op), ...bodies(op), ...representation(op), ...faults(op)]
}

function statuses(op: Operation): Draft[] {
  return canonicalStatuses(op).map((status) => {
    const same = op.responses.filter((r) => r.sameAs === status)
    const also = same.length === 0 ? '' : ` (${same.map((r) => r.status).join(' or ')} counts too)`
    return {
      slug: `status-${status}`,
      basis: op.service === 'events' ? 'implied' : 'stated',
      kind: 'status',
      text: `${op.summary}: a call that succeeds is answered with ${status}${also}.`,
      statuses: [status, ...same.map((r) => r.status)],
      errata: unique(op.responses.map((r) => r.erratum)),
    }
  })
}

function bodies(op: Operation): Draft[] {
  const drafts: Draft[] = []
  const successes = op.responses.filter((r) => r.status < 400 && r.sameAs === undefined)
  if (successes.some((r) => r.noBody)) {
    drafts.push({
      slug: 'no-body',
      basis: 'stated',
      kind: 'body',
      text: `${op.summary}: the answer to a call that succeeds has no body.`,
    })
  }
  const schemas = successes.flatMap((r) =>
    Object.entries(r.content)
      .filter(([type]) => type.includes('json'))
      .map(([, s]) => s),
  )
  if (schemas.length === 0) return drafts
  drafts.push({
    slug: 'body',
    ...bodyGround(op),
    kind: 'body',
    text: `${op.summary}: the answer's body is JSON of the documented shape.`,
  })
  const seen = new Set<string>()
  for (const schema of schemas) {
    const attributes = attributesOf(schema)
    const grounds = attributeGrounds(attributes, bodyGround(op))
    for (const attribute of attributes) {
      if (seen.has(attribute.path)) continue
      seen.add(attribute.path)
      const due = attribute.required && !attribute.conditional
      const always = attribute.alternative ? 'carries, where the answer has that form,' : 'carries'
      const when = due ? always : 'carries, where its parent is there,'
      drafts.push({
        slug: `body.${attribute.path}`,
        ...grounds.get(attribute.path)!,
        kind: 'attribute',
        text: attribute.required
          ? `${op.summary}: the body ${when} ${attributePhrase(attribute)}.`
          : `${op.summary}: where the body carries ${attributeName(attribute)}, that is ${article(typePhrase(attribute.schema))}.`,
        source: attributeSource(op, attribute),
        attribute: attribute.path,
        feature: attribute.feature ?? op.feature,
        role: attribute.role ?? (op.role === 'admin' ? 'admin' : undefined),
        ...(due ? {} : { optional: true }),
      })
    }
  }
  return drafts
}

function representation(op: Operation): Draft[] {
  const drafts: Draft[] = []
  if (op.responses.some((r) => r.status < 400 && !r.noBody && Object.keys(r.content).length > 0)) {
    drafts.push({
      slug: 'media-type',
      basis: 'shown',
      samples: 'every',
      kind: 'media-type',
      text: `${op.summary}: the answer's Content-Type is application/json${op.xml ? ', or XML when that was asked for' : ''}.`,
    })
  }
  if (op.service === 'compute') {
    drafts.push({
      slug: 'request-id',
      basis: op.id === EXECUTED ? 'shown' : 'implied',
      kind: 'header',
      text: `${op.summary}: the answer names its request in an X-Compute-Request-Id header.`,
      source: REQUEST_ID_SOURCE,
    })
  }
  return drafts
}

function faults(op: Operation): Draft[] {
  const drafts: Draft[] = op.faults.map((fault) => {
    const own = FAULT_STATUSES[fault]
    if (own === undefined) throw new Error(`${op.id}: unknown error class ${fault} in x-faults`)
    const also = FAULT_ALTERNATIVES[fault] ?? []
    return {
      slug: `fault-${fault}`,
      basis: 'stated',
      kind: 'fault',
      text: `${op.summary}: an error of the class ${fault} is answered with ${own.join(' or ')}.`,
      source: op.sources.faults,
      fault,
      statuses: [...own, ...also],
      errata: FAULT_ERRATA[fault],
    }
  })
  if (op.service === 'compute') {
    drafts.push(
      {
        slug: 'fault-shape',
        basis: op.id === EXECUTED ? 'shown' : 'implied',
        kind: 'fault',
        text: `${op.summary}: an error's body has one member, named for the class, with a message and the status as code.`,
        source: FAULT_SOURCE,
        errata: ['fault-shape'],
      },
      {
        slug: 'fault-status',
        basis: op.faults.length > 0 ? 'stated' : 'implied',
        kind: 'fault',
        text: `${op.summary}: a call that is not taken is answered with a status of the documented error classes.`,
        errata: ['faults-unlisted'],
      },
    )
  }
  drafts.push({
    slug: 'no-server-error',
    basis: 'implied',
    kind: 'fault',
    text: `${op.summary}: no call, however wrong, is answered with a server error.`,
    errata: ['server-errors'],
  })
  return drafts
}

/** A phrase on a value, with an article where it begins with the name of a type. */
function article(phrase: string): string {
  if (/^(one of|")/.test(phrase)) return phrase
  return `${/^[aeiou]/.test(phrase) ? 'an' : 'a'} ${phrase}`
}

function unique(values: (string | undefined)[]): string[] | undefined {
  const kept = [...new Set(values.filter((v): v is string => v !== undefined))]
  return kept.length === 0 ? undefined : kept
}
