import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Cloud, createCloud } from '../../fixtures/reference-cloud/cloud.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { pass } from './passing.ts'
import { startProxy, type WireProxy } from './proxy.ts'

// What a run does to a cloud, as a proxy between the two records it.
const BIN = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')

let folder: string
let cloud: Cloud
let proxy: WireProxy

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stackproof-footprint-'))
  cloud = createCloud({ latencyMs: 1 })
  proxy = await startProxy(cloud, { break: pass }, 0)
  writeFileSync(join(folder, 'clouds.yaml'), cloud.cloudsYaml('acme', proxy.url))
})
afterEach(async () => {
  await proxy.close()
  rmSync(folder, { recursive: true, force: true })
})

const command = (...args: string[]) =>
  new Promise<number | null>((resolve) => {
    const clean = Object.entries(process.env).filter(([name]) => !/^(OS_|VITEST|NODE_)/.test(name))
    const env = { ...Object.fromEntries(clean), HOME: folder }
    spawn(process.execPath, [BIN, ...args, '--os-cloud', 'acme'], { cwd: folder, env, stdio: 'ignore' }).on(
      'close',
      resolve,
    )
  })

test('a whole run that may only read sends GET, HEAD and logins, and nothing else', {
  timeout: 180_000,
}, async () => {
  const admin = ['--os-admin-cloud', 'acme-admin']
  await command('run', ...admin, '--footprint', 'read-only', '--profile', 'compute-v2,events,telemetry')
  await command('doctor', ...admin)
  const { requests } = proxy
  expect(requests.length).toBeGreaterThan(100)
  const others = requests.filter(({ method }) => !['GET', 'HEAD'].includes(method))
  expect(new Set(others.map(({ method, path }) => `${method} ${path}`))).toEqual(
    new Set(['POST /identity/v3/auth/tokens']),
  )
})
