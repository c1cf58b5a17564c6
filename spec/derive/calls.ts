import { attributesOf } from '../attributes.ts'
import { loadDocument, type Operation } from '../document.ts'
import { attributeErrata, attributePhrase, attributeSource } from './attribute-phrase.ts'
import type { Draft } from './draft.ts'

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
      level: 'MUST',
      kind: 'parameter',
      text: `${op.summary}: ${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name} that names nothing is answered with 404.`,
      parameter: name,
      statuses: [404],
      errata: op.faults.includes('itemNotFound') ? undefined : ['faults-unlisted'],
    }))
}

function bodies(op: Operation): Draft[] {
  if (op.request === undefined) return []
  return attributesOf(op.request).map((attribute) => {
    const need = attribute.required ? 'must carry' : 'may carry'
    return {
      slug: `request.${attribute.path}`,
      level: 'MUST',
      kind: 'request',
      text: `${op.summary}: the request ${need} ${attributePhrase(attribute)}.`,
      source: attributeSource(op, attribute),
      attribute: attribute.path,
      ...(attribute.required ? {} : { optional: true as const }),
      feature: attribute.feature ?? op.feature,
      errata: attributeErrata(attribute),
    }
  })
}

function callers(op: Operation): Draft[] {
  const drafts: Draft[] = []
  if (op.role === 'admin' && op.service === 'compute') {
    drafts.push({
      slug: 'member-refused',
      source: op.sources.role,
      level: 'MUST',
      kind: 'role',
      text: `${op.summary}: a member of the project who is no administrator is refused with 403.`,
      statuses: [403],
      errata: ['default-roles'],
    })
  }
  if (op.service === 'compute') {
    const tenant = loadDocument()['x-tenant-parameter']
    drafts.push({
      slug: 'other-tenant',
      level: 'MUST',
      kind: 'parameter',
      text: `${op.summary}: a ${tenant.name} in the URL that is not the token's own project is answered with 400.`,
      parameter: tenant.name,
      source: tenant.source,
      statuses: [400],
      errata: ['tenant-mismatch'],
    })
  }
  return drafts
}
