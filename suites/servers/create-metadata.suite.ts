import { demand, holds, same } from '../../fixtures/expect/demand.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { attempt, created, refusedCreation, shown } from './create-cases.ts'
import { bytesOf, EXACT, RICH, WIDE, withServer } from './create-recipes.ts'
import { VOLUMES } from './volume-recipes.ts'

/** After this time a server is looked at once more; milliseconds. */
const LATER_MS = 1_000

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

  test(`${title} in capitals and with blanks at its ends`, options, async ({ context }) => {
    const { made, lacking } = await attempt(context, RICH)
    if (made.end !== 'done' || lacking.includes('asItIs')) return
    const { metadata } = await shown(context, made)
    same(metadata?.[EXACT.key], EXACT.value, `the value of "${EXACT.key}" in the metadata of the new server`)
  })

  test(`${title}, and kept`, options, async ({ context }) => {
    const made = await created(context, RICH, ['metadata'])
    const { metadata = {} } = made.request.server
    if (Object.keys((await shown(context, made)).metadata ?? {}).length === 0) return
    await context.pause(LATER_MS)
    holds((await shown(context, made)).metadata, metadata, 'the metadata of the new server, a moment later')
  })

  test(`${title} of a server that boots from a volume`, options, async ({ context }) => {
    const made = await created(context, VOLUMES, ['boot', 'metadata'])
    const { metadata = {} } = made.request.server
    holds(
      (await shown(context, made)).metadata,
      metadata,
      'the metadata of a server that boots from a volume',
    )
  })

  test(...requirement('servers.create/metadata-key-with-blanks'), async ({ context }) => {
    const made = await created(context, RICH, ['blankKey'])
    const asked = Object.keys(made.request.server.metadata ?? {}).filter((key) =>
      key.endsWith(' key with blanks'),
    )
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
