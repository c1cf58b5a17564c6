import { inspect } from 'node:util'
import { Command, CommanderError } from 'commander'
import type { CommandFile } from './commands/command.ts'
import { type ExitCode, explain } from './errors.ts'
import { unprefixed } from './options/prefixes.ts'
import { filled } from './options/values.ts'
import { VERSION } from './version.ts'

interface Entry {
  summary: string
  /** Its arguments, for the help. */
  takes?: string
  load(): Promise<{ command: CommandFile }>
}

/** The commands in the order of the help. The file of one is loaded only when it is asked for: each has needs of its own. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  run: { summary: 'judge a target and write a report', load: () => import('./commands/run.ts') },
  serve: {
    summary: 'run the reference cloud alone, for trying clients on it',
    load: () => import('./commands/serve.ts'),
  },
  list: {
    summary: 'the requirements, their sources, and whether a test covers them',
    load: () => import('./commands/list.ts'),
  },
  doctor: {
    summary: 'what a target and these credentials allow, before a run',
    load: () => import('./commands/doctor.ts'),
  },
  report: {
    summary: 'render a report again, or rebuild that of a killed run',
    takes: '<path>',
    load: () => import('./commands/report.ts'),
  },
  merge: {
    summary: 'the shards of one run as one report',
    takes: '<dir...>',
    load: () => import('./commands/merge.ts'),
  },
  diff: {
    summary: 'what changed from one report to another',
    takes: '<old> <new>',
    load: () => import('./commands/diff.ts'),
  },
  compare: {
    summary: 'many clouds, or releases of one, in one table',
    takes: '<report...>',
    load: () => import('./commands/compare.ts'),
  },
  bundle: {
    summary: 'a report with its evidence, in one file that can be judged anew',
    takes: '[dir]',
    load: () => import('./commands/bundle.ts'),
  },
  verify: {
    summary: 'judge a bundle anew, with no cloud',
    takes: '<file>',
    load: () => import('./commands/verify.ts'),
  },
  sweep: {
    summary: 'delete what an interrupted run left behind',
    load: () => import('./commands/sweep.ts'),
  },
  judge: {
    summary: 'hold the body of one answer against the contract',
    takes: '<file>',
    load: () => import('./commands/judge.ts'),
  },
  completion: {
    summary: 'what a shell needs to complete all this',
    takes: '<shell>',
    load: () => import('./commands/completion.ts'),
  },
}

/** A command as the help of the whole names it. */
function term(name: string): string {
  const entry = COMMANDS[name]
  return entry === undefined
    ? `${name} [command]`
    : [name, '[options]', entry.takes].filter(Boolean).join(' ')
}

/** Runs the command line. Sets the exit code; never throws. */
export async function commandLine(argv: readonly string[]): Promise<void> {
  surviveClosedPipe()
  // A token may have been typed: others can read what a process was started with, unless it is overwritten.
  process.title = ['stackproof', ...argv.filter((word) => word in COMMANDS).slice(0, 1)].join(' ')
  let code: ExitCode = 0
  let program: Command | undefined
  // One exit code for all that a signal ends, whoever started it: those of killed processes differ by signal and shell.
  let cutShort: string | undefined
  const lastWords = () =>
    process.stderr.write(`stackproof: ended by a signal${cutShort === undefined ? '' : `; ${cutShort}`}\n`)
  const early = argv.some((word) => word in COMMANDS)
    ? (await import('./run/interrupt.ts')).onEarlyInterrupt(lastWords)
    : undefined
  const act = async ({ action, ...file }: CommandFile, given: unknown[]) => {
    if (file.cutShort === 'own') early?.done()
    else cutShort = file.cutShort
    code = await action(...given)
  }
  try {
    program = await programFor(argv, act)
    refuseUnknownHelp(argv)
    await program.parseAsync(unprefixed(argv), { from: 'user' })
  } catch (error) {
    code = await failure(error, program)
  } finally {
    early?.done()
  }
  // Set at the end, for whatever ran in this process may have set its own.
  process.exitCode = code
}

