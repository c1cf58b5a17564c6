import { Command } from 'commander'
import type { Caller, Target } from '../../fixtures/target/target.ts'
import { oneLine, plural } from '../../reporters/terminal.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { chosenProfile } from '../judging.ts'
import { reach } from '../party.ts'
import { startCloud } from '../reference-cloud.ts'
import { type Found, type Survey, survey } from '../survey.ts'
import { table } from '../table.ts'
import { connectionsOf, type TargetOptions, withTarget } from '../target-options.ts'
import { warnings } from '../warnings.ts'
import type { Finish } from './main.ts'

/** `stackproof doctor`: what a target and these credentials allow, before a run. */
export function doctorCommand(finish: Finish): Command {
  const command = new Command('doctor')
    .summary('what a target and these credentials allow, before a run')
    .description(
      'Logs in, looks around without changing anything, and tells what a run could judge and what would be blocked.',
    )
    .option('--profile <name>', 'the profile that a run would have', 'compute-v2.1')
  withTarget(command).addHelpText(
    'after',
    '\nExample:\n  stackproof doctor --os-cloud acme --os-admin-cloud acme-admin\n\nExit codes: 0 a run could begin; 2 the target cannot be used.',
  )
  return command.allowExcessArguments(false).action(async (options: TargetOptions & { profile: string }) => {
    const profile = chosenProfile(options.profile)
    const connections = connectionsOf(options)
    const cloud = connections === undefined ? await startCloud({}) : undefined
    try {
      const reached = await reach(connections ?? cloud!.connections, {
        timeoutScale: options.timeoutScale,
        ...(cloud === undefined ? {} : { name: 'reference cloud', reference: true }),
      })
      try {
        const found = await survey(reached.target, reached.clients('discovery').member)
        process.stdout.write(describe(reached.target, found, profile))
      } finally {
        await reached.close()
      }
    } finally {
      await cloud?.close()
    }
    finish(0)
  })
}

function describe(target: Target, found: Survey, profile: ReturnType<typeof chosenProfile>): string {
  const { member, admin } = target
  const section = (title: string, rows: string[][]) =>
    rows.length === 0 ? '' : `${title}\n${table(rows, '  ')}\n`
  return [
    section(`Target ${target.name}`, [
      ...Object.entries(member.endpoints)
        .sort()
        .map(([service, url]) => [service, url, target.versions[service] ?? '']),
    ]),
    section('Callers', [
      caller('member', member),
      ...(admin === undefined
        ? [['administrator', 'no credentials given (--os-admin-cloud)']]
        : [caller('administrator', admin)]),
    ]),
    section(
      'Quota',
      found.quotas.map(({ name, used, most }) => [
        name,
        most < 0 ? `${used} used, no limit` : `${most - used} left of ${most}`,
      ]),
    ),
    section('To work with', [
      things('images', found.images),
      things('flavors', found.flavors),
      things('zones', found.zones),
      things('networks', found.networks),
      things('volumes', found.volumes),
      things('events', found.events),
    ]),
    section('Extensions', extensions(target)),
    section(`What a run with profile ${profile.name} could not judge`, obstacles(target, found, profile)),
    warnings(target)
      .map((line) => `Note: ${line}\n`)
      .join(''),
  ].join('')
}

function caller(who: string, party: Caller): string[] {
  const roles = party.roles.length === 0 ? 'roles unknown' : `roles ${party.roles.join(', ')}`
  const power =
    party.administrator === undefined
      ? 'unknown whether an administrator'
      : party.administrator
        ? 'is an administrator'
        : 'is no administrator'
  return [who, `project ${party.projectId ?? 'unknown'}`, roles, power]
}

function things(name: string, { names, trouble }: Found): string[] {
  if (trouble !== undefined) return [name, `none: ${oneLine(trouble, 120)}`]
  if (names.length === 0) return [name, 'none']
  const shown = names
    .slice(0, 4)
    .map((each) => oneLine(each, 60))
    .join(', ')
  return [name, names.length > 4 ? `${shown} and ${names.length - 4} more` : shown]
}

/** The documented extensions, by whether the target lists them. */
function extensions(target: Target): string[][] {
  if (!target.featuresKnown) return [['unknown', 'the target lists no extensions: none is demanded']]
  const documented = [...new Set(catalogue().flatMap(({ feature }) => feature ?? []))].sort()
  const has = documented.filter((alias) => target.features.includes(alias))
  const lacks = documented.filter((alias) => !target.features.includes(alias))
  return [
    ['offered', `${has.length} of ${documented.length} documented`],
    ...(lacks.length === 0 ? [] : [['missing', lacks.join(', ')]]),
  ]
}

/** Why requirements of the profile would stay unjudged, with how many. */
function obstacles(target: Target, found: Survey, profile: ReturnType<typeof chosenProfile>): string[][] {
  const wanted = catalogue().filter(({ operationId }) => profile.includes(operation(operationId)))
  const rows: string[][] = []
  const tell = (count: number, why: string) => {
    if (count > 0) rows.push([plural(count, 'requirement'), why])
  }
  const count = (test: (requirement: (typeof wanted)[number]) => boolean) => wanted.filter(test).length
  if (target.admin?.administrator !== true) {
    tell(
      count(({ role }) => role === 'admin'),
      'need an administrator: give --os-admin-cloud NAME',
    )
  }
  if (target.member.administrator === true) {
    tell(
      count(({ kind, cell }) => kind === 'role' || cell?.locked === true),
      'need a caller who is no administrator',
    )
  }
  if (target.featuresKnown && !profile.demandsEverything) {
    tell(
      count(({ feature }) => feature !== undefined && !target.features.includes(feature)),
      'are about extensions that the target does not list: unsupported',
    )
  }
  if (target.member.endpoints.events === undefined) {
    tell(
      count(({ service }) => service === 'events'),
      'need the events API: there is no endpoint (--events-endpoint URL)',
    )
  }
  if (target.member.endpoints.volume === undefined) {
    tell(
      count(({ operationId }) => /^volume/.test(operationId)),
      'need block storage: there is no endpoint (--volume-endpoint URL)',
    )
  }
  const servers = found.quotas.find(({ name }) => name === 'servers')
  if (servers !== undefined && servers.most >= 0 && servers.most - servers.used < 2) {
    rows.push(['most of it', `needs quota for two servers; ${servers.most - servers.used} left`])
  }
  if (found.images.names.length === 0) rows.push(['most of it', 'needs an image to build servers from'])
  if (found.flavors.names.length === 0) rows.push(['most of it', 'needs a flavor to build servers with'])
  return rows.length === 0 ? [['nothing', 'all of it can be judged']] : rows
}
