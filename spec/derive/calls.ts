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
  return [...paths(op), ...bodies(op), ...mediaTypes(op), ...callers(op)]
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
  return attributes.flatMap((attribute) => {
    const ground = grounds.get(attribute.path)!
    const given = {
      ...ground,
      kind: 'request' as const,
      source: attributeSource(op, attribute),
      attribute: attribute.path,
      statuses: [...REFUSALS],
      code: CODES.badRequest,
      feature: attribute.feature ?? op.feature,
    }
    const say = (phrase: string) => `${op.summary}: ${phrase}.`
    // That an attribute is needed is stated by its table, and which values it may have where they are listed. What is only
    // typed there is another thing: what a value of another type comes to is not said.
    const typed = ground.basis === 'stated' && !isListed(attribute)
    const what = attributeName(attribute)
    const mistyped = `where that is not ${typePhrase(attribute.schema)}`
    const type = { ...given, ...(typed ? { basis: 'implied' as const } : {}) }
    const slug = `request.${attribute.path}`
    if (attribute.schema['x-lenient'] === true) {
      const may = `the request may carry ${what}: ${typePhrase(attribute.schema)}`
      const must = `a request without ${what}, is refused`
      return [
        attribute.required
          ? { ...given, slug, text: say(must) }
          : { ...type, slug, text: say(may), optional: true as const },
      ]
    }
    if (!attribute.required)
      return [
        {
          ...type,
          slug,
          text: say(`a request with ${what}, is refused ${mistyped}`),
          optional: true as const,
        },
      ]
    const without = `a request without ${what}, is refused`
    return typed
      ? [
          { ...given, slug, text: say(without) },
          {
            ...type,
            slug: `request-type.${attribute.path}`,
            text: say(`a request with ${what}, is refused ${mistyped}`),
            errata: ['codes-of-refusals'],
          },
        ]
      : [{ ...given, slug, text: say(`${without}, and so is one ${mistyped}`) }]
  })
}

/** Whether the documents list the values that an attribute may have: true and false stand for a type. */
function isListed({ schema }: Attribute): boolean {
  return schema.enum !== undefined && !schema.enum.includes(true)
}

/** Where XML was taken out of the API: said of it as a whole, in the document of most of its sections. */
const XML_SOURCE: Source = { document: 'compute-v2', section: 'Compute API v2 extensions' }

function mediaTypes(op: Operation): Draft[] {
  if (op.service !== 'compute') return []
  const ground = {
    basis: op.source?.document === XML_SOURCE.document ? ('stated' as const) : ('implied' as const),
    source: XML_SOURCE,
    errata: ['xml-samples'],
  }
  if (op.request !== undefined)
    return [
      {
        ...ground,
        slug: 'xml-refused',
        kind: 'request',
        text: `${op.summary}: a request body in XML, which the API no longer takes, is refused, with 415 or 400.`,
        statuses: [415, 400],
      },
    ]
  if (op.method !== 'GET') return []
  return [
    {
      ...ground,
      slug: 'xml-not-served',
      kind: 'media-type',
      text: `${op.summary}: who asks for XML gets JSON or a refusal, never XML.`,
    },
  ]
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
      // What another document says of the same call follows for this one.
      basis:
        op.sources.role === undefined || op.sources.role.document === op.source?.document
          ? 'stated'
          : 'implied',
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
