import type { Level } from '../spec/requirement.ts'
import { byOperation } from './groups.ts'
import type { Offer, Part, RequirementRow, Verdict } from './report.ts'

/** Verdicts by which a MUST was judged. */
const JUDGED: readonly Verdict[] = ['pass', 'fail']

const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'MAY']

/** What became of the rows of one part of the catalogue. @param complete false if the run was cut short or broke */
export function part(name: string, rows: readonly RequirementRow[], complete: boolean): Part {
  const levels = Object.fromEntries(
    LEVELS.map((level) => {
      const own = rows.filter((row) => row.level === level)
      const many = (...verdicts: RequirementRow['verdict'][]) =>
        own.filter((row) => verdicts.includes(row.verdict)).length
      const kept = many('pass')
      const broken = many('fail', 'warn')
      return [
        level,
        { total: own.length, kept, broken, open: many('blocked', 'error', 'untested', 'disabled') },
      ]
    }),
  ) as Part['levels']
  return {
    name,
    conformant: conformance(rows, complete),
    ...(isPartial(rows) ? { partial: true as const } : {}),
    ...(complete && isOutside(rows) ? { outside: true as const } : {}),
    total: rows.length,
    levels,
  }
}

/**
 * Whether rows conform: false as soon as one MUST is broken and not waived; true when every MUST that the run took
 * on could be judged; null when that cannot be said.
 */
export function conformance(rows: readonly RequirementRow[], complete: boolean): boolean | null {
  if (rows.some((row) => row.verdict === 'fail' && !row.waiver)) return false
  if (!complete) return null
  const open = ({ level, verdict, waiver }: RequirementRow) =>
    level === 'MUST' && !waiver && (verdict === 'blocked' || verdict === 'error')
  if (rows.some(open)) return null
  // What judged nothing has proved nothing.
  return rows.some((row) => row.verdict === 'pass') ? true : null
}

/** True if MUSTs among the rows were outside the selection or the footprint. */
export function isPartial(rows: readonly RequirementRow[]): boolean {
  return rows.some((row) => row.level === 'MUST' && row.verdict === 'disabled')
}

/** True if nothing of it was put to the test, for the run was not to. What no client can observe is no part of any run. */
function isOutside(rows: readonly RequirementRow[]): boolean {
  return (
    rows.some(({ verdict }) => verdict === 'disabled') &&
    rows.every(({ verdict }) => verdict === 'disabled' || verdict === 'untested')
  )
}

/** The rows by area: a resource, or the server actions. In the order of the documents. */
export function byArea(rows: readonly RequirementRow[]): Map<string, RequirementRow[]> {
  const areas = new Map<string, RequirementRow[]>()
  for (const row of rows) {
    const name = areaOf(row)
    const list = areas.get(name)
    if (list) list.push(row)
    else areas.set(name, [row])
  }
  return areas
}

/** What a target offers of the rows it was held to. @param absent operations whose every proper call was answered as unknown */
export function offer(rows: readonly RequirementRow[], absent: ReadonlySet<string>): Offer {
  const operations = byOperation(rows.filter((row) => row.verdict !== 'disabled'))
  const lacking = [...operations]
    .filter(([id, own]) => absent.has(id) || own.every((row) => row.verdict === 'unsupported'))
    .map(([id]) => id)
  const musts = [...operations]
    .filter(([id]) => !lacking.includes(id))
    .flatMap(([, own]) => own.filter((row) => row.level === 'MUST' && JUDGED.includes(row.verdict)))
  return {
    operations: operations.size - lacking.length,
    lacking,
    musts: musts.length,
    kept: musts.filter((row) => row.verdict === 'pass').length,
  }
}

/** The area an operation belongs to, in words: `volumeAttachments.list` → Volume attachments. */
function areaOf(row: RequirementRow): string {
  if (row.path.includes('#') && row.operationId.startsWith('servers.')) return 'Server actions'
  const words = row.operationId.split('.')[0]!.replace(/([A-Z])/g, (capital) => ` ${capital.toLowerCase()}`)
  const name = words.charAt(0).toUpperCase() + words.slice(1)
  return row.service === 'events' ? `${name} (events API)` : name
}
