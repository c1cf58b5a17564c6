import { choices } from '../attributes.ts'
import type { Schema } from '../document.ts'
import { FORMATS } from '../formats.ts'

/** One thing asked of a value that is no object and no list: what is asked, in one phrase, and whether the value keeps it. */
export interface Rule {
  expected: string
  /** The types of values that it speaks of, as bits. */
  bits: number
  /** Called for values of those types alone. */
  keeps(value: any): boolean
}

/** What a schema asks of texts, numbers, booleans and null beyond their type. */
export function rulesOf(schema: Schema): Rule[] {
  const rules: Rule[] = []
  if (schema.const !== undefined) {
    const { const: only } = schema
    rules.push({ expected: `the value ${JSON.stringify(only)}`, bits: -1, keeps: (value) => value === only })
  }
  if (schema.enum !== undefined) {
    const allowed = new Set(schema.enum)
    rules.push({
      expected: `one of ${choices(schema.enum, false)}`,
      bits: -1,
      keeps: (value) => allowed.has(value),
    })
  }
  return [...rules, ...textRules(schema), ...numberRules(schema)]
}

function textRules(schema: Schema): Rule[] {
  const rules: Rule[] = []
  const text = (expected: string, keeps: (text: string) => boolean) =>
    rules.push({ expected, bits: BITS.string!, keeps })
  if (schema.format !== undefined) {
    const format = FORMATS[schema.format]
    if (format === undefined) throw new Error(`the format ${schema.format} is not known`)
    text(format.phrase, format.test)
  }
  if (schema.pattern !== undefined) {
    const pattern = new RegExp(schema.pattern, 'u')
    text(`a text of the form ${schema.pattern}`, (value) => pattern.test(value))
  }
  const { minLength = 0, maxLength } = schema
  if (minLength > 0) {
    const expected =
      minLength === 1 ? 'a text that is not empty' : `a text of at least ${minLength} characters`
    text(expected, (value) => value.length >= minLength && characters(value) >= minLength)
  }
  if (maxLength !== undefined)
    text(
      `a text of at most ${maxLength} characters`,
      (value) =>
        value.length <= maxLength || (value.length <= 2 * maxLength && characters(value) <= maxLength),
    )
  return rules
}

function numberRules({ minimum, maximum }: Schema): Rule[] {
  const rules: Rule[] = []
  const number = (expected: string, keeps: (value: number) => boolean) =>
    rules.push({ expected, bits: BITS.number!, keeps })
  if (minimum !== undefined) number(`a number of at least ${minimum}`, (value) => value >= minimum)
  if (maximum !== undefined) number(`a number of at most ${maximum}`, (value) => value <= maximum)
  return rules
}

/** Length as JSON Schema counts it: a character outside the basic plane counts once. */
function characters(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdbff) continue
    const next = text.charCodeAt(i + 1)
    if (next >= 0xdc00 && next <= 0xdfff) {
      count--
      i++
    }
  }
  return count
}

/** The bits of lists and objects. */
export const LIST = 32
export const OBJECT = 64

const BITS: Readonly<Record<string, number>> = {
  string: 1,
  integer: 2,
  // A whole number is a number too.
  number: 2 | 4,
  boolean: 8,
  null: 16,
  array: LIST,
  object: OBJECT,
}

/** The types that a schema allows, as bits; those of all where it names none. */
export function bitsOf(type: Schema['type']): number {
  if (type === undefined) return -1
  return [type].flat().reduce((bits, name) => bits | BITS[name]!, 0)
}

/** The type of a value in JSON Schema's sense, as one of the bits of `bitsOf`. */
export function bitOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return 1
    case 'number':
      return Number.isInteger(value) ? 2 : 4
    case 'boolean':
      return 8
    default:
      return value === null ? 16 : Array.isArray(value) ? LIST : OBJECT
  }
}
