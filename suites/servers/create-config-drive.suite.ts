import { describe, requirement, test } from '../../fixtures/test.ts'
import { same } from '../../fixtures/verbs.ts'
import { created, shown } from './created.ts'
import { OTHERWISE, RICH } from './recipes.ts'

describe('Create server with configuration drive', () => {
  test(...requirement('servers.create/config-drive-enabled'), async ({ scene }) => {
    const made = await created(scene, RICH, ['configDrive'])
    same((await shown(scene, made)).config_drive, 'True', 'config_drive of a server that was to have one')
  })

  test(...requirement('servers.create/config-drive-disabled'), async ({ scene }) => {
    const made = await created(scene, OTHERWISE, ['noConfigDrive'])
    same((await shown(scene, made)).config_drive, '', 'config_drive of a server that was to have none')
  })
})
