import { type Command, Option } from 'commander'
import { between } from './values.ts'

/** What the command line says of the target, as commander reads it; the others are read by way of the table below. */
export interface TargetOptions {
  osCloud?: string
  osAdminCloud?: string
  authUrl?: string
  token?: string
  adminToken?: string
  computeEndpoint?: string
  timeoutScale: number
  [option: string]: unknown
}

/** One option that stands for a setting of a cloud. */
export interface SettingOption {
  flags: string
  /** The setting's name in clouds.yaml. */
  setting: string
  purpose: string
  /** `who`: tells who asks, not where things are; an administrator's cloud has its own. `url`: must be an address. */
  is?: 'who' | 'url'
  /** Left out of the help: the other way to say what stands there. */
  hidden?: true
  choices?: string[]
}

/** The options that stand for settings, in the order of the help. */
export const SETTING_OPTIONS: readonly SettingOption[] = [
  {
    flags: '--auth-url <url>',
    setting: 'auth_url',
    is: 'who',
    purpose: 'the identity service; with --username, --password … or a token',
  },
  { flags: '--username <name>', setting: 'username', is: 'who', purpose: 'who logs in' },
  { flags: '--user-id <id>', setting: 'user_id', is: 'who', purpose: '', hidden: true },
  {
    flags: '--password <text>',
    setting: 'password',
    is: 'who',
    purpose: 'better in OS_PASSWORD or secure.yaml, where other users cannot see it',
  },
  {
    flags: '--user-domain-name <name>',
    setting: 'user_domain_name',
    is: 'who',
    purpose: 'the domain of the user',
  },
  { flags: '--user-domain-id <id>', setting: 'user_domain_id', is: 'who', purpose: '', hidden: true },
  { flags: '--project-name <name>', setting: 'project_name', is: 'who', purpose: 'the project to work in' },
  { flags: '--project-id <id>', setting: 'project_id', is: 'who', purpose: 'the same by id' },
  {
    flags: '--project-domain-name <name>',
    setting: 'project_domain_name',
    is: 'who',
    purpose: 'the domain of the project',
  },
  { flags: '--project-domain-id <id>', setting: 'project_domain_id', is: 'who', purpose: '', hidden: true },
  {
    flags: '--application-credential-id <id>',
    setting: 'application_credential_id',
    is: 'who',
    purpose: 'instead of user and password',
  },
  {
    flags: '--application-credential-secret <text>',
    setting: 'application_credential_secret',
    is: 'who',
    purpose: 'its secret',
  },
  {
    flags: '--token <token>',
    setting: 'token',
    is: 'who',
    purpose: 'a token instead of a login (also from OS_TOKEN)',
  },
  {
    flags: '--compute-endpoint <url>',
    setting: 'compute_endpoint_override',
    is: 'url',
    purpose: 'where compute is, instead of the catalogue; {project_id} is filled in',
  },
  {
    flags: '--events-endpoint <url>',
    setting: 'event_endpoint_override',
    is: 'url',
    purpose: 'where the events API is',
  },
  {
    flags: '--volume-endpoint <url>',
    setting: 'block_storage_endpoint_override',
    is: 'url',
    purpose: 'where block storage is',
  },
  {
    flags: '--image-endpoint <url>',
    setting: 'image_endpoint_override',
    is: 'url',
    purpose: 'where images are',
  },
  {
    flags: '--network-endpoint <url>',
    setting: 'network_endpoint_override',
    is: 'url',
    purpose: 'where networks are',
  },
  { flags: '--region <name>', setting: 'region_name', purpose: 'a region of the catalogue' },
  {
    flags: '--interface <kind>',
    setting: 'interface',
    purpose: 'which endpoints of the catalogue',
    choices: ['public', 'internal', 'admin'],
  },
  { flags: '--os-cacert <file>', setting: 'cacert', purpose: 'PEM file with the authorities to trust' },
  { flags: '--insecure', setting: 'insecure', purpose: 'do not check certificates' },
]

const GROUP = 'The target (without any of these and without OS_* variables: the embedded reference cloud):'

/** Gives a command the options that say which cloud is meant, and how to reach it. */
export function withTarget(command: Command): Command {
  const settings = SETTING_OPTIONS.map(({ flags, purpose, hidden, choices }) => {
    const option = new Option(flags, purpose).hideHelp(hidden === true)
    return choices === undefined ? option : option.choices(choices)
  })
  const endpoints = settings.findIndex(({ long }) => long === '--compute-endpoint')
  const options = [
    new Option('--os-cloud <name>', 'a cloud of clouds.yaml'),
    new Option(
      '--os-admin-cloud <name>',
      "the same cloud with administrator's credentials, for what members may not do",
    ),
    ...settings.slice(0, endpoints),
    new Option('--admin-token <token>', "an administrator's token (also from OS_ADMIN_TOKEN)"),
    ...settings.slice(endpoints),
    new Option('--timeout-scale <x>', 'multiplies all time limits')
      .argParser(between(0.001, 1000))
      .default(1),
  ]
  for (const option of options) command.addOption(option.helpGroup(GROUP))
  return command
    .option(
      '--config <file>',
      'options of `stackproof run` by name, as YAML (default: stackproof.yaml, if it is here)',
    )
    .option('--no-config', 'takes none from stackproof.yaml')
}
