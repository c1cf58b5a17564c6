import { isIPv4, isIPv6 } from 'node:net'
import type { Schema } from '../document.ts'
import { FORMATS, isUtcSeconds } from '../formats.ts'
import type { Check, Compiling } from './check.ts'
import { linkSet } from './links.ts'

/**
 * Checks of what no keyword says of one value alone: that parts of it agree (`x-links`, `x-agreement`), or how it should be
 * written.
 */
export function agreementsOf(schema: Schema, path: string, place: number, compiling: Compiling): Check[] {
  const found: Check[] = []
  if (schema['x-links'] !== undefined) found.push(linkSet(schema['x-links'] as string[], place))
  if (schema['x-agreement'] === 'address-version')
    found.push(addressVersion(compiling.place(`body.${path}.version`)))
  if (schema.format === 'date-time') found.push(utcSeconds(compiling.place('utc-times')))
  return found
}

/** An address and the version of IP that stands beside it. A value that is no address is the schema's to judge. */
function addressVersion(place: number): Check {
  return (value, findings, depth) => {
    const { addr, version } = (value ?? {}) as { addr?: unknown; version?: unknown }
    if (typeof addr !== 'string' || (version !== 4 && version !== 6)) return
    const real = isIPv4(addr) ? 4 : isIPv6(addr) ? 6 : version
    if (real !== version)
      findings.report(place, `${real}, since ${addr.slice(0, 60)} is IPv${real}`, version, depth, 'version')
  }
}

/** How a time that is right should be written. */
function utcSeconds(place: number): Check {
  return (value, findings, depth) => {
    if (typeof value !== 'string') return
    const plain = isUtcSeconds(value)
    if (!plain && !FORMATS['date-time']!.test(value)) return
    findings.see(place)
    if (!plain)
      findings.report(place, 'a time in UTC with whole seconds, as in 2013-09-18T07:22:09Z', value, depth)
  }
}
