import { type Command, Option } from 'commander'
import { type Settings, thisWorld, type World } from '../fixtures/target/cloud-files.ts'
import { loadConnection } from '../fixtures/target/connection.ts'
import { environmentNamesCloud } from '../fixtures/target/settings.ts'
import type { Connection } from '../fixtures/target/target.ts'
import { positive, UsageError } from './usage.ts'

/** What the command line says of the target. */
export interface TargetOptions {
  osCloud?: string
  osAdminCloud?: string
  authUrl?: string
  username?: string
  userId?: string
  password?: string
  token?: string
  adminToken?: string
  projectName?: string
  projectId?: string
  userDomainName?: string
  userDomainId?: string
  projectDomainName?: string
  projectDomainId?: string
  applicationCredentialId?: string
  applicationCredentialSecret?: string
  region?: string
  interface?: string
  computeEndpoint?: string
  eventsEndpoint?: string
  volumeEndpoint?: string
  imageEndpoint?: string
  networkEndpoint?: string
  osCacert?: string
  insecure?: boolean
  timeoutScale: number
}

const TARGET = 'The target (without any of these and without OS_* variables: the embedded reference cloud):'

/** Gives a command the options that say which cloud is meant, and how to reach it. */
export function withTarget(command: Command): Command {
  const options: Option[] = [
    new Option('--os-cloud <name>', 'a cloud of clouds.yaml'),
    new Option(
      '--os-admin-cloud <name>',
      "the same cloud with administrator's credentials, for what members may not do",
    ),
    new Option('--auth-url <url>', 'the identity service; with --username, --password … or a token'),
    new Option('--username <name>', 'who logs in'),
    new Option('--user-id <id>').hideHelp(),
    new Option('--password <text>', 'better in OS_PASSWORD or secure.yaml, where other users cannot see it'),
    new Option('--user-domain-name <name>', 'the domain of the user'),
    new Option('--user-domain-id <id>').hideHelp(),
    new Option('--project-name <name>', 'the project to work in'),
    new Option('--project-id <id>', 'the same by id'),
    new Option('--project-domain-name <name>', 'the domain of the project'),
    new Option('--project-domain-id <id>').hideHelp(),
    new Option('--application-credential-id <id>', 'instead of user and password'),
    new Option('--application-credential-secret <text>', 'its secret'),
    new Option('--token <token>', 'a token instead of a login (also from OS_TOKEN)'),
    new Option('--admin-token <token>', "an administrator's token (also from OS_ADMIN_TOKEN)"),
    new Option(
      '--compute-endpoint <url>',
      'where compute is, instead of the catalogue; {project_id} is filled in',
    ),
    new Option('--events-endpoint <url>', 'where the events API is'),
    new Option('--volume-endpoint <url>', 'where block storage is'),
    new Option('--image-endpoint <url>', 'where images are'),
    new Option('--network-endpoint <url>', 'where networks are'),
    new Option('--region <name>', 'a region of the catalogue'),
    new Option('--interface <kind>', 'which endpoints of the catalogue').choices([
      'public',
      'internal',
      'admin',
    ]),
    new Option('--os-cacert <file>', 'PEM file with the authorities to trust'),
    new Option('--insecure', 'do not check certificates'),
    new Option('--timeout-scale <x>', 'multiplies all time limits').argParser(positive).default(1),
  ]
  for (const option of options) command.addOption(option.helpGroup(TARGET))
  return command
}

/** The connections that the options and the environment ask for; undefined: the reference cloud is meant. */
export function connectionsOf(
  options: TargetOptions,
  world: World = thisWorld(),
): { member: Connection; admin?: Connection } | undefined {
  const given = settingsOf(options)
  const { osCloud, osAdminCloud, authUrl } = options
  const token = options.token ?? world.env.OS_TOKEN
  const named = osCloud !== undefined || authUrl !== undefined || environmentNamesCloud(world.env)
  if (!named && options.computeEndpoint !== undefined) {
    if (token === undefined) {
      throw new UsageError(
        '--compute-endpoint needs --token T (or OS_TOKEN), or else --os-cloud NAME to log in by',
      )
    }
    const adminToken = options.adminToken ?? world.env.OS_ADMIN_TOKEN
    return {
      member: bare(options, token, world),
      admin: adminToken === undefined ? undefined : bare(options, adminToken, world),
    }
  }
  if (!named) {
    const stray = Object.keys(given)[0]
    const said = osAdminCloud === undefined ? stray : 'os_admin_cloud'
    if (said === undefined) return undefined
    throw new UsageError(
      `--${flagOf(said)} alone names no target: add --os-cloud NAME, --auth-url URL or --compute-endpoint URL --token T`,
    )
  }
  const member = loadConnection(osCloud, given, world)
  if (osAdminCloud !== undefined) return { member, admin: loadConnection(osAdminCloud, shared(given), world) }
  if (options.adminToken === undefined) return { member }
  // An administrator's token beside a login: same endpoints, another token.
  return { member, admin: loadConnection(osCloud, { ...given, token: options.adminToken }, world) }
}

/** A connection by token and endpoints alone. */
function bare(options: TargetOptions, token: string, world: World): Connection {
  const { osCloud: _, ...rest } = options
  const quiet = { ...world, env: {} }
  const given = { ...settingsOf(rest), token, auth_type: 'admin_token' }
  const connection = loadConnection('envvars', given, quiet)
  return { ...connection, name: new URL(options.computeEndpoint!).host }
}

function checkedUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed !== undefined && /^https?:$/.test(parsed.protocol)) return url
  throw new UsageError(`${url} is not an address; it looks like https://cloud.example:8774/v2.1`)
}

/** The settings that also go for the administrator's cloud: where things are, not who asks. */
function shared(given: Settings): Settings {
  const WHO = /^(user|password|token|project|application|auth_url)/
  return Object.fromEntries(Object.entries(given).filter(([key]) => !WHO.test(key)))
}

function settingsOf(options: TargetOptions): Settings {
  for (const url of [
    options.computeEndpoint,
    options.eventsEndpoint,
    options.volumeEndpoint,
    options.imageEndpoint,
    options.networkEndpoint,
  ]) {
    if (url !== undefined) checkedUrl(url)
  }
  const settings: Settings = {
    auth_url: options.authUrl,
    username: options.username,
    user_id: options.userId,
    password: options.password,
    token: options.token,
    project_name: options.projectName,
    project_id: options.projectId,
    user_domain_name: options.userDomainName,
    user_domain_id: options.userDomainId,
    project_domain_name: options.projectDomainName,
    project_domain_id: options.projectDomainId,
    application_credential_id: options.applicationCredentialId,
    application_credential_secret: options.applicationCredentialSecret,
    region_name: options.region,
    interface: options.interface,
    compute_endpoint_override: options.computeEndpoint,
    event_endpoint_override: options.eventsEndpoint,
    block_storage_endpoint_override: options.volumeEndpoint,
    image_endpoint_override: options.imageEndpoint,
    network_endpoint_override: options.networkEndpoint,
    cacert: options.osCacert,
    insecure: options.insecure,
  }
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

function flagOf(setting: string): string {
  const odd: Record<string, string> = {
    region_name: 'region',
    event_endpoint_override: 'events-endpoint',
    block_storage_endpoint_override: 'volume-endpoint',
    cacert: 'os-cacert',
  }
  return odd[setting] ?? setting.replace(/_endpoint_override$/, '_endpoint').replaceAll('_', '-')
}
