import { demand, same } from '../../fixtures/expect/demand.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { blame, type Created, create, created, creation, shown } from './create-cases.ts'
import { OTHERWISE, RICH, withServer } from './create-recipes.ts'
import { hasDrive } from './has-drive.ts'
import { VOLUMES } from './volume-recipes.ts'

describe('Create server with configuration drive', () => {
  const enabled = async (context: TestContext, made: Created, which: string) => {
    const { config_drive } = await shown(context, made)
    if (config_drive === undefined || config_drive === null)
      throw new Blocked('servers.show', 'setup: the new server is shown without config_drive')
    demand(hasDrive(config_drive), `config_drive of ${which} that was to have one is ${config_drive}`)
  }

  test(...requirement('servers.create/config-drive-enabled'), async ({ context }) =>
    enabled(context, await created(context, RICH, ['configDrive']), 'a server'),
  )

  const [title, options] = requirement('servers.create/config-drive-enabled')
  test(`${title} of a server that boots from a volume`, options, async ({ context }) => {
    const made = await created(context, VOLUMES, ['boot', 'configDrive'])
    await enabled(context, made, 'a server that boots from a volume and')
  })

  test(...requirement('servers.create/config-drive-disabled'), async ({ context, given }) => {
    const made = await created(context, OTHERWISE, ['noConfigDrive'])
    const { config_drive } = await shown(context, made)
    if (hasDrive(config_drive) && hasDrive((await shown(context, await given.server())).config_drive))
      throw new Blocked(
        'environment',
        'the target gives every server a configuration drive, asked for or not',
      )
    demand(!hasDrive(config_drive), `config_drive of a server that was to have none is ${config_drive}`)
  })

  // As words they mean what they mean as booleans (erratum `booleans-and-numbers-as-strings`).
  for (const [id, word, wanted] of [
    ['servers.create/config-drive-enabled', 'True', true],
    ['servers.create/config-drive-disabled', 'False', false],
  ] as const)
    test(`${id}, asked for in a word`, requirement(id)[1], async ({ context, given }) => {
      const parts = [withServer({ config_drive: word })]
      const made = await create(context, await creation(context, parts))
      if (made.end === 'refused')
        throw await blame(context, made.answer, `take ${word} as a word for config_drive`)
      const { config_drive } = await shown(context, made)
      if (config_drive === undefined || config_drive === null)
        throw new Blocked('servers.show', 'setup: the new server is shown without config_drive')
      const all = !wanted && hasDrive((await shown(context, await given.server())).config_drive)
      if (hasDrive(config_drive) && all)
        throw new Blocked(
          'environment',
          'the target gives every server a configuration drive, asked for or not',
        )
      same(hasDrive(config_drive), wanted, `whether a server made with config_drive "${word}" has one`)
    })
})
