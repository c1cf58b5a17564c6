import { demand, same } from '../../fixtures/expect/demand.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { type Created, created, refusedCreation, serverIn, shown } from './create-cases.ts'
import { MINIMAL, OTHERWISE, RICH, withServer } from './create-recipes.ts'

const DISK_CONFIG = 'OS-DCF:diskConfig'

describe('Create server with disk configuration', () => {
  const has = async (context: TestContext, made: Created, wanted: string) => {
    same(serverIn(made)[DISK_CONFIG], wanted, `${DISK_CONFIG} in the answer`)
    same((await shown(context, made))[DISK_CONFIG], wanted, `${DISK_CONFIG} of the new server`)
  }

  test(...requirement('servers.create/disk-config-auto'), async ({ context }) =>
    has(context, await created(context, RICH, ['diskConfigAuto']), 'AUTO'),
  )

  test(...requirement('servers.create/disk-config-manual'), async ({ context }) =>
    has(context, await created(context, OTHERWISE, ['diskConfigManual']), 'MANUAL'),
  )

  test(...requirement('servers.create/disk-config-optional'), async ({ context }) => {
    const made = await created(context, MINIMAL, [])
    const found = (await shown(context, made))[DISK_CONFIG]
    demand(['AUTO', 'MANUAL'].includes(found), `${DISK_CONFIG} of the new server is ${JSON.stringify(found)}`)
    same(serverIn(made)[DISK_CONFIG], found, `${DISK_CONFIG} in the answer`)
  })

  test(...requirement('servers.create/disk-config-unknown'), ({ context }) =>
    refusedCreation(
      context,
      'servers.create/disk-config-unknown',
      withServer({ [DISK_CONFIG]: 'AUTOMATIC' }),
    ),
  )
})
