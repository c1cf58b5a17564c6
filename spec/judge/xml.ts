import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { shapes } from '../attributes.ts'
import type { Schema } from '../document.ts'
import type { Json } from './json.ts'
import { quote } from './quote.ts'

/** The documents show `value` as the root, the last Panko releases send `result`; an erratum accepts both. */
const ROOTS = ['value', 'result']

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  processEntities: false,
})

/** Decodes an XML answer of the events API into what the JSON answer would be, guided by the JSON schema. */
export function decodeXml(text: string, schema: Schema): Json {
  const tree = wellFormed(text)
  if (tree === undefined) return { fault: `no well-formed XML: ${quote(text)}` }
  const root = Object.keys(tree).find((name) => name !== '?xml')
  if (root === undefined || !ROOTS.includes(root)) {
    return { fault: `no root element ${ROOTS.join(' or ')}, but ${quote(root)}` }
  }
  return { value: shaped(tree[root], schema) }
}

function wellFormed(text: string): Record<string, unknown> | undefined {
  if (XMLValidator.validate(text) !== true) return undefined
  try {
    return parser.parse(text)
  } catch {
    // The parser bears no nesting or entities beyond what an honest answer has.
    return undefined
  }
}

function shaped(node: unknown, schema: Schema): unknown {
  const options = shapes(schema)
  if (isNil(node)) return null
  const list = options.find((s) => s.items !== undefined)
  if (list !== undefined) return items(node).map((item) => shaped(item, list.items!))
  const map = options.find((s) => typeof s.additionalProperties === 'object')
  const entries = items(node)
  if (map !== undefined && entries.every(isPair)) {
    return Object.fromEntries(
      entries.map((e: any) => [String(e.key), shaped(e.value, map.additionalProperties as Schema)]),
    )
  }
  const object = options.find((s) => s.properties !== undefined)
  if (object !== undefined && node !== null && typeof node === 'object') {
    return Object.fromEntries(
      Object.entries(node)
        .filter(([name]) => !name.startsWith('@') && name !== '#text')
        .map(([name, value]) => [name, shaped(value, object.properties![name] ?? {})]),
    )
  }
  return scalar(node, options)
}

function isNil(node: unknown): boolean {
  return node !== null && typeof node === 'object' && (node as any)['@nil'] === 'true'
}

function items(node: unknown): unknown[] {
  const inner = node !== null && typeof node === 'object' ? (node as any).item : undefined
  if (inner === undefined) return []
  return Array.isArray(inner) ? inner : [inner]
}

const isPair = (node: any) => node !== null && typeof node === 'object' && 'key' in node && 'value' in node

function scalar(node: unknown, options: Schema[]): unknown {
  const text =
    node !== null && typeof node === 'object' ? String((node as any)['#text'] ?? '') : String(node ?? '')
  const types = options.flatMap((s) => (Array.isArray(s.type) ? s.type : [s.type]))
  if (types.includes('boolean') && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if ((types.includes('integer') || types.includes('number')) && text !== '' && !Number.isNaN(Number(text)))
    return Number(text)
  // The events API renders an object (an event's raw notification) as text in XML.
  if (!types.includes('string') && types.includes('object')) return {}
  return text
}
