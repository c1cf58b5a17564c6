import type { Schema } from '../document.ts'

/** What the judge judges by. */
const JUDGED = new Set([
  'additionalProperties',
  'allOf',
  'anyOf',
  'const',
  'enum',
  'format',
  'items',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'oneOf',
  'pattern',
  'properties',
  'required',
  'type',
  'uniqueItems',
  'x-agreement',
  'x-links',
])
/** What is said for readers, and asks nothing of a value. */
const SAID = /^(description|default|examples?|\$ref|x-(?!agreement|links).*)$/

/** @throws Error for a schema that asks what the judge would not see: a keyword that it does not know, or one beside a reference */
export function strict(schema: Schema, path: string): void {
  const names = Object.keys(schema).filter((name) => !SAID.test(name))
  const beside = schema.$ref ?? (schema.anyOf && 'anyOf') ?? (schema.oneOf && 'oneOf')
  const unseen = names.filter((name) => !JUDGED.has(name) || (beside !== undefined && name !== beside))
  if (unseen.length > 0)
    throw new Error(`the schema of ${path || 'the body'}: the judge does not read ${unseen.join(', ')} there`)
}
