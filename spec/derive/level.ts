import type { Ground, Level } from '../requirement.ts'

/**
 * How binding a requirement is, by its ground alone: the one place where that is decided. A document's own words go first;
 * what is stated binds, and so does an attribute that every sample of a success body shows; what follows, or is shown here
 * or there, should be so; what only known clouds do may be.
 */
export function levelOf({ basis, samples, words }: Ground): Level {
  if (words !== undefined) return words === 'should' ? 'SHOULD' : 'MAY'
  switch (basis) {
    case 'stated':
      return 'MUST'
    case 'shown':
      return samples === 'every' ? 'MUST' : 'SHOULD'
    case 'implied':
      return 'SHOULD'
    case 'observed':
      return 'MAY'
  }
}
