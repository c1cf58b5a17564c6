import { attributesOf } from '../attributes.ts'
import { canonicalStatuses, type Operation } from '../document.ts'
import { FAULT_ALTERNATIVES, FAULT_ERRATA, FAULT_STATUSES } from '../fault-classes.ts'
import type { Source } from '../requirement.ts'
import { attributeErrata, attributePhrase, attributeSource } from './attribute-phrase.ts'
import type { Draft } from './draft.ts'

const REQUEST_ID_SOURCE: Source = { document: 'action-details', section: 'HTTP Response' }
const FAULT_SOURCE: Source = { document: 'action-details', section: 'Error Execution Example' }

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
      level: 'MUST',
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
      level: 'MUST',
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
    level: 'MUST',
    kind: 'body',
    text: `${op.summary}: the answer's body is JSON of the documented shape.`,
  })
  const seen = new Set<string>()
  for (const schema of schemas) {
    for (const attribute of attributesOf(schema)) {
      if (seen.has(attribute.path)) continue
      seen.add(attribute.path)
      const due = attribute.required && !attribute.conditional
      const always = attribute.alternative ? 'carries, where the answer has that form,' : 'carries'
      const when = due ? always : attribute.required ? 'carries, where its parent is there,' : 'may carry'
      drafts.push({
        slug: `body.${attribute.path}`,
        level: 'MUST',
        kind: 'attribute',
        text: `${op.summary}: the body ${when} ${attributePhrase(attribute)}.`,
        source: attributeSource(op, attribute),
        attribute: attribute.path,
        feature: attribute.feature ?? op.feature,
        role: attribute.role ?? (op.role === 'admin' ? 'admin' : undefined),
        ...(due ? {} : { optional: true }),
        errata: attributeErrata(attribute),
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
      level: 'MUST',
      kind: 'media-type',
      text: `${op.summary}: the answer's Content-Type is application/json${op.xml ? ', or XML when that was asked for' : ''}.`,
    })
  }
  if (op.service === 'compute') {
    drafts.push({
      slug: 'request-id',
      level: 'SHOULD',
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
      level: 'MUST',
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
        level: 'MUST',
        kind: 'fault',
        text: `${op.summary}: an error's body has one member, named for the class, with a message and the status as code.`,
        source: FAULT_SOURCE,
        errata: ['fault-shape'],
      },
      {
        slug: 'fault-status',
        level: 'MUST',
        kind: 'fault',
        text: `${op.summary}: a call that is not taken is answered with a status of the documented error classes.`,
        errata: ['faults-unlisted'],
      },
    )
  }
  drafts.push({
    slug: 'no-server-error',
    level: 'MUST',
    kind: 'fault',
    text: `${op.summary}: no call, however wrong, is answered with a server error.`,
    errata: ['server-errors'],
  })
  return drafts
}

function unique(values: (string | undefined)[]): string[] | undefined {
  const kept = [...new Set(values.filter((v): v is string => v !== undefined))]
  return kept.length === 0 ? undefined : kept
}
