import { existsSync } from 'node:fs'
import type { Command, Option } from 'commander'
import { nameOf, readOptionsFile } from './options-file.ts'
import { SETTING_OPTIONS } from './target.ts'

/** Files of the working folder that are read without being named. */
const USUAL = ['stackproof.yaml', 'stackproof.yml']

/** The file that a command is to take options from; undefined: none. */
export function fileOf(command: Command): string | undefined {
  const { config } = command.opts<{ config?: string | false }>()
  if (config === false) return undefined
  return config ?? USUAL.find((name) => existsSync(name))
}

/**
 * Gives a command what a file says, as if it had been typed; what was typed wins.
 * @param run `stackproof run`, whose options a file may hold; another command takes those of them that are its own, too
 * @returns the names of what it took
 * @throws UsageError for a file that cannot be read, or holds what it must not
 */
export function layFile(file: string, command: Command, run: Command): string[] {
  const taken: string[] = []
  for (const { option, value } of readOptionsFile(file, run)) {
    const own = command.options.find(({ long }) => long === option.long)
    if (own === undefined || overruled(own, command)) continue
    command.setOptionValueWithSource(own.attributeName(), value, 'config')
    taken.push(nameOf(own))
  }
  return taken
}

const CLOUD = ['--os-cloud', '--os-admin-cloud']
/** What belongs to the cloud that a file names, and to no other. */
export const OF_CLOUD = [...CLOUD, ...SETTING_OPTIONS.map(({ flags }) => flags.split(' ')[0]!)]

/** Pairs that say the same in two ways: either is overruled by the other. */
const RIVALS = [
  ['--os-admin-cloud', '--admin-token'],
  ['--username', '--user-id'],
  ['--project-name', '--project-id'],
  ['--user-domain-name', '--user-domain-id'],
  ['--project-domain-name', '--project-domain-id'],
]

/** Whether the command line says otherwise: the same option, its rival, or another cloud altogether. */
function overruled({ long }: Option, command: Command): boolean {
  const typed = (flag: string) =>
    command.options.some(
      (option) => option.long === flag && command.getOptionValueSource(option.attributeName()) === 'cli',
    )
  const rivals = RIVALS.filter((pair) => pair.includes(long!)).flat()
  if ([long!, ...rivals].some(typed)) return true
  return OF_CLOUD.includes(long!) && typed('--os-cloud')
}
