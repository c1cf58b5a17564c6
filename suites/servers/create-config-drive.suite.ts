import { same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { created, shown } from './create-cases.ts'
import { OTHERWISE, RICH } from './create-recipes.ts'

describe('Create server with configuration drive', () => {
  test(...requirement('servers.create/config-drive-enabled'), async ({ context }) => {
    const made = await created(context, RICH, ['configDrive'])
    same((await shown(context, made)).config_drive, 'True', 'config_drive of a server that was to have one')
  })

  test(...requirement('servers.create/config-drive-disabled'), async ({ context }) => {
    const made = await created(context, OTHERWISE, ['noConfigDrive'])
    same((await shown(context, made)).config_drive, '', 'config_drive of a server that was to have none')
  })
})
