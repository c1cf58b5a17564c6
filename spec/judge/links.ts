import type { Check } from './check.ts'

interface Link {
  rel: string
  href: string
}

/** Whether a path may hold the version of an API, as in /v2/ and /v2.1/; two slashes stand before a host. */
const VERSIONED = /[^/]\/v\d+(\.\d+)?(?=[/?#]|$)/i

/**
 * A set of links to one resource: exactly one of each relation, the self link with the API's version and the bookmark without.
 * What single links must be is the schema's to judge.
 */
export function linkSet(relations: readonly string[], place: number, hrefs: number): Check {
  const demand = relations.map((rel) => `one ${rel} link`).join(', ')
  return (value, findings, depth) => {
    if (!Array.isArray(value)) return
    let count = 0
    let known = 0
    for (const link of value) {
      const found = isLink(link) ? relations.indexOf(link.rel) : -1
      if (found === -1) continue
      count++
      known |= 1 << found
    }
    if (count !== relations.length || known !== (1 << count) - 1) {
      findings.report(
        place,
        demand,
        value.slice(0, 20).map((link) => link?.rel),
        depth,
      )
      return
    }
    for (let i = 0; i < value.length; i++) {
      const link = value[i]
      const expected = isLink(link) ? versionFault(link, value) : undefined
      if (expected === undefined) continue
      findings.path[depth] = i
      findings.report(hrefs, expected, link.href, depth + 1, 'href')
    }
  }
}

function isLink(value: unknown): value is Link {
  if (value === null || typeof value !== 'object') return false
  const { rel, href } = value as Partial<Link>
  return typeof rel === 'string' && typeof href === 'string'
}

function versionFault({ rel, href }: Link, links: readonly unknown[]): string | undefined {
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
