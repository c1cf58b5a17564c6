import { parse } from 'yaml'
import type { RequirementRow, StaleWaiver } from './report.ts'

/** A known failure that a gate tolerates until a date. */
export interface Waiver {
  /** Id of the requirement. */
  id: string
  reason: string
  owner: string
  ticket?: string
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  expires: string
}

/** A waiver file that cannot be used; the message is one line a mistake and names the place. */
export class WaiverError extends Error {
  override readonly name = 'WaiverError'
}

const KEYS = ['id', 'reason', 'owner', 'ticket', 'expires', 'expiry']
const REQUIRED = ['id', 'reason', 'owner']
const FORM = 'a list of {id, reason, owner, ticket (optional), expires: YYYY-MM-DD}'

/**
 * Reads a waiver file: a YAML list, or a map whose key `waivers` holds one. `expiry` may stand for `expires`.
 * @param file its name, for the messages
 * @throws WaiverError naming every mistake, so that one correction is enough
 */
export function parseWaivers(text: string, file: string): Waiver[] {
  let document: unknown
  try {
    // Dates stay text in the core schema, so a day is never shifted by a time zone.
    document = parse(text, { schema: 'core' })
  } catch (error) {
    throw new WaiverError(`${file}: not YAML: ${(error as Error).message.split('\n')[0]!.replace(/:$/, '')}`)
  }
  if (document === null || document === undefined) return []
  const list = Array.isArray(document) ? document : (document as { waivers?: unknown }).waivers
  if (!Array.isArray(list)) throw new WaiverError(`${file}: expected ${FORM}`)
  const mistakes: string[] = []
  const seen = new Set<string>()
  const waivers = list.map((entry: unknown, index) => {
    const at = `waiver ${index + 1}`
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      mistakes.push(`${at}: expected {id, reason, owner, ticket, expires}`)
      return undefined
    }
    const fields = entry as Record<string, unknown>
    const name = typeof fields.id === 'string' ? `${at} (${fields.id})` : at
    for (const key of Object.keys(fields)) {
      if (!KEYS.includes(key))
        mistakes.push(`${name}: unknown key '${key}'; allowed are ${KEYS.slice(0, 5).join(', ')}`)
    }
    for (const key of REQUIRED) {
      const value = fields[key]
      if (typeof value !== 'string' || value.trim() === '') mistakes.push(`${name}: '${key}' is missing`)
    }
    const expires = fields.expires ?? fields.expiry
    if (typeof expires !== 'string' || !isDay(expires)) {
      mistakes.push(`${name}: 'expires' must be a day, as 2027-01-31`)
    }
    if (typeof fields.id === 'string') {
      if (seen.has(fields.id)) mistakes.push(`${name}: waived twice`)
      seen.add(fields.id)
    }
    return {
      id: String(fields.id),
      reason: String(fields.reason),
      owner: String(fields.owner),
      ...(fields.ticket === undefined ? {} : { ticket: String(fields.ticket) }),
      expires: String(expires),
    }
  })
  if (mistakes.length > 0) throw new WaiverError(mistakes.map((mistake) => `${file}: ${mistake}`).join('\n'))
  return waivers as Waiver[]
}

/**
 * Marks the broken rows that a waiver covers and finds the waivers that no longer fit.
 * @param day the run's day, `YYYY-MM-DD`: a report made again later gives the same result
 */
export function applyWaivers(rows: RequirementRow[], waivers: readonly Waiver[], day: string): StaleWaiver[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const stale: StaleWaiver[] = []
  for (const { id, ...waiver } of waivers) {
    const row = byId.get(id)
    if (!row) {
      stale.push({
        id,
        cause: 'unknown',
        message: `No requirement has the id ${id}. Correct or delete its waiver.`,
      })
    } else if (waiver.expires < day) {
      stale.push({
        id,
        cause: 'expired',
        message: `The waiver of ${id} expired on ${waiver.expires}. ${waiver.owner} must renew or delete it.`,
      })
    } else if (row.verdict === 'pass') {
      stale.push({ id, cause: 'passes', message: `${id} passes now. Delete its waiver.` })
    } else if (row.verdict === 'fail' || row.verdict === 'warn') {
      row.waiver = waiver
    }
  }
  return stale
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
