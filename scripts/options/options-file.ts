import type { Command, Option } from 'commander'
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from 'yaml'
import { UsageError } from '../errors.ts'
import { readNamed } from '../paths.ts'
import { closest } from './closest.ts'
import { unprefixed } from './prefixes.ts'

/** One option that a file says. */
export interface FileOption {
  option: Option
  /** As its own reader reads it. */
  value: unknown
}

/** What is no one's to read but the user's, and where it belongs instead. */
const SECRETS: Readonly<Record<string, string>> = {
  password: 'OS_PASSWORD',
  token: 'OS_TOKEN',
  'admin-token': 'OS_ADMIN_TOKEN',
  'application-credential-secret': 'OS_APPLICATION_CREDENTIAL_SECRET',
}

/** Options that make sense on a command line only. */
const TYPED_ONLY = ['config']

/**
 * Reads a file that holds options of a command under their names, without the dashes.
 * @throws UsageError naming file and line of the first mistake; it repeats no value that may be secret
 */
export function readOptionsFile(file: string, command: Command): FileOption[] {
  const { document, at } = parsedFile(file)
  const { contents } = document
  // An empty file, or one that is all comments, says nothing.
  if (contents === null || (isScalar(contents) && contents.value === null)) return []
  if (!isMap(contents))
    throw new UsageError(`${at(contents)}: must hold options by name, as in os-cloud: acme`)
  return optionsIn(contents, { document, at }, command)
}

/** A file of YAML, or JSON, and how to say where something stands in it. */
export interface ParsedFile {
  document: Document.Parsed
  at(node: unknown): string
}

/** Reads YAML, or JSON. @throws UsageError naming file and line of what is none */
export function parsedFile(file: string): ParsedFile {
  const lines = new LineCounter()
  const document = parseDocument(readNamed(file), { lineCounter: lines })
  const at = (node: unknown) => {
    const offset = (node as Node | null)?.range?.[0]
    return offset === undefined ? file : `${file}:${lines.linePos(offset).line}`
  }
  const [wrong] = document.errors
  if (wrong !== undefined)
    throw new UsageError(
      wrong.code === 'MULTIPLE_DOCS'
        ? `${file}:${wrong.linePos?.[0].line ?? 1} begins a second document, and one alone is read`
        : `${file}:${wrong.linePos?.[0].line ?? 1} is not YAML: ${wrong.message.split(/ at line |\n/)[0]}`,
    )
  return { document, at }
}

/** The options that a mapping of a file says. @throws UsageError naming file and line of the first mistake */
export function optionsIn(map: YAMLMap, { document, at }: ParsedFile, command: Command): FileOption[] {
  const said = new Set<Option>()
  return map.items.map(({ key, value }) => {
    const place = at(key)
    const option = optionCalled(isScalar(key) ? String(key.value) : '', command, place)
    if (said.has(option)) throw new UsageError(`${place}: ${nameOf(option)} is there twice`)
    said.add(option)
    const node = isAlias(value) ? value.resolve(document) : value
    return { option, value: read(option, node, place) }
  })
}

/** An option as a file has it: without dashes. */
export function nameOf(option: Option): string {
  return option.long!.slice(2)
}

function optionCalled(key: string, command: Command, place: string): Option {
  const name = unprefixed([`--${key}`])[0]!.slice(2)
  const secret = SECRETS[name.replaceAll('_', '-').replace(/^os-/, '')]
  if (secret !== undefined)
    throw new UsageError(
      `${place}: ${key} is a secret, and none belongs in this file: put it into clouds.yaml or secure.yaml, or set ${secret}`,
    )
  const options = command.options.filter(
    ({ long, negate }) => long && !negate && !TYPED_ONLY.includes(long.slice(2)),
  )
  const found = options.find((option) => nameOf(option) === name)
  if (found !== undefined) return found
  const [meant] = closest(name.replaceAll('_', '-'), options.map(nameOf))
  throw new UsageError(
    `${place}: ${key === '' ? 'this' : key} is no option of stackproof run${meant === undefined ? '' : ` (Did you mean ${meant}?)`}; its names are those of \`stackproof run --help\`, without the dashes`,
  )
}

/** The value as the option would have it from the command line; a list where it takes several. */
function read(option: Option, node: unknown, place: string): unknown {
  const name = nameOf(option)
  if (option.isBoolean()) {
    if (isScalar(node) && typeof node.value === 'boolean') return node.value
    throw new UsageError(`${place}: ${name} must be true or false`)
  }
  const words = isSeq(node) ? node.items : [node]
  if (words.length === 0) throw new UsageError(`${place}: ${name} must not be empty`)
  let value: unknown
  for (const word of words) {
    value = parsed(option, textOf(word, name, place), value, place)
    if (isSeq(node) && !Array.isArray(value))
      throw new UsageError(`${place}: ${name} takes one value, not a list`)
  }
  return value
}

function textOf(node: unknown, name: string, place: string): string {
  if (!isScalar(node)) throw new UsageError(`${place}: ${name} must be one value`)
  // As it is written: what looks like a number to YAML may be an id.
  const text = node.value === null ? '' : typeof node.value === 'string' ? node.value : (node.source ?? '')
  if (/:\/\/[^/@\s]*:[^/@\s]*@/.test(text))
    throw new UsageError(
      `${place}: ${name} has a password in its address, and no secret belongs in this file: put it into clouds.yaml or secure.yaml, or set OS_PASSWORD`,
    )
  return text
}

function parsed(option: Option, text: string, before: unknown, place: string): unknown {
  try {
    return (option.parseArg as (text: string, before: unknown) => unknown)(text, before)
  } catch (error) {
    throw new UsageError(
      `${place}: ${nameOf(option)} '${text}' is invalid. ${(error as Error).message}`.trim(),
    )
  }
}
