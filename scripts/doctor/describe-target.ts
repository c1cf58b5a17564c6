import type { Caller, Target } from '../../fixtures/target/target.ts'
import { oneLine, plural } from '../../reporters/terminal.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import type { Profile } from '../../spec/profiles.ts'
import { warnings } from '../target/warnings.ts'
import { table } from '../text-table.ts'
import type { Found, Preflight } from './preflight.ts'

/** What a target and its callers allow, for reading. */
export function describeTarget(target: Target, found: Preflight, profile: Profile): string {
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
      callerRow('member', member),
      ...(admin === undefined
        ? [['administrator', 'no credentials given (--os-admin-cloud)']]
        : [callerRow('administrator', admin)]),
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

function callerRow(who: string, caller: Caller): string[] {
  const roles = caller.roles.length === 0 ? 'roles unknown' : `roles ${caller.roles.join(', ')}`
  const power =
    caller.administrator === undefined
      ? 'unknown whether an administrator'
      : caller.administrator
        ? 'is an administrator'
        : 'is no administrator'
  return [who, `project ${caller.projectId ?? 'unknown'}`, roles, power]
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
function obstacles(target: Target, found: Preflight, profile: Profile): string[][] {
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
