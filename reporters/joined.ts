import { attributeOf, type Break, type CauseKind } from './cause-kinds.ts'
import { GRAVITIES } from './report.ts'

/** So many words a symptom has at least to be told apart from another: `id when shown` is wrong for many reasons. */
const TELLING = 5

/**
 * Kinds of breaks that are one defect seen from several sides, by the break: a value in a wrong form that another statement holds
 * against the right one, one symptom that several statements tell in the same words, a refusal of whatever is asked.
 */
export function joined(kinds: ReadonlyMap<Break, CauseKind>): Map<Break, CauseKind> {
  const found = new Map<Break, CauseKind>()
  for (const [broke, kind] of kinds) {
    const form = isLoose(kind) && formBehind(broke, kinds)
    if (form) found.set(broke, form)
  }
  const refusals = new Map<string, CauseKind>()
  for (const [broke, kind] of kinds)
    if (kind.id === 'proper-call-refused') refusals.set(answerOf(broke), kind)
  for (const [broke, kind] of kinds) {
    // Turned away before it is looked at, a wrong call gets what a proper one gets.
    const same = kind.id === 'refusal-status' && refusals.get(answerOf(broke))
    if (same && broke.exchange?.response !== undefined) found.set(broke, same)
  }
  // What a call does to other things than it is for is no cause of its own where it does not do what it is for either.
  const effects = new Map([...kinds.values()].map((kind) => [kind.id, kind]))
  for (const [broke, { id }] of kinds) {
    const effect = effects.get(id.replace(/^beyond:/, 'effect:'))
    if (id.startsWith('beyond:') && effect !== undefined && !found.has(broke)) found.set(broke, effect)
  }
  // What a call is to bring about is read by another, and that which shows none of it breaks its own statements in the same way.
  const seenBy = new Map<string, CauseKind>()
  for (const [broke, kind] of kinds)
    if (kind.id.startsWith('effect:')) seenBy.set(lookOf(broke, broke.exchange?.operationId), kind)
  for (const [broke, kind] of kinds) {
    const effect = seenBy.get(lookOf(broke, broke.row.operationId))
    if (kind.id.startsWith('other:') && effect !== undefined && !found.has(broke)) found.set(broke, effect)
  }
  const bySymptom = new Map<string, [Break, CauseKind][]>()
  for (const [broke, kind] of kinds) {
    const symptom = symptomOf(broke)
    if (found.has(broke) || !isLoose(kind) || symptom.split(' ').length < TELLING) continue
    bySymptom.set(symptom, [...(bySymptom.get(symptom) ?? []), [broke, kind]])
  }
  for (const [symptom, told] of bySymptom) {
    const own = [...new Map(told.map(([, kind]) => [kind.id, kind])).values()]
    if (own.length < 2) continue
    const gravity = own.map((kind) => kind.gravity).sort(byGravity)[0]!
    const operations = new Set(told.map(([{ row }]) => row.operationId))
    const [first] = told as [[Break, CauseKind]]
    const one =
      operations.size === 1
        ? own.find((kind) => kind.gravity === gravity)!
        : { id: `symptom:${symptom}`, gravity, title: titleOf(first[0], symptom) }
    for (const [broke] of told) found.set(broke, one)
  }
  return found
}

/** Kinds that only say which operation was asked, and not what is wrong. */
function isLoose({ id }: CauseKind): boolean {
  return /^(effect|beyond|other|parameter):/.test(id)
}

/** An operation that showed nothing where something was expected; other breaks are like none but themselves. */
function lookOf({ row }: Break, operationId = ''): string {
  const { found = '' } = row.finding ?? {}
  return `${operationId} ${/^(\{\}|\[\]|null|"")$/.test(found) ? 'nothing' : row.id}`
}

/** The operation and all that it answered, as far as two refusals for one reason do not differ in it. */
function answerOf({ exchange }: Break): string {
  const { status, body = '' } = exchange?.response ?? {}
  return `${exchange?.operationId} ${status} ${body}`
}

/** The value in a wrong form that is all the difference between what a break expected and what it found. */
function formBehind({ row }: Break, kinds: ReadonlyMap<Break, CauseKind>): CauseKind | undefined {
  const { expected, found } = row.finding ?? {}
  if (expected === undefined || found === undefined) return
  for (const [other, kind] of kinds) {
    if (!kind.id.startsWith('attribute:')) continue
    const name = attributeOf(other)
    const same = expected.startsWith('{')
      ? sameBut(name, expected, found)
      : row.reason.startsWith(`${name} `) && unquoted(expected) === unquoted(found)
    if (same) return kind
  }
  return
}

/** Whether two objects, as they are told, are the same but for one attribute. What is told may be cut off. */
function sameBut(name: string, one: string, other: string): boolean {
  const quoted = `"${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}":`
  const [a, b] = [one, other].map((text) =>
    text.replace(new RegExp(`,?${quoted}("[^"]*"|[^,{}[\\]]*)`), '').replace(/…$/, ''),
  ) as [string, string]
  const length = Math.min(a.length, b.length)
  return a.slice(0, length) === b.slice(0, length) && (a !== one || b !== other) && one !== other
}

const unquoted = (text: string): string => text.replaceAll('"', '')

/** What a break's reason says without the values that it names. */
function symptomOf({ row }: Break): string {
  return row.reason
    .replace(/: expected .*/s, '')
    .replaceAll(/"[^"]*"|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\d+(\.\d+)?/g, '…')
}

function titleOf({ row }: Break, symptom: string): string {
  const says = row.reason.includes(': expected ') ? `${symptom} is not what it must be` : row.reason
  return says.charAt(0).toUpperCase() + says.slice(1)
}

const byGravity = (one: CauseKind['gravity'], other: CauseKind['gravity']) =>
  GRAVITIES.indexOf(one) - GRAVITIES.indexOf(other)
