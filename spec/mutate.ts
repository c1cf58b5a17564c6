import { attributesOf, shapes } from './attributes.ts'
import { resolve, type Schema } from './document.ts'

/** A body broken in one way. */
export interface Mutant {
  /** JSON pointer of what was broken. */
  pointer: string
  /** Slug of the requirement that this breaks: that of the attribute, of what the attribute is a part of, or of the body. */
  slug: string
  /** `drop`, `type`, `enum`, `format`, `range`, `links`, `agreement` or `time`. */
  way: string
  body: unknown
}

/**
 * Breaks a valid body one way at a time: drops each demanded attribute, swaps each type, leaves each enumeration, format and
 * range. Every mutant is one that a client of the documented API would trip over.
 */
export function mutants(body: unknown, schema: Schema): Mutant[] {
  const found: Mutant[] = []
  const known = new Set(attributesOf(schema).map(({ path }) => path))
  visit(body, schema, new Place(known), ({ path, slug }, way, replacement) => {
    found.push({ pointer: pointerTo(path), slug, way, body: replaced(body, path, replacement) })
  })
  return found
}

type Report = (place: Place, way: string, replacement: Replacement) => void
type Replacement = { drop: true } | { value: unknown }

/** Where a value stands in a body. */
class Place {
  /** @param slug of the requirement on the attribute that it is, or that it is a part of */
  constructor(
    readonly known: ReadonlySet<string>,
    readonly path: readonly string[] = [],
    readonly pattern = '',
    readonly slug = 'body',
  ) {}

  /** A member, by its name and what it is called in paths of attributes. */
  member(name: string, called = name): Place {
    const pattern = this.pattern === '' ? called : `${this.pattern}.${called}`
    return this.#below(name, pattern)
  }

  item(index: number): Place {
    return this.#below(String(index), `${this.pattern}[]`)
  }

  /** Somewhere below, where what is wrong is blamed on this place as a whole. */
  part(...steps: string[]): Place {
    return new Place(this.known, [...this.path, ...steps], this.pattern, this.slug)
  }

  /** The same place, with what another requirement says of it. */
  as(slug: string): Place {
    return new Place(this.known, this.path, this.pattern, slug)
  }

  #below(step: string, pattern: string): Place {
    const slug = this.known.has(pattern) ? `body.${pattern}` : this.slug
    return new Place(this.known, [...this.path, step], pattern, slug)
  }
}

