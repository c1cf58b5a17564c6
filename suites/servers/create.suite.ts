import { said } from '../../fixtures/client/answer.ts'
import { tellsNoRoom } from '../../fixtures/client/hindrance.ts'
import { behindLink } from '../../fixtures/expect/behind-link.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue } from '../../fixtures/expect/eventually.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { beforeOthers, describe, requirement, test } from '../../fixtures/test.ts'
import { linksLeadTo, linkTo } from '../links.ts'
import { LONG_NAME } from '../long-name.ts'
import { tellsPassword, unlessUntold } from '../passwords.ts'
import { becomes } from '../server-actions/documented-outcome.ts'
import { attempt, type Created, created, type Shown, serverIn, shown } from './create-cases.ts'
import { MINIMAL, OTHERWISE } from './create-recipes.ts'
import { everything } from './list-pages.ts'

/** A version as the path of an address has it. */
const VERSION = /\/v\d+(\.\d+)?\//

/** Whether it was ever shown, in whatever status. */
const wasShown = ({ seen }: Created): boolean => seen.some((status) => status !== 'GONE')

describe('Create server', () => {
  test(...requirement('servers.create/minimal'), async ({ context }) => {
    const { made, refused: before } = await attempt(context, MINIMAL)
    const refusal = made.end === 'refused' ? made.answer : before
    if (refusal !== undefined)
      throw context.failureOf(refusal, `${said(refusal)}; name, image and flavor must be enough`)
  })

  test(...requirement('servers.create/becomes-active'), async ({ context }) => {
    const wanted: string[] = becomes('servers.create/becomes-active')
    const { made } = await attempt(context, MINIMAL)
    if (['refused', 'unnamed'].includes(made.end))
      throw context.unprepared(made.answer, ', and no server can be watched')
    if (tellsNoRoom(made.went)) throw new Blocked('capacity', `the new server went ${made.went}`)
    if (!wasShown(made)) throw new Blocked('servers.show', 'setup: the new server is shown to nobody')
    demand(
      made.end === 'done' && wanted.includes(made.seen.at(-1) ?? ''),
      `the new server went ${made.seen.join(', ')}; ${wanted.join(' or ')} must follow`,
    )
  })

  test(...requirement('servers.create/server-can-be-shown'), async ({ context }) => {
    const { made } = await attempt(context, MINIMAL)
    if (['refused', 'unnamed'].includes(made.end))
      throw context.unprepared(made.answer, ', and no server can be shown')
    // No document says how soon it can be: what is read may lag behind.
    demand(
      wasShown(made),
      `showing the server ${made.server_id} that was just created answers 404 again and again`,
    )
    same((await shown(context, made)).id, made.server_id, 'the id of the server shown')
  })

  test(...requirement('servers.create/server-is-listed'), async ({ context, compute }) => {
    const { server_id } = await created(context, MINIMAL, [])
    const listed = async () => {
      // Newer ones of others may fill the first page.
      return (await everything(compute, 'servers.list')).some(({ id }) => id === server_id)
    }
    const what = `the new server ${server_id} is in the list`
    await comesTrue(context, what, listed, { cause: 'servers.create', within: 10_000 })
  })

  test(...requirement('servers.create/self-link-leads-to-server'), async ({ context, compute }) => {
    const made = await created(context, MINIMAL, [])
    const link = linkTo('self', serverIn(made).links)
    const { server_id } = made
    const followed = await behindLink(compute, 'servers.show', { what: 'the self link', link, server_id })
    const { id } = (followed.body as Shown).server
    same(id, server_id, 'the id of the server behind the self link')
  })

  test(...requirement('servers.create/self-and-bookmark-links'), async ({ context }) => {
    const made = await created(context, MINIMAL, [])
    const { links } = serverIn(made)
    linksLeadTo(made.server_id, links, ['self', 'bookmark'])
    const [self, bookmark] = [linkTo('self', links), linkTo('bookmark', links)]
    demand(VERSION.test(self), `the self link ${self} names no version`)
    demand(!VERSION.test(bookmark), `the bookmark link ${bookmark} names a version`)
  })

  test(...requirement('servers.create/password-told'), async ({ context }) => {
    const made = await created(context, MINIMAL, [])
    await tellsPassword(context, serverIn(made).adminPass, 'the answer to a creation')
  })

  test(...requirement('servers.create/password-fresh'), async ({ context, given }) => {
    const { adminPass } = serverIn(await created(context, MINIMAL, []))
    const other = await given.server()
    unlessUntold(other, adminPass)
    if (!adminPass || !other.adminPass)
      throw new Blocked('servers.create', 'setup: a creation was told no password')
    demand(adminPass !== other.adminPass, 'two servers were given the same password')
  })

  const [title, options] = requirement('servers.create/name-set')
  test(`${title}, however long it is`, options, async ({ context }) => {
    // How long a name may be no document says: whoever does not take it is not blamed, who keeps another is.
    const { made, lacking } = await attempt(context, OTHERWISE)
    const { name } = made.request.server
    if (made.end !== 'done' || lacking.includes('longName') || String(name).length < LONG_NAME) return
    same((await shown(context, made)).name, name, 'the name of the new server')
  })

  beforeOthers(() =>
    test(...requirement('servers.create/name-set'), async ({ context }) => {
      const made = await created(context, MINIMAL, [])
      same((await shown(context, made)).name, made.request.server.name, 'the name of the new server')
    }),
  )
})
