import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from 'tar'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BUNDLED, MANIFEST_FILE } from './manifest.ts'
import { verifyBundle } from './verify-bundle.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-bundle-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['x', /is no bundle: its bundle.json is none/],
  ['null', /is no bundle: its bundle.json is none/],
  ['[]', /is no bundle: its bundle.json is none/],
  ['{}', /is no bundle: its bundle.json is none/],
  ['{"bundleVersion":99}', /has bundleVersion 99; this stackproof reads version 1/],
  ['{"bundleVersion":1}', /is no whole bundle: its bundle.json has no target/],
  ['{"bundleVersion":1,"target":"t","run":"r","spec":{}}', /its bundle.json has no files/],
  ['{"bundleVersion":1,"target":"t","run":"r","files":{},"spec":{}}', /its bundle.json has no spec.digest/],
])('a bundle that says %s of itself is told as none', async (manifest, message) => {
  const file = join(folder, 'bundle.tgz')
  for (const name of BUNDLED) writeFileSync(join(folder, name), '{}')
  writeFileSync(join(folder, MANIFEST_FILE), manifest)
  await create({ gzip: true, file, cwd: folder }, [MANIFEST_FILE, ...BUNDLED])
  await expect(verifyBundle(file)).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(message),
  })
})
