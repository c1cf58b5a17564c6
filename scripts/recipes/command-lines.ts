import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command } from 'commander'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import type { CommandFile } from '../commands/command.ts'
import { unprefixed } from '../options/prefixes.ts'

/** The command lines of stackproof in a script: its lines, without what the shell does before and after them. */
export function commandLines(script: string): string[] {
  return script
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .flatMap((line) => {
      const found = /(?:^|\s)(?:npx (?:--yes )?)?stackproof ([a-z]+\b.*)$/.exec(
        line.replace(/(^|\s)#.*$/, ''),
      )
      return found === null ? [] : [found[1]!.split(/\s*(?:\|\|?|&&?|;|>|<(?=\s))/)[0]!.trim()]
    })
}

/** The words of a line as a shell would hand them on; a variable stands for a number, which fits most options. */
export function wordsOf(line: string): string[] {
  const plain = line.replaceAll(/\$\{\{.*?\}\}|\$\{?\w+\}?/g, '1')
  return (plain.match(/(?:'[^']*'|"[^"]*"|\S)+/g) ?? []).map((word) => word.replaceAll(/['"]/g, ''))
}

/**
 * Reads a command line as the program does, without doing what it says.
 * @returns the options, by their names
 * @throws CommanderError for what the program would refuse
 */
export async function parsed(line: string): Promise<Record<string, unknown>> {
  const [name, ...words] = wordsOf(line)
  const folder = join(PACKAGE_ROOT, 'scripts', 'commands')
  if (!readdirSync(folder).includes(`${name}.ts`)) throw new Error(`no command is called ${name}`)
  const { command } = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as {
    command: CommandFile
  }
  const program = new Command(name).exitOverride().configureOutput({ outputError: () => {} })
  program.allowExcessArguments(false)
  command.options(program)
  return program
    .action(() => {})
    .parse(unprefixed(words), { from: 'user' })
    .opts()
}
