import { same } from '../../fixtures/expect/demand.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { created, refusedCreation, shown } from './create-cases.ts'
import { RICH, withServer } from './create-recipes.ts'
import { VOLUMES } from './volume-recipes.ts'

describe('Create server: key_name', () => {
  test(...requirement('servers.create/key-name-set'), async ({ context }) => {
    const made = await created(context, RICH, ['keyPair'])
    const { key_name: key } = await shown(context, made)
    // That a server shows its key pair is known of clouds only.
    if (key === undefined)
      throw new Blocked('environment', 'the target does not show the key pair of a server')
    same(key, made.request.server.key_name, 'the key pair of the new server')
  })

  const [title, options] = requirement('servers.create/key-name-set')
  test(`${title} of a server that boots from a volume`, options, async ({ context }) => {
    const made = await created(context, VOLUMES, ['boot', 'keyPair'])
    same(
      (await shown(context, made)).key_name,
      made.request.server.key_name,
      'the key pair of a server that boots from a volume',
    )
  })

  test(...requirement('servers.create/key-name-unknown'), ({ context, given }) =>
    refusedCreation(context, 'servers.create/key-name-unknown', withServer({ key_name: given.name() })),
  )
})
