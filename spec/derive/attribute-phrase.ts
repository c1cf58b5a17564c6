import { type Attribute, typePhrase } from '../attributes.ts'
import type { Operation } from '../document.ts'
import type { Source } from '../requirement.ts'

/** What an attribute is and what its value must be, as the end of a requirement's text. */
export function attributePhrase(attribute: Attribute): string {
  return `${attributeName(attribute)}: ${typePhrase(attribute.schema)}`
}

/** Where an attribute stands and what it is. */
export function attributeName({ path, schema }: Attribute): string {
  return `${path}, ${clause(schema.description ?? 'as documented')}`
}

/** A description as a part of a sentence: objects are described by sentences of their own. */
function clause(description: string): string {
  const words = description.replace(/\.$/, '')
  return /^[A-Z][a-z ]/.test(words) ? words[0]!.toLowerCase() + words.slice(1) : words
}

/** The errata that settle how an attribute is judged: those that its schema names. */
export function attributeErrata({ schema }: Attribute): string[] | undefined {
  const named = [schema['x-erratum'] ?? []].flat().map(String)
  return named.length === 0 ? undefined : named
}

/** The section that documents an attribute, where it is not the operation's own. */
export function attributeSource(op: Operation, { path, schema, feature }: Attribute): Source | undefined {
  const { attributes = {}, features = {} } = op.sources
  const start = Object.keys(attributes)
    .filter((each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`))
    .sort((a, b) => b.length - a.length)[0]
  if (start !== undefined) return attributes[start]
  const added = schema['x-feature'] ?? feature
  return added === undefined ? undefined : features[added]
}
