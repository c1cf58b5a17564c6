import type { Attribute } from '../attributes.ts'
import type { Basis, Ground } from '../requirement.ts'
import { attributeErrata } from './attribute-phrase.ts'

/** What an attribute rests on, and the errata that settle it. */
export type AttributeGround = Ground & { errata?: string[] }

/**
 * What each attribute of a body rests on: what its schema names (`x-basis`), or else the nearest attribute above it, whose
 * errata then speak of it too, or else the ground of the whole body. Named as `shown`, it is shown by some samples and not
 * by every one.
 */
export function attributeGrounds(
  attributes: readonly Attribute[],
  whole: Ground,
): Map<string, AttributeGround> {
  const grounds = new Map<string, AttributeGround>()
  const named = new Map<string, AttributeGround>()
  for (const attribute of attributes) {
    const { path, schema } = attribute
    const errata = attributeErrata(attribute)
    const basis = schema['x-basis'] as Basis | undefined
    const ground: AttributeGround = basis === undefined ? { ...(above(path, named) ?? whole) } : { basis }
    if (errata !== undefined) ground.errata = errata
    grounds.set(path, ground)
    if (basis !== undefined) named.set(path, ground)
  }
  return grounds
}

function above(path: string, named: ReadonlyMap<string, AttributeGround>): AttributeGround | undefined {
  let at = path
  while (at !== '') {
    at = at.endsWith('[]') ? at.slice(0, -2) : at.slice(0, Math.max(0, at.lastIndexOf('.')))
    const found = named.get(at)
    if (found !== undefined) return found
  }
  return undefined
}
