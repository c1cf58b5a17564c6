import type { Exchange } from '../spec/exchange.ts'
import type { Requirement } from '../spec/requirement.ts'
import type { Gravity, RequirementRow } from './report.ts'

/** What is known of one broken requirement. */
export interface Break {
  row: RequirementRow
  requirement: Requirement
  /** The exchange that told. */
  exchange?: Exchange
  /** Every proper call of the operation was answered as if there were no such operation. */
  absent: boolean
}

/** One thing that a target does, by which broken requirements are gathered. */
export interface CauseKind {
  id: string
  gravity: Gravity
  /** What the target does, in one line, whatever the number of operations. */
  title: string
}

type Rule = (broke: Break & { taken: boolean; crashed: boolean; slug: string }) => CauseKind | false

const kind = (id: string, gravity: Gravity, title: string): CauseKind => ({ id, gravity, title })

/** Requirements that a call is refused for its token. */
const OF_TOKENS = ['token-required', 'fault-unauthorized', 'code-without-token']

/** Requirements that a call changes nothing but what it is for. */
const LEFT_ALONE = ['rest-unchanged', 'server-unchanged', 'others-stay']

/** The rules in the order in which they are asked; the first that knows the break names its kind. */
const RULES: readonly Rule[] = [
  // Also where such a call is refused for what it asks, and not for its caller: a right one would have been taken.
  ({ slug, taken, exchange }) =>
    (taken || exchange?.response?.status === 409) &&
    OF_TOKENS.includes(slug) &&
    kind('tokens-unchecked', 'rights', 'Calls without a valid token get through'),
  ({ slug, taken }) =>
    taken &&
    slug === 'other-tenant' &&
    kind('project-unchecked', 'rights', 'Calls in the name of another project are taken'),
  ({ requirement, row, taken }) =>
    taken &&
    (isLock(requirement) || (row.kind === 'role' && /\.(un)?lock$/.test(row.operationId))) &&
    kind('locks-unchecked', 'rights', 'Locks do not hold'),
  ({ row, slug, taken }) =>
    taken &&
    row.kind === 'role' &&
    !slug.startsWith('administrator') &&
    kind('roles-unchecked', 'rights', 'Callers may do or see what is not theirs'),
  ({ row, slug }) =>
    slug === 'lists-project-servers' &&
    /of another project/.test(row.reason) &&
    kind('roles-unchecked', 'rights', 'Callers may do or see what is not theirs'),
  ({ row }) =>
    / was refused, yet /.test(row.reason) &&
    kind('acts-after-refusal', 'refusals', 'Refused calls act all the same'),
  ({ absent }) => absent && kind('absent', 'answers', 'Documented operations are absent'),
  ({ crashed, exchange }) =>
    crashed &&
    (exchange?.probe
      ? kind('crash-on-wrong-call', 'answers', 'Wrong calls end in a server error')
      : kind('crash', 'answers', 'Proper calls end in a server error')),
  ({ requirement, exchange, row, taken }) => {
    if (!exchange?.response || !aboutStatus(row)) return false
    if (mustRefuse(requirement)) {
      if (!taken) return kind('refusal-status', 'answers', 'Refusals have another status than documented')
      return requirement.cell
        ? kind('state-unchecked', 'answers', 'Calls are taken in server states that forbid them')
        : kind('wrong-call-taken', 'answers', 'Wrong calls are taken')
    }
    if (taken)
      return (
        row.finding?.pointer === '/status' &&
        kind('success-status', 'answers', 'Successes have another status than documented')
      )
    if (exchange.probe)
      return kind('refusal-status', 'answers', 'Refusals have another status than documented')
    // Refused with another code than those for callers, the call was refused for what it asked.
    if (requirement.role === 'admin' && [401, 403, 404].includes(exchange.response.status))
      return kind('administrators-refused', 'answers', 'Administrators are refused')
    return requirement.cell
      ? kind('state-refused', 'answers', 'Calls are refused in server states that allow them')
      : kind('proper-call-refused', 'answers', 'Proper calls are refused')
  },
  ({ row }) => row.kind === 'media-type' && kind('media-type', 'form', 'Answers are of another media type'),
  ({ row, slug }) => {
    const header = /^\/headers\/(.+)$/.exec(row.finding?.pointer ?? '')?.[1]
    const name = header ?? (slug === 'request-id' ? 'x-compute-request-id' : undefined)
    return name !== undefined && kind(`header:${name}`, 'form', `The header ${name} is missing or malformed`)
  },
  ({ slug }) =>
    slug === 'fault-shape' && kind('fault-form', 'form', 'Refusals are not in the documented form'),
  ({ requirement, row }) => {
    if (row.kind !== 'attribute') return false
    const name = attributeOf({ requirement, row })
    const expected = row.finding?.expected
    return kind(
      `attribute:${name}${expected === undefined ? '' : `:${expected}`}`,
      'form',
      `${name} is not as documented${expected === undefined ? '' : `: expected ${expected}`}`,
    )
  },
  ({ row }) =>
    row.kind === 'body' && kind(`body:${row.operationId}`, 'form', `${row.operationId} answers another body`),
  ({ requirement }) =>
    requirement.parameter !== undefined &&
    !mustRefuse(requirement) &&
    kind(
      `parameter:${requirement.parameter}`,
      'answers',
      `The parameter ${requirement.parameter} does not do what it is for`,
    ),
  ({ row, slug }) =>
    LEFT_ALONE.includes(slug) &&
    kind(`beyond:${row.operationId}`, 'effects', `${row.operationId} changes what it has to leave alone`),
  // Whichever statement told: that a caller or a server's status allows the call is broken, too, by one that does nothing.
  ({ requirement, row, exchange }) =>
    row.method !== 'GET' &&
    (['effect', 'postcondition', 'default'].includes(row.kind) ||
      (!mustRefuse(requirement) && exchange !== undefined && exchange.operationId !== row.operationId)) &&
    kind(
      `effect:${row.operationId}`,
      'effects',
      `${row.operationId} is taken, and what was asked for does not come about`,
    ),
  ({ row }) => kind(`other:${row.operationId}`, 'answers', `${row.operationId} does not do as documented`),
]

