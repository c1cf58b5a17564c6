import { expect, test } from 'vitest'
import { requirementOf } from '../spec/catalogue.ts'
import { showsAttributeOf, unseenExtension } from './attributes-seen.ts'
import type { RunHeader } from './evidence.ts'

const unknown = { featuresDecide: false, featuresUnknown: true } as RunHeader
const zone = requirementOf('servers.show/zone-shown')
const none = new Set<string>()

test('where no answer shows anything of an extension that is not listed, nothing is held against the target', () => {
  expect(unseenExtension(zone, 'fail', unknown, none)).toMatch(/no answer shows anything of OS-EXT-AZ/)
  expect(unseenExtension(zone, 'pass', unknown, none)).toBeUndefined()
})

test('what is seen once binds, on things of its own kind', () => {
  const disk = requirementOf('servers.show/disk-config-as-created')
  const onImages = new Set([showsAttributeOf(requirementOf('images.show/body.image.OS-DCF:diskConfig'))!])
  const onServers = new Set([showsAttributeOf(requirementOf('servers.show/body.server.OS-DCF:diskConfig'))!])
  expect(unseenExtension(disk, 'fail', unknown, onImages)).toBeDefined()
  expect(unseenExtension(disk, 'fail', unknown, onServers)).toBeUndefined()
})

test('a target that lists its extensions, or is held to all of them, is held to what it does not show', () => {
  expect(unseenExtension(zone, 'fail', { featuresDecide: true } as RunHeader, none)).toBeUndefined()
  expect(unseenExtension(zone, 'fail', { featuresDecide: false } as RunHeader, none)).toBeUndefined()
})

test('an operation of an extension excuses nothing: whether it is there is seen by calling it', () => {
  const console = requirementOf('servers.getVncConsole/type-novnc')
  expect(unseenExtension(console, 'fail', unknown, none)).toBeUndefined()
})