const pointerTo = (path: readonly string[]) =>
  path.map((step) => `/${step.replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')

function replaced(body: unknown, path: readonly string[], replacement: Replacement): unknown {
  if (path.length === 0) return 'drop' in replacement ? undefined : replacement.value
  const [step, ...rest] = path as [string, ...string[]]
  const copy: any = Array.isArray(body) ? [...body] : { ...(body as object) }
  if (rest.length === 0 && 'drop' in replacement) {
    if (Array.isArray(copy)) copy.splice(Number(step), 1)
    else delete copy[step]
  } else copy[step] = replaced(copy[step], rest, replacement)
  return copy
}

function visit(value: unknown, unresolved: Schema, place: Place, report: Report): void {
  const options = shapes(unresolved)
  const types = new Set(
    options.flatMap((s) =>
      s.const !== undefined || s.enum !== undefined ? [...[s.type ?? []].flat()] : [s.type ?? []].flat(),
    ),
  )
  swapTypes(types, place, report)
  for (const schema of options) {
    if (options.length === 1) leaveRules(value, schema, place, report)
    leaveAgreements(value, schema, place, report)
    if (Array.isArray(value) && schema.items !== undefined) {
      visitItems(value, schema.items, place, report)
    }
    if (value === null || typeof value !== 'object' || Array.isArray(value)) continue
    for (const [name, child] of Object.entries(value)) {
      const property = schema.properties?.[name]
      if (property !== undefined) {
        const full = { ...resolve(property), ...property }
        const extension = full['x-feature'] !== undefined && full['x-optional'] !== true
        if ((schema.required ?? []).includes(name) || extension)
          report(tells(value, schema, options) === name ? place.part(name) : place.member(name), 'drop', {
            drop: true,
          })
        visit(child, property, place.member(name), report)
      } else if (typeof schema.additionalProperties === 'object') {
        visit(child, schema.additionalProperties, place.member(name, '*'), report)
      }
    }
  }
}

/** Breaks the first item, and of each other one what no item before it holds. */
function visitItems(items: readonly unknown[], schema: Schema, place: Place, report: Report): void {
  const before = new Set<string>()
  for (const [i, item] of items.entries()) {
    const own = new Set<string>()
    visit(item, schema, place.item(i), (at, way, replacement) => {
      own.add(at.pattern)
      if (!before.has(at.pattern)) report(at, way, replacement)
    })
    for (const pattern of own) before.add(pattern)
  }
}

/** The one attribute by which an object is known to have this of several forms: without it, the object has none of them. */
function tells(value: object, { required = [] }: Schema, forms: readonly Schema[]): string | undefined {
  if (forms.filter((form) => form.properties !== undefined).length < 2) return undefined
  const there = required.filter((name) => Object.hasOwn(value, name))
  return there.length === 1 ? there[0] : undefined
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

function swapTypes(types: ReadonlySet<string>, place: Place, report: Report): void {
  for (const [type, value] of SWAPS) {
    if (types.has(type) || (type === 'integer' && types.has('number')) || types.size === 0) continue
    report(place, 'type', { value })
  }
}

function leaveRules(value: unknown, schema: Schema, place: Place, report: Report): void {
  if (schema.enum !== undefined && typeof schema.enum[0] === 'string')
    report(place, 'enum', { value: 'not-in-the-list' })
  if (schema.format !== undefined && typeof value === 'string')
    report(place, 'format', { value: 'not of the format' })
  if (schema.format === 'date-time' && typeof value === 'string')
    for (const time of ['2015-10-15T07:45:25+02:00', '2015-10-15T05:45:25.5Z'])
      report(place.as('utc-times'), 'time', { value: time })
  if (schema.pattern !== undefined && typeof value === 'string') report(place, 'format', { value: '\u0000' })
  if (schema.minimum !== undefined) report(place, 'range', { value: schema.minimum - 1 })
  if (schema.maximum !== undefined) report(place, 'range', { value: schema.maximum + 1 })
  if ((schema.minLength ?? 0) > 0) report(place, 'range', { value: '' })
  if (schema.maxLength !== undefined) report(place, 'range', { value: 'x'.repeat(schema.maxLength + 1) })
  if ((schema.minItems ?? 0) > 0) report(place, 'range', { value: [] })
  if ((schema.minProperties ?? 0) > 0) report(place, 'range', { value: {} })
}

/** What `x-links` and `x-agreement` ask. */
function leaveAgreements(value: any, schema: Schema, place: Place, report: Report): void {
  if (schema['x-agreement'] === 'address-version')
    report(place.member('version'), 'agreement', { value: value.version === 4 ? 6 : 4 })
  if (schema['x-links'] === undefined || !Array.isArray(value)) return
  const asked = (schema['x-links'] as string[]).map((name) => name.replace('?', ''))
  for (const [i, link] of value.entries()) {
    const { rel, href } = link
    if (!asked.includes(rel)) continue
    report(place, 'links', { value: [...value, link] })
    if (value.length > 1) report(place.part(String(i), 'rel'), 'links', { value: value[i === 0 ? 1 : 0].rel })
    const other = misversioned(rel, href)
    if (other !== href) report(place.part(String(i), 'href'), 'links', { value: other })
  }
}

/** A self link without the API's version in its path, a bookmark with it. */
function misversioned(rel: string, href: string): string {
  if (rel === 'self') return href.replace(/\/v\d+(\.\d+)?(?=\/)/, '')
  return rel === 'bookmark' ? href.replace(/\/(?=[^/]+\/[^/]+$)/, '/v2/') : href
}
