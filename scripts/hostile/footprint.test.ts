import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Cloud, createCloud } from '../../fixtures/reference-cloud/cloud.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { asking } from './cloud-process.ts'
import { OwnThings } from './own-things.ts'
import { pass } from './passing.ts'
import { startProxy, type WireProxy } from './proxy.ts'
import { differences, holding, makeUsersThings } from './users-things.ts'

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

test('every change of a whole run is to what it made, or must be refused; a user has all that he had', {
  timeout: 300_000,
}, async () => {
  const served = await cloud.listen()
  const ask = await asking({ ...cloud.endpoints(served.url) }, cloud.cloudsYaml('acme', served.url))
  await makeUsersThings(ask)
  const before = await holding(ask)
  const own = new OwnThings(cloud)
  await proxy.close()
  proxy = await startProxy(cloud, { break: (passing) => own.pass(passing), everything: true }, 1)
  writeFileSync(join(folder, 'clouds.yaml'), cloud.cloudsYaml('acme', proxy.url))
  const admin = ['--os-admin-cloud', 'acme-admin', '--footprint', 'disruptive']
  await command('run', ...admin, '--profile', 'compute-v2,events,telemetry')
  expect(own.wrong).toEqual([])
  expect(own.count.own).toBeGreaterThan(1000)
  expect(own.count.refused).toBeGreaterThan(50)
  expect(differences(before, await holding(ask))).toEqual([])
  await served.close()
})

test('a change of what a user has is seen, also a refused one', async () => {
  const served = await cloud.listen()
  const ask = await asking({ ...cloud.endpoints(served.url) }, cloud.cloudsYaml('acme', served.url))
  await makeUsersThings(ask)
  const [{ id }] = (await ask('member', 'GET', 'compute/servers')).body.servers
  const own = new OwnThings(cloud)
  await proxy.close()
  proxy = await startProxy(cloud, { break: (passing) => own.pass(passing), everything: true }, 1)
  const through = await asking({ ...cloud.endpoints(proxy.url) }, cloud.cloudsYaml('acme', proxy.url))
  const before = await holding(ask)
  await through('member', 'PUT', `compute/servers/${id}`, { server: { name: 'stackproof-x' } })
  await through('member', 'POST', `compute/servers/${id}/action`, { unpause: null })
  await through('member', 'DELETE', 'compute/os-keypairs/stackproof-laptop-member')
  expect(own.wrong).toEqual([
    expect.stringMatching(/^PUT .*\(200\): .* is not the run’s/),
    expect.stringMatching(/^POST .*unpause.*\(409\): it was refused, but .* is a user’s own/),
    expect.stringMatching(/^DELETE .*keypairs.* is not the run’s/),
  ])
  expect(differences(before, await holding(ask)).length).toBeGreaterThan(1)
  await served.close()
})
