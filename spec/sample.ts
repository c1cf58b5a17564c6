import { en, Faker } from '@faker-js/faker'
import { shapes } from './attributes.ts'
import { resolve, type Schema } from './document.ts'
import type { Role } from './requirement.ts'

/** How bodies are sampled. */
export interface SampleOptions {
  /** The same seed gives the same body. */
  seed: number
  /** Extensions whose attributes are put in; absent: those of all. */
  features?: ReadonlySet<string>
  role?: Role
  /** Put in every attribute that may be there, instead of each by chance. */
  full?: boolean
}

/** Makes a body that the schema allows, from seeded faker data. */
export function sample(schema: Schema, options: SampleOptions): unknown {
  const faker = new Faker({ locale: en })
  faker.seed(options.seed)
  return value(schema, faker, options, 0)
}

function value(unresolved: Schema, faker: Faker, options: SampleOptions, depth: number): unknown {
  const branches = shapes(unresolved)
  const schema = options.full === true ? branches[0]! : faker.helpers.arrayElement(branches)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return faker.helpers.arrayElement(schema.enum)
  const types = [schema.type ?? guess(schema)].flat()
  const type = options.full === true ? types[0] : faker.helpers.arrayElement(types)
  switch (type) {
    case 'object':
      return object(schema, faker, options, depth)
    case 'array': {
      if (schema['x-links'] !== undefined) return links(schema, faker, options, depth)
      const least = Math.max(schema.minItems ?? 0, options.full === true ? 1 : 0)
      const count = faker.number.int({ min: least, max: Math.max(least, Math.min(schema.maxItems ?? 3, 3)) })
      return Array.from({ length: count }, () => value(schema.items ?? {}, faker, options, depth + 1))
    }
    case 'integer':
      return faker.number.int(range(schema))
    case 'number':
      return faker.number.float({ ...range(schema), fractionDigits: 1 })
    case 'boolean':
      return faker.datatype.boolean()
    case 'null':
      return null
    default:
      return text(schema, faker)
  }
}

/** A set of links as the documents show it: one of each relation, of which only the bookmark lacks the API's version. */
function links(schema: Schema, faker: Faker, options: SampleOptions, depth: number): unknown[] {
  const chosen = (schema['x-links'] as string[]).filter(
    (rel) => !rel.endsWith('?') || faker.datatype.boolean(),
  )
  const relations = chosen.length < (schema.minItems ?? 0) ? (schema['x-links'] as string[]) : chosen
  return relations.map((name) => {
    const rel = name.replace('?', '')
    const link = value(schema.items!, faker, options, depth + 1) as Record<string, unknown>
    const version = rel === 'bookmark' ? '' : '/v2'
    return {
      ...link,
      rel,
      href: `http://compute.example.com${version}/openstack/things/${faker.string.uuid()}`,
    }
  })
}

function guess(schema: Schema): string {
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) return 'object'
  return schema.items === undefined ? 'string' : 'array'
}

const range = (schema: Schema) => {
  const min = schema.minimum ?? (schema.maximum === undefined ? 0 : Math.min(0, schema.maximum))
  return { min, max: schema.maximum ?? min + 1000 }
}

function object(
  schema: Schema,
  faker: Faker,
  options: SampleOptions,
  depth: number,
): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  for (const [name, unresolved] of Object.entries(schema.properties ?? {})) {
    const property = { ...resolve(unresolved), ...unresolved }
    const required = (schema.required ?? []).includes(name)
    const extension = property['x-feature'] !== undefined && property['x-optional'] !== true
    const offered = extension && (options.features?.has(property['x-feature']!) ?? true)
    const seen = property['x-role'] !== 'admin' || (options.role ?? 'admin') === 'admin'
    if (required || (offered && seen) || (seen && (options.full === true || faker.datatype.boolean()))) {
      made[name] = value(unresolved, faker, options, depth + 1)
    }
  }
  if (typeof schema.additionalProperties === 'object') {
    const least = schema.minProperties ?? (options.full === true ? 1 : 0)
    const most = Math.max(least, schema.maxProperties ?? 3)
    const count = faker.number.int({ min: least, max: most })
    while (Object.keys(made).length < count) {
      made[faker.string.alpha(8)] = value(schema.additionalProperties, faker, options, depth + 1)
    }
  }
  if (schema['x-agreement'] === 'address-version') made.version = String(made.addr).includes(':') ? 6 : 4
  return made
}

function text(schema: Schema, faker: Faker): string {
  switch (schema.format) {
    case 'uuid':
      return faker.string.uuid()
    case 'uri':
      return faker.internet.url()
    case 'date-time':
      return faker.date
        .past()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z')
    case 'naive-date-time':
    case 'history-date-time':
      return faker.date.past().toISOString().replace('Z', '')
    case 'ipv4':
      return faker.internet.ipv4()
    case 'ipv6':
      return faker.internet.ipv6()
    case 'mac':
      return faker.internet.mac()
    case 'base64':
      return Buffer.from(faker.lorem.words(3)).toString('base64')
    case undefined:
      break
    default:
      throw new Error(`sample: no value known for the format ${schema.format}`)
  }
  if (schema.pattern !== undefined) return faker.helpers.fromRegExp(unanchored(schema.pattern))
  const min = schema.minLength ?? 0
  return faker.string.alphanumeric({
    length: {
      min: Math.max(min, Math.min(8, schema.maxLength ?? 8)),
      max: Math.min(schema.maxLength ?? 16, 16),
    },
  })
}

/** faker reads a pattern as what to write, so anchors must go. */
function unanchored(pattern: string): string {
  return pattern.replace(/^\^/, '').replace(/\$$/, '').replaceAll('\\d', '[0-9]').replaceAll('\\.', '.')
}
