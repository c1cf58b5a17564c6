import { shapes } from './attributes.ts'
import { resolve, type Schema } from './document.ts'

/** A body broken in one way. */
export interface Mutant {
  /** JSON pointer of what was broken. */
  pointer: string
  /** `drop`, `type`, `enum`, `format`, `range`, `links` or `agreement`. */
  way: string
  body: unknown
}

/**
 * Breaks a valid body one way at a time: drops each demanded attribute, swaps each type, leaves each enumeration, format and
 * range. Every mutant is one that a client of the documented API would trip over.
 */
export function mutants(body: unknown, schema: Schema): Mutant[] {
  const found: Mutant[] = []
  visit(body, schema, [], (path, way, replacement) => {
    found.push({ pointer: `/${path.join('/')}`, way, body: replaced(body, path, replacement) })
  })
  return found
}

type Report = (path: string[], way: string, replacement: Replacement) => void
type Replacement = { drop: true } | { value: unknown }

function replaced(body: unknown, path: string[], replacement: Replacement): unknown {
  if (path.length === 0) return 'drop' in replacement ? undefined : replacement.value
  const [step, ...rest] = path as [string, ...string[]]
  const copy: any = Array.isArray(body) ? [...body] : { ...(body as object) }
  if (rest.length === 0 && 'drop' in replacement) {
    if (Array.isArray(copy)) copy.splice(Number(step), 1)
    else delete copy[step]
  } else copy[step] = replaced(copy[step], rest, replacement)
  return copy
}

function visit(value: unknown, unresolved: Schema, path: string[], report: Report): void {
  const options = shapes(unresolved)
  const types = new Set(
    options.flatMap((s) =>
      s.const !== undefined || s.enum !== undefined ? [...[s.type ?? []].flat()] : [s.type ?? []].flat(),
    ),
  )
  swapTypes(types, path, report)
  for (const schema of options) {
    if (options.length === 1) leaveRules(value, schema, path, report)
    leaveAgreements(value, schema, path, report)
    if (Array.isArray(value) && schema.items !== undefined) {
      value.slice(0, 1).forEach((item, i) => {
        visit(item, schema.items!, [...path, String(i)], report)
      })
    }
    if (value === null || typeof value !== 'object' || Array.isArray(value)) continue
    for (const [name, child] of Object.entries(value)) {
      const property = schema.properties?.[name]
      if (property !== undefined) {
        const full = { ...resolve(property), ...property }
        const extension = full['x-feature'] !== undefined && full['x-optional'] !== true
        if ((schema.required ?? []).includes(name) || extension)
          report([...path, name], 'drop', { drop: true })
        visit(child, property, [...path, name], report)
      } else if (typeof schema.additionalProperties === 'object') {
        visit(child, schema.additionalProperties, [...path, name], report)
      }
    }
  }
}

const SWAPS: [string, unknown][] = [
  ['string', 'stackproof'],
  ['integer', 7],
  ['number', 7.5],
  ['boolean', true],
  ['null', null],
  ['array', []],
  ['object', {}],
]

function swapTypes(types: ReadonlySet<string>, path: string[], report: Report): void {
  for (const [type, value] of SWAPS) {
    if (types.has(type) || (type === 'integer' && types.has('number')) || types.size === 0) continue
    report(path, 'type', { value })
  }
}

function leaveRules(value: unknown, schema: Schema, path: string[], report: Report): void {
  if (schema.enum !== undefined && typeof schema.enum[0] === 'string')
    report(path, 'enum', { value: 'not-in-the-list' })
  if (schema.format !== undefined && typeof value === 'string')
    report(path, 'format', { value: 'not of the format' })
  if (schema.pattern !== undefined && typeof value === 'string') report(path, 'format', { value: '\u0000' })
  if (schema.minimum !== undefined) report(path, 'range', { value: schema.minimum - 1 })
  if (schema.maximum !== undefined) report(path, 'range', { value: schema.maximum + 1 })
  if ((schema.minLength ?? 0) > 0) report(path, 'range', { value: '' })
  if (schema.maxLength !== undefined) report(path, 'range', { value: 'x'.repeat(schema.maxLength + 1) })
  if ((schema.minItems ?? 0) > 0) report(path, 'range', { value: [] })
  if ((schema.minProperties ?? 0) > 0) report(path, 'range', { value: {} })
}

/** What `x-links` and `x-agreement` ask. */
function leaveAgreements(value: any, schema: Schema, path: string[], report: Report): void {
  if (schema['x-agreement'] === 'address-version')
    report([...path, 'version'], 'agreement', { value: value.version === 4 ? 6 : 4 })
  if (schema['x-links'] === undefined || !Array.isArray(value)) return
  for (const [i, link] of value.entries()) {
    report(path, 'links', { value: [...value, link] })
    if (value.length > 1) report([...path, String(i), 'rel'], 'links', { value: value[i === 0 ? 1 : 0].rel })
    const { rel, href } = link
    if (rel === 'bookmark')
      report([...path, String(i), 'href'], 'links', {
        value: href.replace(/(?<=[^/:]\/)(?=openstack)/, 'v2/'),
      })
    if (rel === 'self') report([...path, String(i), 'href'], 'links', { value: href.replace('/v2/', '/') })
  }
}
