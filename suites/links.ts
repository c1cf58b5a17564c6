import { demand, same } from '../fixtures/expect/demand.ts'

interface Link {
  href: string
  rel: string
}

/** Each of the relations is there once, and leads to the thing: its path ends in the id. Others may be there beside them. */
export function linksLeadTo(id: string, links: readonly Link[], relations: readonly string[]): void {
  const named = links.filter(({ rel }) => relations.includes(rel))
  same(named.map(({ rel }) => rel).sort(), [...relations].sort(), `the relations of the links of ${id}`)
  for (const { href, rel } of named)
    demand(
      decodeURIComponent(href).split('?')[0]!.replace(/\/$/, '').endsWith(`/${id}`),
      `the ${rel} link ${href} does not end in the id ${id}`,
    )
}

/** The address behind a relation. */
export function linkTo(relation: string, links: readonly Link[]): string {
  const found = links.find((link) => link.rel === relation)
  demand(found !== undefined, `there is no ${relation} link`)
  return found.href
}
