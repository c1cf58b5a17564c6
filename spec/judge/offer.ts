import type { Schema } from '../document.ts'
import type { Role } from '../requirement.ts'

/** What the target offers and who asked: decides which attributes an answer must carry. */
export interface Offer {
  /** Aliases of the extensions that the target offers; absent: no extension's attribute is demanded. */
  features?: ReadonlySet<string>
  role?: Role
}

/** Whether an extension's attribute must be in an answer to this caller on this target. */
export function isDemanded(property: Schema, offer: Offer): boolean {
  const feature = property['x-feature']
  if (feature === undefined || property['x-optional'] === true) return false
  if (offer.features?.has(feature) !== true) return false
  return property['x-role'] !== 'admin' || offer.role === 'admin'
}
