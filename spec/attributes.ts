import { resolve, type Schema } from './document.ts'
import type { Role } from './requirement.ts'

/** One attribute that a schema documents. */
export interface Attribute {
  /** Dotted from the body's root; `[]` stands for each item of a list, `*` for each key of a map. */
  path: string
  schema: Schema
  /** Demanded whenever its parent is there (given its feature and role). */
  required: boolean
  /** It stands below an attribute that may be left out. */
  conditional: boolean
  /** It belongs to one of several forms of a body, or stands below such an attribute; the other forms lack it. */
  alternative: boolean
  feature?: string
  role?: Role
}

const MAX_DEPTH = 12

const shapesOf = new WeakMap<Schema, Schema[]>()
const attributesBelow = new WeakMap<Schema, Attribute[]>()

/** The alternatives that describe a node: itself, merged with its allOf parts, and each branch of anyOf or oneOf. */
export function shapes(unresolved: Schema): Schema[] {
  const schema = resolve(unresolved)
  let found = shapesOf.get(schema)
  if (found === undefined) {
    found = shapesAnew(schema)
    shapesOf.set(schema, found)
  }
  return found
}

function shapesAnew(schema: Schema): Schema[] {
  const branches = schema.anyOf ?? schema.oneOf
  const own = schema.allOf === undefined ? schema : merge([schema, ...schema.allOf.map((s) => resolve(s))])
  return branches === undefined ? [own] : branches.flatMap((branch) => shapes(branch))
}

function merge(parts: Schema[]): Schema {
  const merged: Schema = { properties: {}, required: [] }
  for (const part of parts) {
    const { properties, required, allOf: _, ...rest } = part
    Object.assign(merged, rest)
    Object.assign(merged.properties!, properties)
    merged.required!.push(...(required ?? []))
  }
  return merged
}

/** Every attribute below a body's schema, parents before children. */
export function attributesOf(schema: Schema): Attribute[] {
  let attributes = attributesBelow.get(schema)
  if (attributes === undefined) {
    const found = new Map<string, Attribute>()
    visit(schema, '', found, { conditional: false, alternative: false }, 0)
    attributes = [...found.values()]
    attributesBelow.set(schema, attributes)
  }
  return attributes
}

/** What an attribute has from those that it stands below. */
interface Above {
  feature?: string
  role?: Role
  conditional: boolean
  alternative: boolean
}

function visit(schema: Schema, at: string, found: Map<string, Attribute>, above: Above, depth: number): void {
  if (depth > MAX_DEPTH) return
  const forms = shapes(schema)
  for (const shape of forms) {
    for (const [name, unresolved] of Object.entries(shape.properties ?? {})) {
      const property = { ...resolve(unresolved), ...annotations(unresolved) }
      const path = at === '' ? name : `${at}.${name}`
      const extension = property['x-feature'] !== undefined && property['x-optional'] !== true
      const required = (shape.required ?? []).includes(name) || extension
      const feature = property['x-feature'] ?? above.feature
      const role = property['x-role'] ?? above.role
      const { conditional } = above
      const alternative = above.alternative || forms.some((form) => form.properties?.[name] === undefined)
      const here = { feature, role, alternative }
      if (!found.has(path)) found.set(path, { path, schema: property, required, conditional, ...here })
      visit(property, path, found, { ...here, conditional: conditional || !required }, depth + 1)
    }
    if (shape.items !== undefined) visit(shape.items, `${at}[]`, found, above, depth + 1)
    if (typeof shape.additionalProperties === 'object') {
      const path = at === '' ? '*' : `${at}.*`
      const values = { ...resolve(shape.additionalProperties), ...annotations(shape.additionalProperties) }
      if (!found.has(path)) found.set(path, { ...above, path, schema: values, required: false })
      visit(shape.additionalProperties, path, found, above, depth + 1)
    }
  }
}

function annotations(schema: Schema): Schema {
  const { $ref: _, ...rest } = schema
  return rest
}

/** A phrase that says what a value must be: its type, format, range and choices. */
export function typePhrase(unresolved: Schema): string {
  const forms = shapes(unresolved)
  const phrases = forms.map((schema) => {
    if (schema.const !== undefined) return JSON.stringify(schema.const)
    if (schema.enum !== undefined) return `one of ${choices(schema.enum, forms.length > 1)}`
    const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'value']
    let phrase = types.join(' or ')
    if (schema.format !== undefined) phrase += ` (${schema.format})`
    if (schema.pattern !== undefined) phrase += ` of the form ${schema.pattern}`
    if (schema.minimum !== undefined) phrase += ` of at least ${schema.minimum}`
    if (schema.maximum !== undefined) phrase += ` up to ${schema.maximum}`
    if (schema['x-links'] !== undefined) phrase += ` with ${linksPhrase(schema['x-links'] as string[])}`
    if (schema.minItems !== undefined) phrase += ` of at least ${schema.minItems}`
    if (schema.minLength !== undefined && schema.minLength > 0) phrase += ', not empty'
    if (schema.maxLength !== undefined) phrase += `, at most ${schema.maxLength} characters`
    return phrase
  })
  return [...new Set(phrases)].join(', or ')
}

const VERSIONS: Readonly<Record<string, string>> = {
  self: ' with the version of the API in its address',
  bookmark: ' without the version of the API in its address',
}

/** What a set of links must hold: `?` after a relation says that it may be left out. */
export function linksPhrase(relations: readonly string[]): string {
  const phrases = relations.map((name) => {
    const rel = name.replace('?', '')
    return `${name.endsWith('?') ? 'at most ' : ''}one ${rel} link${VERSIONS[rel] ?? ''}`
  })
  return phrases.join(', ')
}

/** Values to choose from; words stand in quotes only where they could be taken for values of another type, or for none. */
export function choices(values: unknown[], mixed: boolean): string {
  const quoted = mixed || values.some((value) => typeof value !== 'string')
  return values.map((v) => (quoted || v === '' ? JSON.stringify(v) : String(v))).join(', ')
}
