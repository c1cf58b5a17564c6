import type { TypedClient } from '../../fixtures/client/calls.ts'
import { behindLink } from '../../fixtures/expect/behind-link.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { linksLeadTo, linkTo } from '../links.ts'
import { shownFor } from './show-answer.ts'

/** A path's part that names a version of the API: `v2`, `v2.1`. */
const VERSION = /^v\d+(\.\d+)?$/

const linksOf = (server: { links?: unknown }) => {
  demand(Array.isArray(server.links), 'the server has no list of links')
  return server.links as { href: string; rel: string }[]
}

/** One self link, which names the API's version, and one bookmark link, which does not. @throws Broken */
export function selfAndBookmark(id: string, server: { links?: unknown }): void {
  const links = linksOf(server)
  linksLeadTo(id, links, ['self', 'bookmark'])
  const versioned = (href: string) =>
    href
      .replace(/^[a-z]+:\/\/[^/]*/i, '')
      .split('/')
      .some((part) => VERSION.test(part))
  const self = linkTo('self', links)
  const bookmark = linkTo('bookmark', links)
  demand(versioned(self), `the self link ${self} has no API version in its path`)
  demand(!versioned(bookmark), `the bookmark link ${bookmark} has an API version in its path`)
}

/** The self link leads to the server itself. @throws Broken */
export async function selfLeadsBack(
  client: TypedClient,
  id: string,
  server: { links?: unknown },
): Promise<void> {
  const self = linkTo('self', linksOf(server))
  const what = 'the self link'
  const followed = await behindLink(client, 'servers.show', { what, link: self, server_id: id })
  const found = followed.body?.server?.id
  if (found === id) return
  // Where the usual way leads to another server, too, the link is not to blame.
  await shownFor(client, { id }, 'id')
  same(found, id, `the server behind the self link ${self}`)
}
