import { Command } from 'commander'
import { expect, test } from 'vitest'
import type { World } from '../../fixtures/target/cloud-files.ts'
import { type TargetOptions, withTarget } from '../options/target.ts'
import { connectionsOf } from './settings.ts'

const nowhere = (env: World['env'] = {}): World => ({
  env,
  cwd: '/nowhere',
  home: '/nowhere',
  systemDirectories: [],
})

function parse(...argv: string[]): TargetOptions {
  return withTarget(new Command()).parse(argv, { from: 'user' }).opts()
}

test('nothing said: the reference cloud is meant', () => {
  expect(connectionsOf(parse(), nowhere())).toBeUndefined()
  expect(connectionsOf(parse('--timeout-scale', '2'), nowhere({ OS_CACERT: '/x' }))).toBeUndefined()
})

test('an address and tokens need no identity service', () => {
  const found = connectionsOf(
    parse(
      '--compute-endpoint',
      'https://c.example/v2.1',
      '--token',
      't',
      '--admin-token',
      'a',
      '--project-id',
      'p',
    ),
    nowhere(),
  )
  expect(found?.member).toMatchObject({
    name: 'c.example',
    credentials: { method: 'static', token: 't', projectId: 'p' },
    endpointOverrides: { compute: 'https://c.example/v2.1' },
  })
  expect(found?.admin?.credentials).toMatchObject({ token: 'a' })
})

test('a token may come from OS_TOKEN, where other users do not see it', () => {
  const found = connectionsOf(
    parse('--compute-endpoint', 'https://c.example/v2.1'),
    nowhere({ OS_TOKEN: 't' }),
  )
  expect(found?.member.credentials).toMatchObject({ token: 't' })
})

test('OS_* variables name a cloud, options change it', () => {
  const env = { OS_AUTH_URL: 'https://k/v3', OS_USERNAME: 'u', OS_PASSWORD: 'p', OS_PROJECT_NAME: 'x' }
  const found = connectionsOf(
    parse('--project-name', 'y', '--compute-endpoint', 'https://c', '--admin-token', 'a'),
    nowhere(env),
  )
  expect(found?.member).toMatchObject({
    credentials: { method: 'password', scope: { project: { name: 'y' } } },
    endpointOverrides: { compute: 'https://c' },
  })
  expect(found?.admin).toMatchObject({
    credentials: { method: 'token', token: 'a' },
    endpointOverrides: { compute: 'https://c' },
  })
})

test.each([
  [['--region', 'x'], /--region alone names no target/],
  [['--os-admin-cloud', 'x'], /--os-admin-cloud alone names no target/],
  [['--compute-endpoint', 'https://c'], /needs --token T/],
  [['--compute-endpoint', 'c', '--token', 't'], /c is not an address/],
])('%j is refused', (argv, message) => {
  expect(() => connectionsOf(parse(...argv), nowhere())).toThrow(message)
})
