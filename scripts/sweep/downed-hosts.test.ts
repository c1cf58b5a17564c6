import { afterEach, beforeEach, expect, test } from 'vitest'
import { Blocked } from '../../fixtures/outcome.ts'
import { type Place, placeOfRuns } from '../checks/under-way.ts'
import type { OpenTarget } from '../target/open-target.ts'
import { tellOfDownedHosts } from './downed-hosts.ts'
import type { Tidings } from './tidings.ts'

let place: Place

beforeEach(async () => {
  place = await placeOfRuns()
})
afterEach(() => place.close())

const sweep = (...more: string[]) => place.start(['sweep', '--os-cloud', 'acme', ...more]).ended

test('a host that was left declared down is told to an administrator, and is not touched', {
  timeout: 60_000,
}, async () => {
  const hosts = [...place.cloud.state.services.values()].filter(({ binary }) => binary === 'nova-compute')
  expect(hosts.length).toBeGreaterThan(1)
  hosts[0]!.forcedDown = true
  const told = await sweep('--os-admin-cloud', 'acme-admin')
  expect(told.code).toBe(0)
  expect(told.said).toContain(`openstack compute service set --up ${hosts[0]!.host} nova-compute`)
  expect(told.said).not.toContain(hosts[1]!.host)
  expect(hosts[0]!.forcedDown).toBe(true)
  expect((await sweep()).said).not.toContain('declared down')
})

test('a front that answers in place of the list of hosts does not end a sweep: what it deleted is told', async () => {
  const send = () => Promise.reject(new Blocked('gateway', 'answered 307'))
  const said: string[] = []
  const opened = { clients: () => ({ admin: { send } }) } as unknown as OpenTarget
  await tellOfDownedHosts(opened, { say: (line: string) => said.push(line) } as unknown as Tidings)
  expect(said).toEqual(['whether a host is declared down could not be seen: answered 307'])
})
