import { Option } from 'commander'
import { type Settings, thisWorld, type World } from '../../fixtures/target/cloud-files.ts'
import { loadConnection } from '../../fixtures/target/connection.ts'
import { environmentNamesCloud } from '../../fixtures/target/settings.ts'
import type { Connection } from '../../fixtures/target/target.ts'
import { UsageError } from '../errors.ts'
import { SETTING_OPTIONS, type TargetOptions } from '../options/target.ts'

/** A cloud as a command line asks for it. */
interface AskedCloud {
  /** Its name in clouds.yaml; undefined: the one that the environment names, or the only one there is. */
  cloud?: string
  /** What the options say of it, under the names of clouds.yaml; they win over what is found there. */
  settings: Settings
  /** By address and token alone: neither files nor variables are asked; the name it is then shown by. */
  alone?: string
}

/**
 * The connections that the options and the environment ask for; undefined: the reference cloud is meant.
 * @throws UsageError for options that do not go together, TargetError for settings that cannot be used
 */
export function connectionsOf(
  options: TargetOptions,
  world: World = thisWorld(),
): { member: Connection; admin?: Connection } | undefined {
  const asked = askedClouds(options, world.env)
  if (asked === undefined) return undefined
  const { member, admin } = asked
  return { member: connect(member, world), admin: admin && connect(admin, world) }
}

function askedClouds(
  options: TargetOptions,
  env: World['env'],
): { member: AskedCloud; admin?: AskedCloud } | undefined {
  const settings = settingsOf(options)
  const { osCloud, osAdminCloud, adminToken } = options
  if (osCloud !== undefined || options.authUrl !== undefined || environmentNamesCloud(env)) {
    const member = { cloud: osCloud, settings }
    if (osAdminCloud !== undefined)
      return { member, admin: { cloud: osAdminCloud, settings: whereOnly(settings) } }
    // An administrator's token beside a login: same endpoints, another token.
    if (adminToken !== undefined)
      return { member, admin: { cloud: osCloud, settings: { ...settings, token: adminToken } } }
    return { member }
  }
  if (options.computeEndpoint !== undefined) return byTokenAlone(options, settings, env)
  const [stray] = [
    ...(osAdminCloud === undefined ? [] : ['--os-admin-cloud']),
    ...flagsOf(settings),
    ...(adminToken === undefined ? [] : ['--admin-token']),
  ]
  if (stray === undefined) return undefined
  throw new UsageError(
    `${stray} alone names no target: add --os-cloud NAME, --auth-url URL or --compute-endpoint URL --token T`,
  )
}

function byTokenAlone(
  options: TargetOptions,
  settings: Settings,
  env: World['env'],
): ReturnType<typeof askedClouds> {
  const token = options.token ?? env.OS_TOKEN
  if (token === undefined)
    throw new UsageError(
      '--compute-endpoint needs --token T (or OS_TOKEN), or else --os-cloud NAME to log in by',
    )
  const alone = new URL(options.computeEndpoint!).host
  const withToken = (text: string): AskedCloud => ({
    settings: { ...settings, token: text, auth_type: 'admin_token' },
    alone,
  })
  const adminToken = options.adminToken ?? env.OS_ADMIN_TOKEN
  return { member: withToken(token), admin: adminToken === undefined ? undefined : withToken(adminToken) }
}

function connect({ cloud, settings, alone }: AskedCloud, world: World): Connection {
  if (alone === undefined) return loadConnection(cloud, settings, world)
  return { ...loadConnection('envvars', settings, { ...world, env: {} }), name: alone }
}

/** What the options say, under the names that clouds.yaml has for it. @throws UsageError for an address that is none */
function settingsOf(options: TargetOptions): Settings {
  const settings: Settings = {}
  for (const { flags, setting, is } of SETTING_OPTIONS) {
    const value = options[new Option(flags).attributeName()]
    if (value === undefined) continue
    if (is === 'url') checkUrl(String(value))
    settings[setting] = value
  }
  return settings
}

function checkUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed !== undefined && /^https?:$/.test(parsed.protocol)) return
  throw new UsageError(`${url} is not an address; it looks like https://cloud.example:8774/v2.1`)
}

/** The settings that also go for the administrator's cloud: where things are, not who asks. */
function whereOnly(settings: Settings): Settings {
  const who = new Set(SETTING_OPTIONS.filter(({ is }) => is === 'who').map(({ setting }) => setting))
  return Object.fromEntries(Object.entries(settings).filter(([setting]) => !who.has(setting)))
}

/** The options that were given for some settings, as a user writes them. */
function flagsOf(settings: Settings): string[] {
  return SETTING_OPTIONS.filter(({ setting }) => setting in settings).map(
    ({ flags }) => new Option(flags).long!,
  )
}
