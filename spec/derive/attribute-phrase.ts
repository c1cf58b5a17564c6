import { type Attribute, typePhrase } from '../attributes.ts'
import type { Operation } from '../document.ts'
import type { Source } from '../requirement.ts'

/** What an attribute is and what its value must be, as the end of a requirement's text. */
export function attributePhrase({ path, schema }: Attribute): string {
  return `${path}, ${clause(schema.description ?? 'as documented')}: ${typePhrase(schema)}`
}

/** A description as a part of a sentence: objects are described by sentences of their own. */
function clause(description: string): string {
  const words = description.replace(/\.$/, '')
  return /^[A-Z][a-z ]/.test(words) ? words[0]!.toLowerCase() + words.slice(1) : words
}

/** Bounds that the documents do not give rest on an erratum; those of attributes with errata of their own do not need it. */
const BOUNDED = 'bounds-of-texts'

/** The errata that settle how an attribute is judged: those its schema names, and the general one on bounds. */
export function attributeErrata({ schema }: Attribute): string[] | undefined {
  const named = [schema['x-erratum'] ?? []].flat().map(String)
  const bounded = (schema.minLength ?? 0) > 0 || (schema.maxLength ?? 0) > 0
  if (named.length === 0 && bounded) return [BOUNDED]
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
