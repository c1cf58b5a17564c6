import type { Scene } from '../../fixtures/scene.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { demand, same } from '../../fixtures/verbs.ts'
import { type Created, created, refusedCreation, serverIn, shown } from './created.ts'
import { MINIMAL, OTHERWISE, RICH, withServer } from './recipes.ts'

const DISK_CONFIG = 'OS-DCF:diskConfig'

describe('Create server with disk configuration', () => {
  const has = async (scene: Scene, made: Created, wanted: string) => {
    same(serverIn(made)[DISK_CONFIG], wanted, `${DISK_CONFIG} in the answer`)
    same((await shown(scene, made))[DISK_CONFIG], wanted, `${DISK_CONFIG} of the new server`)
  }

  test(...requirement('servers.create/disk-config-auto'), async ({ scene }) =>
    has(scene, await created(scene, RICH, ['diskConfigAuto']), 'AUTO'),
  )

  test(...requirement('servers.create/disk-config-manual'), async ({ scene }) =>
    has(scene, await created(scene, OTHERWISE, ['diskConfigManual']), 'MANUAL'),
  )

  test(...requirement('servers.create/disk-config-optional'), async ({ scene }) => {
    const made = await created(scene, MINIMAL, [])
    const found = (await shown(scene, made))[DISK_CONFIG]
    demand(['AUTO', 'MANUAL'].includes(found), `${DISK_CONFIG} of the new server is ${JSON.stringify(found)}`)
    same(serverIn(made)[DISK_CONFIG], found, `${DISK_CONFIG} in the answer`)
  })

  test(...requirement('servers.create/disk-config-unknown'), ({ scene }) =>
    refusedCreation(scene, 'servers.create/disk-config-unknown', withServer({ [DISK_CONFIG]: 'AUTOMATIC' })),
  )
})
