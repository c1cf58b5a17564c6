import type { Caller, Target } from '../../fixtures/target/target.ts'
import { oneLine } from '../../reporters/terminal.ts'
import { catalogue } from '../../spec/catalogue.ts'
import type { Profile } from '../../spec/profiles.ts'
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
    section('Extensions', extensions(target, profile)),
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
function extensions(target: Target, profile: Profile): string[][] {
  if (!target.featuresKnown) {
    const bind = profile.demandsEverything
      ? 'the profile demands all'
      : 'each binds where its operations and attributes are seen'
    return [['unknown', `the target lists no extensions: ${bind}`]]
  }
  const documented = [...new Set(catalogue().flatMap(({ feature }) => feature ?? []))].sort()
  const has = documented.filter((alias) => target.features.includes(alias))
  const lacks = documented.filter((alias) => !target.features.includes(alias))
  return [
    ['offered', `${has.length} of ${documented.length} documented`],
    ...(lacks.length === 0 ? [] : [['missing', lacks.join(', ')]]),
  ]
}
