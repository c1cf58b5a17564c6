import { type Attribute, attributesOf, typePhrase } from '../attributes.ts'
import { loadDocument, type Operation } from '../document.ts'
import type { Source } from '../requirement.ts'
import { attributeGrounds } from './attribute-ground.ts'
import { attributeName, attributeSource } from './attribute-phrase.ts'
import type { Draft } from './draft.ts'
import { CALLER_REFUSALS, CODES, REFUSALS } from './refusals.ts'

/** Where the token stands among the headers of a request, and is not called optional beside one that is. */
const TOKEN_SOURCE: Source = { document: 'action-details', section: 'HTTP Request Header' }

/** Requirements on how an operation takes its path, its body and its caller. */
export function callRequirements(op: Operation): Draft[] {
  return [...paths(op), ...bodies(op), ...callers(op)]
}

function paths(op: Operation): Draft[] {
  if (op.service !== 'compute') return []
  return op.pathParameters
    .filter((name) => name !== 'tenant_id')
    .map((name) => ({
      slug: `unknown-${name}`,
      basis: op.faults.includes('itemNotFound') ? 'stated' : 'implied',
      kind: 'parameter',
      text: `${op.summary}: ${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name} that names nothing is answered with 404.`,
      parameter: name,
      statuses: [404],
      errata: op.faults.includes('itemNotFound') ? undefined : ['faults-unlisted'],
    }))
}

function bodies(op: Operation): Draft[] {
  if (op.request === undefined) return []
  const attributes = attributesOf(op.request)
  const grounds = attributeGrounds(attributes, { basis: 'stated' })
  return attributes.map((attribute) => {
    const ground = grounds.get(attribute.path)!
    // That an attribute is needed is stated by its table; what may be left out is only typed there, and what a value of
    // another type comes to is not said.
    const typed = !attribute.required && ground.basis === 'stated' && attribute.schema.enum === undefined
    return {
      slug: `request.${attribute.path}`,
      ...ground,
      ...(typed ? { basis: 'implied' as const } : {}),
      kind: 'request',
      text: `${op.summary}: ${requestPhrase(attribute)}.`,
      source: attributeSource(op, attribute),
      attribute: attribute.path,
      ...(attribute.required ? {} : { optional: true as const }),
      statuses: [...REFUSALS],
      code: CODES.badRequest,
      feature: attribute.feature ?? op.feature,
    }
  })
}

function requestPhrase(attribute: Attribute): string {
  const what = attributeName(attribute)
  const type = typePhrase(attribute.schema)
  if (attribute.schema['x-lenient'] === true)
    return attribute.required
      ? `a request without ${what}, is refused`
      : `the request may carry ${what}: ${type}`
  return attribute.required
    ? `a request without ${what}, is refused, and so is one where that is not ${type}`
    : `a request with ${what}, is refused where that is not ${type}`
}

function callers(op: Operation): Draft[] {
  if (op.service !== 'compute') return []
  const drafts: Draft[] = [
    {
      slug: 'token-required',
      basis: 'stated',
      kind: 'role',
      text: `${op.summary}: a call without a token, or with one that is made up, is refused, and nothing is done.`,
      // Where a section lists no codes, one document tells of the token among the headers of a request.
      ...(op.faults.includes('unauthorized') ? {} : { source: TOKEN_SOURCE }),
      statuses: [...CALLER_REFUSALS],
      ...(op.faults.includes('unauthorized') ? {} : { code: CODES.token }),
      errata: ['tokens-everywhere'],
    },
  ]
  if (op.role === 'admin')
    drafts.push({
      slug: 'member-refused',
      source: op.sources.role,
      basis: 'stated',
      kind: 'role',
      text: `${op.summary}: a member of the project who is no administrator is refused.`,
      statuses: [...CALLER_REFUSALS],
      ...(op.faults.includes('forbidden') ? {} : { code: CODES.member }),
      errata: ['default-roles'],
    })
  const tenant = loadDocument()['x-tenant-parameter']
  drafts.push({
    slug: 'other-tenant',
    basis: 'implied',
    kind: 'parameter',
    text: `${op.summary}: a ${tenant.name} in the URL that is not the token's own project is refused, with 400, 403 or 404.`,
    parameter: tenant.name,
    source: tenant.source,
    statuses: [400, 403, 404],
    errata: ['tenant-mismatch'],
  })
  // Of a path that names a part of a server as well, a refusal would say nothing: the part is unknown there in any case.
  if (op.role === 'member' && op.pathParameters.at(-1) === 'server_id')
    drafts.push({
      slug: 'other-project',
      basis: 'implied',
      kind: 'role',
      text: `${op.summary}: a server of another project is not there for a member: the call is refused, with 404 or 403, and nothing is done.`,
      parameter: 'server_id',
      source: tenant.source,
      statuses: [404, 403],
      errata: ['servers-of-other-projects'],
    })
  return drafts
}
