import { parse } from 'yaml'
import { matches } from '../spec/selection.ts'
import type { RequirementRow, StaleWaiver, Verdict } from './report.ts'

/** A known failure that a gate tolerates until a date. */
export interface Waiver {
  /** Id of the requirement, or a glob over ids: `servers.getVncConsole/*`. */
  id: string
  /** What it covers: absent, a requirement that is broken; else one that is blocked, or in error, and nothing else. */
  verdict?: 'blocked' | 'error'
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

const KEYS = ['id', 'reason', 'owner', 'ticket', 'expires', 'verdict', 'expiry']
const REQUIRED = ['id', 'reason', 'owner']
const FORM =
  'a list of {id, reason, owner, ticket (optional), expires: YYYY-MM-DD, verdict: blocked or error (optional)}'
/** The verdicts that a waiver covers, by what it says. */
const COVERS: Readonly<Record<'broken' | 'blocked' | 'error', readonly Verdict[]>> = {
  broken: ['fail', 'warn'],
  blocked: ['blocked'],
  error: ['error'],
}
const COVERABLE: readonly Verdict[] = Object.values(COVERS).flat()

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
        mistakes.push(`${name}: unknown key '${key}'; allowed are ${KEYS.slice(0, 6).join(', ')}`)
    }
    for (const key of REQUIRED) {
      const value = fields[key]
      if (value === undefined || value === null || value === '') mistakes.push(`${name}: '${key}' is missing`)
      else if (typeof value !== 'string' || value.trim() === '')
        mistakes.push(`${name}: '${key}' must be a text that says something`)
    }
    const expires = fields.expires ?? fields.expiry
    if (typeof expires !== 'string' || !isDay(expires)) {
      mistakes.push(`${name}: 'expires' must be a day, as 2027-01-31`)
    }
    const { verdict } = fields
    if (verdict !== undefined && verdict !== 'blocked' && verdict !== 'error')
      mistakes.push(`${name}: 'verdict' may be blocked or error; without it, what is broken is waived`)
    if (typeof fields.id === 'string') {
      const key = `${fields.id} ${verdict}`
      if (seen.has(key)) mistakes.push(`${name}: waived twice`)
      seen.add(key)
    }
    return {
      id: String(fields.id),
      reason: String(fields.reason),
      owner: String(fields.owner),
      ...(fields.ticket === undefined ? {} : { ticket: String(fields.ticket) }),
      ...(verdict === undefined ? {} : { verdict }),
      expires: String(expires),
    }
  })
  if (mistakes.length > 0) throw new WaiverError(mistakes.map((mistake) => `${file}: ${mistake}`).join('\n'))
  return waivers as Waiver[]
}

/**
 * Finds what can be known before a run: ids that no requirement has, and waivers that have expired.
 * @param day today, `YYYY-MM-DD`
 * @returns a sentence for each waiver that has expired and will fail the gate
 * @throws WaiverError for an id or glob that matches no requirement
 */
export function checkWaivers(
  waivers: readonly Waiver[],
  ids: readonly string[],
  file: string,
  day: string,
): string[] {
  const unknown = waivers.filter(({ id }) => !ids.some((each) => matches(id, each)))
  if (unknown.length > 0)
    throw new WaiverError(unknown.map(({ id }) => `${file}: no requirement has the id ${id}`).join('\n'))
  return waivers.filter(({ expires }) => expires < day).map(expired)
}

/** Whether a waiver covers a requirement that came to a verdict. @param day the run's day, `YYYY-MM-DD` */
export function covers({ id, verdict, expires }: Waiver, row: string, came: Verdict, day: string): boolean {
  return expires >= day && COVERS[verdict ?? 'broken'].includes(came) && matches(id, row)
}

/**
 * Marks the rows that a waiver covers and finds the waivers that no longer fit.
 * @param day the run's day, `YYYY-MM-DD`: a report made again later gives the same result
 */
export function applyWaivers(rows: RequirementRow[], waivers: readonly Waiver[], day: string): StaleWaiver[] {
  const stale: StaleWaiver[] = []
  for (const waiver of waivers) {
    const { id, verdict: _, ...said } = waiver
    const meant = rows.filter((row) => matches(id, row.id))
    if (meant.length === 0) {
      stale.push({
        id,
        cause: 'unknown',
        message: `No requirement has the id ${id}. Correct or delete its waiver.`,
      })
    } else if (waiver.expires < day) {
      stale.push({ id, cause: 'expired', message: expired(waiver) })
    } else {
      for (const row of meant) if (covers(waiver, row.id, row.verdict, day)) row.waiver ??= said
      const open = meant.some((row) => COVERABLE.includes(row.verdict))
      if (!open && meant.some((row) => row.verdict === 'pass'))
        stale.push({ id, cause: 'passes', message: `${id} passes now. Delete its waiver.` })
    }
  }
  return stale
}

function expired({ id, expires, owner }: Waiver): string {
  return `The waiver of ${id} expired on ${expires}. ${owner} must renew or delete it.`
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
