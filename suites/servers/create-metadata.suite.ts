import { demand, holds, same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { attempt, created, refusedCreation, shown } from './create-cases.ts'
import { bytesOf, RICH, WIDE, withServer } from './create-recipes.ts'

describe('Create server: metadata', () => {
  const longest = bytesOf('servers.create/metadata-key-255-bytes')

  test(...requirement('servers.create/metadata-set'), async ({ context }) => {
    const made = await created(context, RICH, ['metadata'])
    const { metadata = {} } = made.request.server
    holds((await shown(context, made)).metadata, metadata, 'the metadata of the new server')
  })

  const [title, options] = requirement('servers.create/metadata-set')
  test(`${title} in letters of several bytes`, options, async ({ context }) => {
    // No document says which letters may be in it: whoever does not take these is not blamed, who keeps others is.
    const { made, lacking } = await attempt(context, RICH)
    if (made.end !== 'done' || lacking.includes('wideValue')) return
    const { metadata } = await shown(context, made)
    same(metadata?.wide, WIDE, 'the metadata of the new server')
  })

  test(...requirement('servers.create/metadata-key-with-blanks'), async ({ context }) => {
    const made = await created(context, RICH, ['blankKey'])
    const asked = Object.keys(made.request.server.metadata ?? {}).filter((key) => key.includes(' '))
    const keys = Object.keys((await shown(context, made)).metadata ?? {})
    // Where none is kept, not the blank is at fault.
    demand(
      keys.length === 0 || asked.every((key) => keys.includes(key)),
      'the server does not have its metadata key with blanks',
    )
  })

  test(...requirement('servers.create/metadata-key-255-bytes'), async ({ context }) => {
    const made = await created(context, RICH, ['longKey'])
    const keys = Object.keys((await shown(context, made)).metadata ?? {})
    // Where none is kept, not the length is at fault.
    demand(
      keys.length === 0 || keys.some((key) => Buffer.byteLength(key) === longest),
      `the server does not have its metadata key of ${longest} bytes`,
    )
  })

  test(...requirement('servers.create/metadata-key-over-255-bytes'), ({ context, given }) => {
    const key = given.faker.string.alphanumeric(longest + 1)
    return refusedCreation(
      context,
      'servers.create/metadata-key-over-255-bytes',
      withServer({ metadata: { [key]: 'x' } }),
    )
  })

  test(...requirement('servers.create/metadata-value-255-bytes'), async ({ context }) => {
    const made = await created(context, RICH, ['longValue'])
    const values = Object.values((await shown(context, made)).metadata ?? {})
    demand(
      values.length === 0 || values.some((value) => Buffer.byteLength(String(value)) === longest),
      `the server does not have its metadata value of ${longest} bytes`,
    )
  })

  test(...requirement('servers.create/metadata-value-over-255-bytes'), ({ context, given }) => {
    const long = given.faker.string.alphanumeric(longest + 1)
    return refusedCreation(
      context,
      'servers.create/metadata-value-over-255-bytes',
      withServer({ metadata: { long } }),
    )
  })
})
