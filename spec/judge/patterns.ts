import { shapes } from '../attributes.ts'
import { resolve, type Schema } from '../document.ts'

/** One place of a body, walked along with the schema that describes it. */
export interface Place {
  /** Dotted path as in requirement ids: `[]` for items, `*` for a map's keys. */
  pattern: string
  /** JSON pointer of this very value. */
  pointer: string
  /** No schema names it: an attribute of some extension. */
  unknown: boolean
}

const MAX_PLACES = 50_000
const MAX_DEPTH = 64

/** Every attribute of a body, each with its pattern; those that the schema does not name are marked, not entered. */
export function placesOf(body: unknown, schema: Schema): Place[] {
  const places: Place[] = []
  walk(body, schema, '', '', places, 0)
  return places
}

function walk(
  value: unknown,
  schema: Schema,
  pattern: string,
  pointer: string,
  places: Place[],
  depth: number,
): void {
  if (value === null || typeof value !== 'object' || places.length > MAX_PLACES || depth > MAX_DEPTH) return
  const options = shapes(schema)
  if (Array.isArray(value)) {
    const items = options.find((s) => s.items !== undefined)?.items
    if (items === undefined) return
    for (const [i, item] of value.entries())
      walk(item, items, `${pattern}[]`, `${pointer}/${i}`, places, depth + 1)
    return
  }
  for (const [key, child] of Object.entries(value)) {
    const at = `${pointer}/${pointerKey(key)}`
    const property = options.map((s) => s.properties?.[key]).find((p) => p !== undefined)
    if (property !== undefined) {
      const path = pattern === '' ? key : `${pattern}.${key}`
      places.push({ pattern: path, pointer: at, unknown: false })
      walk(child, property, path, at, places, depth + 1)
      continue
    }
    const map = options.map((s) => s.additionalProperties).find((a) => typeof a === 'object')
    if (typeof map === 'object') {
      const path = pattern === '' ? '*' : `${pattern}.*`
      places.push({ pattern: path, pointer: at, unknown: false })
      walk(child, map, path, at, places, depth + 1)
    } else if (!options.some((s) => s.additionalProperties === true || isOpen(s))) {
      places.push({ pattern: pattern === '' ? key : `${pattern}.${key}`, pointer: at, unknown: true })
    }
  }
}

/** A schema that says nothing of its members: whatever they are is as documented. */
function isOpen(schema: Schema): boolean {
  return schema.properties === undefined && schema.additionalProperties === undefined
}

/** The pattern that a JSON pointer into a body stands for. */
export function patternAt(pointer: string, schema: Schema): string {
  let at: Schema | undefined = schema
  let pattern = ''
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replace(/~1/g, '/').replace(/~0/g, '~')
    const options: Schema[] = at === undefined ? [] : shapes(at)
    const property: Schema | undefined = options.map((s) => s.properties?.[key]).find((p) => p !== undefined)
    const items: Schema | undefined = options.map((s) => s.items).find((i) => i !== undefined)
    const map = options.map((s) => s.additionalProperties).find((a) => typeof a === 'object') as
      | Schema
      | undefined
    if (property !== undefined) {
      pattern = pattern === '' ? key : `${pattern}.${key}`
      at = resolve(property)
    } else if (items !== undefined && /^\d+$/.test(key)) {
      pattern = `${pattern}[]`
      at = resolve(items)
    } else {
      pattern = pattern === '' ? '*' : `${pattern}.*`
      at = map === undefined ? undefined : resolve(map)
    }
  }
  return pattern
}

/** Escapes a key for a JSON pointer (RFC 6901). */
export function pointerKey(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1')
}
