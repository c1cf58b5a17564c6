import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { loadDocument, type Schema } from '../document.ts'
import { CONTRACT_FORMATS } from '../formats.ts'
import type { Role } from '../requirement.ts'

const DOCUMENT_KEY = 'contract'
const ANNOTATIONS = [
  'x-feature',
  'x-role',
  'x-optional',
  'x-erratum',
  'x-lenient',
  'x-xml',
  'example',
  'xml',
  'x-secret',
]

/** What the target offers and who asked: decides which attributes an answer must carry. */
export interface Offer {
  /** Aliases of the extensions that the target offers; absent: no extension's attribute is demanded. */
  features?: ReadonlySet<string>
  role?: Role
}

/** Everything that one set of demands needs: its Ajv, and what it compiled. */
interface Compiled {
  ajv: Ajv2020
  validators: Map<Schema, ValidateFunction>
}
const byOffer = new Map<string, Compiled>()

/** The validator of a schema for an offer; compiled once each. */
export function validatorFor(schema: Schema, offer: Offer): (data: unknown) => ErrorObject[] {
  const compiled = compiledFor(offer)
  let validate = compiled.validators.get(schema)
  if (validate === undefined) {
    validate = compiled.ajv.compile(absolute(demand(schema, offer)) as object)
    compiled.validators.set(schema, validate)
  }
  const found = validate
  return (data) => (found(data) ? [] : [...(found.errors ?? [])])
}

function compiledFor(offer: Offer): Compiled {
  const key = `${offer.role ?? 'member'}|${[...(offer.features ?? [])].sort().join(',')}`
  const known = byOffer.get(key)
  if (known !== undefined) return known
  const ajv = new Ajv2020({
    strict: true,
    allErrors: true,
    allowUnionTypes: true,
    strictRequired: false,
    verbose: false,
  })
  // ajv-formats is CommonJS: its callable sits on `default` under Node's ESM loader.
  const add = ((addFormats as any).default ?? addFormats) as (a: Ajv2020) => void
  add(ajv)
  for (const [name, format] of Object.entries(CONTRACT_FORMATS)) ajv.addFormat(name, format)
  ajv.addVocabulary(ANNOTATIONS)
  const schemas = demand(loadDocument().components.schemas as unknown as Schema, offer)
  ajv.addSchema({ $id: DOCUMENT_KEY, $defs: absolute(schemas) as Record<string, object> })
  const compiled = { ajv, validators: new Map() }
  byOffer.set(key, compiled)
  return compiled
}

/** Points `$ref`s of the document at the schema that Ajv knows it by. */
function absolute(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(absolute)
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) =>
      key === '$ref' && typeof value === 'string'
        ? [key, value.replace('#/components/schemas/', `${DOCUMENT_KEY}#/$defs/`)]
        : [key, absolute(value)],
    ),
  )
}

/** A copy of a schema in which the attributes of the offered extensions are required. */
function demand<T>(node: T, offer: Offer): T {
  if (Array.isArray(node)) return node.map((n) => demand(n, offer)) as T
  if (node === null || typeof node !== 'object') return node
  const copy = Object.fromEntries(Object.entries(node).map(([k, v]) => [k, demand(v, offer)])) as any
  const properties = (node as Schema).properties
  if (properties !== undefined && typeof properties === 'object') {
    const extra = Object.entries(properties)
      .filter(([, p]) => isDemanded(p, offer))
      .map(([name]) => name)
    if (extra.length > 0) copy.required = [...new Set([...(copy.required ?? []), ...extra])]
  }
  return copy
}

/** Whether an extension's attribute must be in an answer to this caller on this target. */
export function isDemanded(property: Schema, offer: Offer): boolean {
  const feature = property['x-feature']
  if (feature === undefined || property['x-optional'] === true) return false
  if (offer.features?.has(feature) !== true) return false
  return property['x-role'] !== 'admin' || offer.role === 'admin'
}
