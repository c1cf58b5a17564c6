import { resolve, type Schema } from '../document.ts'
import type { Check, Compiling } from './check.ts'
import type { Findings } from './findings.ts'
import { isDemanded, type Offer } from './offer.ts'

interface Member {
  name: string
  place: number
  check: Check
  required: boolean
  /** Its schema, where an extension's presence may demand it. */
  demand: Schema | undefined
  /** Due in answers to the offer at hand. */
  due: boolean
}

const MISSING = 'the attribute to be there'

/** The check of an object's members: those that must be there, those that are, and those that no document names. */
export function objectCheck(compiling: Compiling, schema: Schema, path: string, place: number): Check {
  const members = new Map<string, Member>()
  for (const [name, unresolved] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? name : `${path}.${name}`
    const own = compiling.at(at, place)
    const property = { ...resolve(unresolved), ...unresolved }
    members.set(name, {
      name,
      place: own,
      check: compiling.node(unresolved, at, own),
      required: (schema.required ?? []).includes(name),
      demand: property['x-feature'] === undefined || property['x-optional'] === true ? undefined : property,
      due: false,
    })
  }
  const unnamed = (schema.required ?? []).filter((name) => !members.has(name))
  if (unnamed.length > 0)
    throw new Error(`${path}: requires ${unnamed.join(', ')}, which it does not describe`)
  const candidates = [...members.values()].filter((member) => member.required || member.demand !== undefined)
  const demands = demandsOf(candidates)
  const any = mapCheck(compiling, schema, path, place)
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema
  // Objects of a list mostly hold the same members in the same order.
  const usual: (Member | undefined)[] = []
  return (value, findings, depth) => {
    const object = value as Record<string, unknown>
    const due = demands(findings.offer)
    let count = 0
    let there = 0
    for (const name in object) {
      findings.path[depth] = name
      let member = usual[count]
      if (member === undefined || member.name !== name) {
        member = members.get(name)
        if (count < members.size) usual[count] = member
      }
      count++
      if (member === undefined) any(object[name], findings, depth + 1)
      else {
        if (member.due) there++
        findings.see(member.place)
        member.check(object[name], findings, depth + 1)
      }
    }
    if (there < due.length) {
      for (const member of due)
        if (!Object.hasOwn(object, member.name))
          findings.report(member.place, MISSING, undefined, depth, member.name)
    }
    if (count < minProperties) findings.report(place, `at least ${memberCount(minProperties)}`, value, depth)
    if (count > maxProperties) findings.report(place, `at most ${memberCount(maxProperties)}`, value, depth)
  }
}

/** Of members that may be due, those that are due in answers to an offer; marked as such, and found anew only for another offer. */
function demandsOf(candidates: readonly Member[]): (offer: Offer) => readonly Member[] {
  let due: Member[] = []
  let last: Offer | undefined
  return (offer) => {
    if (last !== undefined && offer.features === last.features && offer.role === last.role) return due
    last = { ...offer }
    for (const member of candidates) member.due = member.required || isDemanded(member.demand!, offer)
    due = candidates.filter((member) => member.due)
    return due
  }
}

const memberCount = (count: number) => (count === 1 ? 'one member' : `${count} members`)

/** The check of a member that is not described by its name. */
function mapCheck(compiling: Compiling, schema: Schema, path: string, place: number): Check {
  const { additionalProperties, properties } = schema
  if (typeof additionalProperties === 'object') {
    const at = path === '' ? '*' : `${path}.*`
    const own = compiling.at(at, place)
    const check = compiling.node(additionalProperties, at, own)
    return (value, findings, depth) => {
      findings.see(own)
      check(value, findings, depth)
    }
  }
  // A schema that says nothing of its members: whatever they are is as documented.
  if (additionalProperties === true || properties === undefined) return () => {}
  return (_, findings, depth) => findings.unknown(path, String(findings.path[depth - 1]))
}

/** The check of a list's items. */
export function listCheck(compiling: Compiling, schema: Schema, path: string, place: number): Check {
  const check = schema.items === undefined ? undefined : compiling.node(schema.items, `${path}[]`, place)
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueItems = false } = schema
  return (value, findings, depth) => {
    const list = value as unknown[]
    if (list.length < minItems) findings.report(place, `at least ${items(minItems)}`, value, depth)
    if (list.length > maxItems) findings.report(place, `at most ${items(maxItems)}`, value, depth)
    if (uniqueItems) reportTwins(list, findings, depth, place)
    if (check === undefined) return
    for (let i = 0; i < list.length; i++) {
      findings.path[depth] = i
      check(list[i], findings, depth + 1)
    }
  }
}

const items = (count: number) => (count === 1 ? 'one item' : `${count} items`)

/** Reports texts and numbers that a list holds twice. */
function reportTwins(list: readonly unknown[], findings: Findings, depth: number, place: number): void {
  const seen = new Set<unknown>()
  for (const [i, item] of list.entries()) {
    if (item !== null && typeof item === 'object') continue
    if (seen.has(item)) {
      findings.path[depth] = i
      findings.report(place, 'an item that is there once', item, depth + 1)
    }
    seen.add(item)
  }
}
