import { describe, requirement, test } from '../../fixtures/test.ts'
import { created, refusedCreation } from './created.ts'
import { base64, bytesOf, largestFile, pathOf, RICH, withServer } from './recipes.ts'

// What becomes of the files is seen inside the server only: what can be judged is whether they are taken.
describe('Create server: personality', () => {
  test(...requirement('servers.create/personality-accepted'), async ({ scene }) => {
    await created(scene, RICH, ['personality'])
  })

  test(...requirement('servers.create/personality-path-255-bytes'), async ({ scene }) => {
    await created(scene, RICH, ['longPath'])
  })

  test(...requirement('servers.create/personality-path-over-255-bytes'), ({ scene }) => {
    const path = pathOf(bytesOf('servers.create/personality-path-over-255-bytes') + 1)
    return refusedCreation(
      scene,
      'servers.create/personality-path-over-255-bytes',
      withServer({ personality: [{ path, contents: base64('a') }] }),
    )
  })

  test(...requirement('servers.create/personality-decoded-bytes-count'), async ({ scene }) => {
    await created(scene, RICH, ['largestFile'])
  })

  test(...requirement('servers.create/personality-over-decoded-limit'), async ({ scene }) => {
    const contents = base64('a'.repeat((await largestFile(scene)) + 1))
    await refusedCreation(
      scene,
      'servers.create/personality-over-decoded-limit',
      withServer({ personality: [{ path: '/etc/too-large', contents }] }),
    )
  })
})
