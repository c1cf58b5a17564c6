import type { Command } from 'commander'
import { isMap, isScalar, isSeq, YAMLMap } from 'yaml'
import { UsageError } from '../errors.ts'
import { type FileOption, nameOf, optionsIn, parsedFile } from './options-file.ts'

/** One target of a file of targets. */
export interface FileTarget {
  name: string
  /** File and line where it stands. */
  place: string
  options: FileOption[]
}

/** A name is a folder, and a column of a table. */
const NAME = /^\w[\w.-]*$/
/** What lies beside those folders. */
export const COMPARISON = { html: 'comparison.html', json: 'comparison.json' }
/** What the command says for all of them. */
const FOR_ALL: Readonly<Record<string, string>> = {
  report: 'the report of each target lies below --report, in a folder of its name',
  targets: 'a target has no targets of its own',
}

/**
 * Reads a file of targets, as YAML or JSON: a list, each with a `name` and options of `stackproof run` as stackproof.yaml has them.
 * @throws UsageError naming file and line of the first mistake; it repeats no value that may be secret
 */
export function readTargetsFile(file: string, run: Command): FileTarget[] {
  const parsed = parsedFile(file)
  const { at, document } = parsed
  const { contents } = document
  if (!isSeq(contents) || contents.items.length === 0)
    throw new UsageError(
      `${contents === null ? file : at(contents)}: must be a list of targets, as in - {name: east, os-cloud: acme-east}`,
    )
  const names = new Map<string, string>()
  return contents.items.map((item) => {
    const place = at(item)
    if (!isMap(item))
      throw new UsageError(
        `${place}: a target must have a name and options, as in {name: east, os-cloud: acme-east}`,
      )
    const named = item.items.filter(({ key }) => isScalar(key) && key.value === 'name')
    const value = named[0]?.value
    const name = isScalar(value) ? String(value.value ?? '') : ''
    if (named.length !== 1 || !NAME.test(name))
      throw new UsageError(
        `${place}: a target needs one name, of letters, digits, dots, dashes and underscores: its report lies in a folder of that name`,
      )
    if (Object.values(COMPARISON).includes(name.toLowerCase()))
      throw new UsageError(`${place}: ${name} is the file of the comparison, and no name for a target`)
    const before = names.get(name.toLowerCase())
    if (before !== undefined)
      throw new UsageError(`${place}: the name ${name} is taken already, at ${before}`)
    names.set(name.toLowerCase(), place)
    const rest = new YAMLMap<unknown, unknown>()
    rest.items = item.items.filter((pair) => pair !== named[0])
    const options = optionsIn(rest, parsed, run)
    for (const { option } of options) {
      const why = FOR_ALL[nameOf(option)]
      if (why !== undefined)
        throw new UsageError(`${place}: ${nameOf(option)} does not belong to a target: ${why}`)
    }
    return { name, place, options }
  })
}
