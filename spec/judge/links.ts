import { linksPhrase } from '../attributes.ts'
import type { Check } from './check.ts'

interface Link {
  rel: string
  href: string
}

/** Whether a path may hold the version of an API, as in /v2/ and /v2.1/; two slashes stand before a host. */
const VERSIONED = /[^/]\/v\d+(\.\d+)?(?=[/?#]|$)/i

/**
 * A set of links to one resource: exactly one of each relation, at most one where its name ends with `?`; the self link with
 * the API's version and the bookmark without. What single links must be is the schema's to judge, and other relations may be
 * there.
 */
export function linkSet(names: readonly string[], place: number): Check {
  const relations = names.map((name) => name.replace('?', ''))
  const due = names.reduce((bits, name, i) => (name.endsWith('?') ? bits : bits | (1 << i)), 0)
  const demand = linksPhrase(names)
  return (value, findings, depth) => {
    if (!Array.isArray(value)) return
    let there = 0
    let twice = 0
    for (const link of value) {
      const bit = isLink(link) ? 1 << relations.indexOf(link.rel) : 0
      twice |= there & bit
      there |= bit
    }
    // A relation that is not asked for has the bit of index -1, which may come as often as it likes.
    if ((there & due) !== due || (twice & ~(1 << -1)) !== 0) {
      const sent = value.slice(0, 20).map((link) => link?.rel)
      findings.report(place, demand, sent, depth)
      return
    }
    for (let i = 0; i < value.length; i++) {
      const link = value[i]
      const expected = isLink(link) ? versionFault(link, value) : undefined
      if (expected === undefined) continue
      findings.path[depth] = i
      findings.report(place, expected, link.href, depth + 1, 'href')
    }
  }
}

function isLink(value: unknown): value is Link {
  if (value === null || typeof value !== 'object') return false
  const { rel, href } = value as Partial<Link>
  return typeof rel === 'string' && typeof href === 'string'
}

function versionFault({ rel, href }: Link, links: readonly unknown[]): string | undefined {
  // What is no address is judged as such.
  if (!href.includes('://')) return undefined
  if (rel === 'self')
    return VERSIONED.test(href) ? undefined : 'an address with the version of the API in its path'
  if (rel !== 'bookmark' || !VERSIONED.test(href)) return undefined
  const self = links.find((link) => isLink(link) && link.rel === 'self') as Link | undefined
  // Behind a gateway both may share a prefix that looks like a version: then the bookmark must hold one less.
  const versioned =
    self === undefined
      ? segments(href).slice(-4, -2).some(isVersion)
      : versions(href) > 0 && versions(href) >= versions(self.href)
  return versioned ? 'an address without the version of the API in its path' : undefined
}

const isVersion = (segment: string) => /^v\d+(\.\d+)?$/i.test(segment)
const versions = (href: string) => segments(href).filter(isVersion).length

/** The segments of an address's path. */
function segments(href: string): string[] {
  const path = href.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '')
  return path.split('/').filter((segment) => segment !== '')
}
