import { describe, requirement, test } from '../../fixtures/test.ts'
import { created, refusedCreation } from './create-cases.ts'
import { base64, bytesOf, largestFile, pathOf, RICH, withServer } from './create-recipes.ts'

// What becomes of the files is seen inside the server only: what can be judged is whether they are taken.
describe('Create server: personality', () => {
  test(...requirement('servers.create/personality-accepted'), async ({ context }) => {
    await created(context, RICH, ['personality'])
  })

  test(...requirement('servers.create/personality-path-255-bytes'), async ({ context }) => {
    await created(context, RICH, ['longPath'])
  })

  test(...requirement('servers.create/personality-path-over-255-bytes'), ({ context }) => {
    const path = pathOf(bytesOf('servers.create/personality-path-over-255-bytes') + 1)
    return refusedCreation(
      context,
      'servers.create/personality-path-over-255-bytes',
      withServer({ personality: [{ path, contents: base64('a') }] }),
    )
  })

  test(...requirement('servers.create/personality-decoded-bytes-count'), async ({ context }) => {
    await created(context, RICH, ['largestFile'])
  })

  test(...requirement('servers.create/personality-over-decoded-limit'), async ({ context }) => {
    const contents = base64('a'.repeat((await largestFile(context)) + 1))
    await refusedCreation(
      context,
      'servers.create/personality-over-decoded-limit',
      withServer({ personality: [{ path: '/etc/too-large', contents }] }),
    )
  })
})