/** The command line as a commander program; the commands that the words may name are there with all their options. */
async function programFor(
  argv: readonly string[],
  act: (file: CommandFile, given: unknown[]) => Promise<void>,
): Promise<Command> {
  const program = new Command('stackproof')
    .description(
      'Checks whether a cloud keeps the contract that the OpenStack Compute API v2 and the Panko events API document.',
    )
    .version(VERSION)
    .addHelpText('after', HELP)
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({ outputError: () => {} })
    .configureHelp({
      helpWidth: Math.min(process.stdout.columns ?? 100, 110),
      subcommandTerm: (command) => term(command.name()),
    })
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = program.command(name).summary(summary)
    // What completes all commands has to know them.
    if (!argv.includes(name) && argv[0] !== 'completion') continue
    const file = (await load()).command
    withOptions(command, file.options)
    // Those that are about a target.
    if (command.options.some(({ long }) => long === '--config')) command.hook('preAction', fromFile)
    command.action((...given: unknown[]) => act(file, given))
  }
  return program
}

/** commander shows the help of the whole for `help` with a command that there is not, and does not say so. */
function refuseUnknownHelp([first, second]: readonly string[]): void {
  if (first !== 'help' || second === undefined || second.startsWith('-')) return
  if (Object.hasOwn(COMMANDS, second) || second === 'help') return
  throw new CommanderError(1, 'commander.unknownCommand', `error: unknown command '${second}'`)
}

/** Gives a command its options; none of them takes an empty text. */
function withOptions(command: Command, options: CommandFile['options']): Command {
  options(command)
  for (const option of command.options)
    if (option.required && option.parseArg === undefined) option.argParser(filled)
  return command
}

/** Takes over the options of a file, and says which, for they were not typed. */
async function fromFile(command: Command): Promise<void> {
  const { fileOf, layFile } = await import('./options/from-file.ts')
  const file = fileOf(command)
  if (file === undefined) return
  const run = withOptions(new Command('run'), (await COMMANDS.run!.load()).command.options)
  const taken = layFile(file, command, run)
  if (taken.length > 0) process.stderr.write(`stackproof: ${taken.join(', ')} as in ${file}\n`)
}

const HELP = `
Examples:
  stackproof run                            judge the embedded reference cloud
  stackproof run --os-cloud acme            judge a cloud named in clouds.yaml
  stackproof doctor --os-cloud acme         see beforehand what a run could judge there
  stackproof serve --port 8774              the reference cloud alone, for trying a client on it

Exit codes: 0 the target conforms; 1 it does not, or a waiver is stale; 2 it could not be judged.`

async function failure(error: unknown, program: Command | undefined): Promise<ExitCode> {
  // Loaded here: most command lines end well.
  const { redact } = await import('../fixtures/redaction/redactor.ts')
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    // `stackproof` alone shows its help.
    if (error.code === 'commander.help') return 2
    process.stderr.write(
      `stackproof: ${redact(explain(error))}${program === undefined ? '' : allowed(error, program)}\n`,
    )
    return 2
  }
  if (process.env.STACKPROOF_DEBUG) console.error(redact(inspect(error)))
  process.stderr.write(`stackproof: ${redact(explain(error))}\n`)
  return 2
}

/** What would have been right, for an option or command that is unknown. */
function allowed(error: CommanderError, program: Command): string {
  if (error.code === 'commander.unknownCommand')
    return `; the commands are ${Object.keys(COMMANDS).join(', ')}`
  if (error.code !== 'commander.unknownOption') return ''
  const given = program.args[0]
  const command = program.commands.find((candidate) => candidate.name() === given) ?? program
  const flags = command.options.filter((option) => !option.hidden).map((option) => option.long)
  return `; ${command === program ? 'stackproof' : command.name()} takes ${[...flags, '--help'].join(' ')}`
}

/** After `| head` has seen enough, or the terminal was closed, all is done as before, and unseen: a run still cleans up and writes its report. */
function surviveClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
    })
  }
}
