import { isIPv4, isIPv6 } from 'node:net'
import type { Schema } from '../document.ts'
import type { Check, Compiling } from './check.ts'
import { linkSet } from './links.ts'

/** Checks of what no keyword says of one value alone: that parts of it agree (`x-links`, `x-agreement`). */
export function agreementsOf(schema: Schema, path: string, place: number, compiling: Compiling): Check[] {
  const found: Check[] = []
  if (schema['x-links'] !== undefined)
    found.push(linkSet(schema['x-links'] as string[], place, compiling.place(`body.${path}[].href`)))
  if (schema['x-agreement'] === 'address-version')
    found.push(addressVersion(compiling.place(`body.${path}.version`)))
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