/** The kind of cause behind a broken requirement. */
export function causeKind(broke: Break): CauseKind {
  const { row, exchange } = broke
  const status = exchange?.response?.status ?? 0
  const known = { ...broke, slug: slugOf(row), taken: status >= 200 && status < 300, crashed: status >= 500 }
  for (const rule of RULES) {
    const found = rule(known)
    if (found) return found
  }
  throw new Error('the last rule knows every break')
}

/**
 * Whether a call without a valid token was refused for what it asks. Alone that proves little, a gateway may answer 400 to
 * a missing header; where other such calls are taken, it is one more that nobody asked for its token.
 */
export function passedUnchecked({ row, exchange }: Break, { id }: CauseKind): boolean {
  const status = exchange?.response?.status ?? 0
  return id === 'refusal-status' && OF_TOKENS.includes(slugOf(row)) && (status === 400 || status === 404)
}

/**
 * Whether a list holds a server under the name of another project. Alone that may be a wrong name; where callers see what is not
 * theirs, it is one more of these.
 */
export function showsForeign({ row }: Break, { id }: CauseKind): boolean {
  return (
    id.startsWith('other:') && slugOf(row) === 'lists-project-servers' && /^the project of /.test(row.reason)
  )
}

/** The name of the attribute that a broken requirement is about. */
export function attributeOf({ requirement, row }: Pick<Break, 'requirement' | 'row'>): string {
  return (requirement.attribute ?? row.id).split('.').at(-1)!.replace(/\[\]$/, '')
}

function slugOf({ id }: RequirementRow): string {
  return id.slice(id.indexOf('/') + 1)
}

/** Kinds of statement that an answer's status can break by itself. */
function aboutStatus({ kind: about, finding }: RequirementRow): boolean {
  if (finding?.pointer !== undefined) return finding.pointer === '/status'
  return ['status', 'fault', 'precondition', 'request', 'limit', 'role', 'parameter'].includes(about)
}

function mustRefuse({ cell, statuses }: Requirement): boolean {
  return cell?.outcome === 'refused' || (statuses?.every((status) => status >= 400) ?? false)
}

function isLock({ cell }: Requirement): boolean {
  return cell?.locked === true && cell.outcome === 'refused'
}
