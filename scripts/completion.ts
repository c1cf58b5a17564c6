import type { Command, Option } from 'commander'

/** Shells that completions are made for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** What a shell reads to complete the words of a program: its commands, their options, the values of those that have few. */
export function completion(program: Command, shell: Shell): string {
  const commands = program.commands.map((command): Known => {
    const options = command.options.filter(({ hidden }) => !hidden)
    const words = command.registeredArguments[0]?.argChoices ?? []
    return { name: command.name(), summary: command.summary(), options, words }
  })
  if (shell === 'fish') return forFish(program.name(), commands)
  const script = forBash(program.name(), commands)
  // zsh reads what is made for bash.
  return shell === 'bash' ? script : `autoload -Uz compinit bashcompinit\ncompinit\nbashcompinit\n${script}`
}

interface Known {
  name: string
  summary: string
  options: readonly Option[]
  /** What its argument may be, where that is one of few. */
  words: readonly string[]
}

const takes = (option: Option) => option.required || option.optional
const flagsOf = (options: readonly Option[]) => [...options.map(({ long }) => long!), '--help']

function forBash(program: string, commands: readonly Known[]): string {
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap(({ long, argChoices }) =>
      argChoices === undefined
        ? []
        : `    '${name} ${long}') COMPREPLY=($(compgen -W '${argChoices.join(' ')}' -- "$word")); return ;;`,
    ),
  )
  const words = commands.flatMap(({ name, words }) =>
    words.length === 0
      ? []
      : `    '${name} ${name}') COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word")); return ;;`,
  )
  const flags = commands.map(
    ({ name, options }) =>
      `    ${name}) COMPREPLY=($(compgen -W '${flagsOf(options).join(' ')}' -- "$word")) ;;`,
  )
  const names = commands.map(({ name }) => name)
  return `_${program}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command='' each
  COMPREPLY=()
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$each" in ${names.join('|')}) command="$each"; break ;; esac
  done
  case "$command $before" in
${[...values, ...words].join('\n')}
  esac
  if [[ -n "$command" && "$word" != -* ]]; then COMPREPLY=($(compgen -f -- "$word")); return; fi
  case "$command" in
${flags.join('\n')}
    *) COMPREPLY=($(compgen -W '${[...names, '--help', '--version'].join(' ')}' -- "$word")) ;;
  esac
}
complete -o filenames -F _${program} ${program}
`
}

function forFish(program: string, commands: readonly Known[]): string {
  const quoted = (text: string) => `'${text.replaceAll(/[\\']/g, '\\$&')}'`
  const lines = commands.flatMap(({ name, summary, options, words }) => [
    `complete -c ${program} -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...(words.length === 0
      ? []
      : [
          `complete -c ${program} -f -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -a ${quoted(words.join(' '))}`,
        ]),
    ...options.map((option) => {
      const values = option.argChoices === undefined ? ' -r' : ` -x -a ${quoted(option.argChoices.join(' '))}`
      const long = option.long!.slice(2)
      return `complete -c ${program} -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -l ${long}${takes(option) ? values : ''} -d ${quoted(option.description)}`
    }),
  ])
  return `${lines.join('\n')}\n`
}
