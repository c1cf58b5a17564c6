import { Command, CommanderError } from 'commander'
import { type ExitCode, explain, filled } from '../usage.ts'
import { VERSION } from '../version.ts'
import { diffCommand } from './diff.ts'
import { doctorCommand } from './doctor.ts'
import { judgeCommand } from './judge.ts'
import { listCommand } from './list.ts'
import { reportCommand } from './report.ts'
import { runCommand } from './run.ts'
import { serveCommand } from './serve.ts'
import { sweepCommand } from './sweep.ts'

/** What a command does with its options; what it returns is the exit code. */
export type Finish = (code: ExitCode) => void

/** Runs the command line. Sets the exit code; never throws. */
export async function main(argv: string[]): Promise<void> {
  surviveClosedPipe()
  let code: ExitCode = 0
  const program = createProgram((exit) => {
    code = exit
  })
  try {
    await program.parseAsync(unprefixed(argv), { from: 'user' })
  } catch (error) {
    code = failure(error, program)
  }
  // Set at the end, for whatever ran in this process may have set its own.
  process.exitCode = code
}

/** The whole command line as a commander program. */
export function createProgram(finish: Finish): Command {
  const program = new Command('stackproof')
    .description(
      'Checks whether a cloud keeps the contract that the OpenStack Compute API v2 and the Panko events API document.',
    )
    .version(VERSION)
    .addHelpText('after', HELP)
  const commands = [
    runCommand,
    serveCommand,
    listCommand,
    doctorCommand,
    reportCommand,
    diffCommand,
    sweepCommand,
    judgeCommand,
  ].map((make) => make(finish))
  for (const command of [program, ...commands]) {
    command
      .exitOverride()
      .showSuggestionAfterError(false)
      .configureOutput({ outputError: () => {} })
    command.configureHelp({ helpWidth: Math.min(process.stdout.columns ?? 100, 110) })
  }
  for (const command of commands) {
    for (const option of command.options) {
      if (option.required && option.parseArg === undefined) option.argParser(filled)
    }
    program.addCommand(command)
  }
  return program
}

const HELP = `
Examples:
  stackproof run                            judge the embedded reference cloud
  stackproof run --os-cloud acme            judge a cloud named in clouds.yaml
  stackproof doctor --os-cloud acme         see beforehand what a run could judge there
  stackproof serve --port 8774              the reference cloud alone, for trying a client on it

Exit codes: 0 the target conforms; 1 it does not, or a waiver is stale; 2 it could not be judged.`

function failure(error: unknown, program: Command): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    // `stackproof` alone shows its help.
    if (error.code === 'commander.help') return 2
    process.stderr.write(`stackproof: ${explain(error)}${allowed(error, program)}\n`)
    return 2
  }
  if (process.env.STACKPROOF_DEBUG) console.error(error)
  process.stderr.write(`stackproof: ${explain(error)}\n`)
  return 2
}

/** What would have been right, for an option or command that is unknown. */
function allowed(error: CommanderError, program: Command): string {
  if (error.code === 'commander.unknownCommand') {
    return `; the commands are ${program.commands.map((command) => command.name()).join(', ')}`
  }
  if (error.code !== 'commander.unknownOption') return ''
  const given = program.args[0]
  const command = program.commands.find((candidate) => candidate.name() === given) ?? program
  const flags = command.options.filter((option) => !option.hidden).map((option) => option.long)
  return `; ${command === program ? 'stackproof' : command.name()} takes ${[...flags, '--help'].join(' ')}`
}

/** OpenStack's own clients write most options with `os-` before them: both ways are understood. */
const PREFIXED =
  /^--os-((?:auth-url|username|user-id|password|token|project-name|project-id|user-domain-name|user-domain-id|project-domain-name|project-domain-id|application-credential-id|application-credential-secret|interface)(?:=.*)?)$/s

function unprefixed(argv: string[]): string[] {
  return argv.map((arg) =>
    arg
      .replace(PREFIXED, '--$1')
      .replace(/^--os-region(?:-name)?(?==|$)/, '--region')
      .replace(/^--os-insecure$/, '--insecure'),
  )
}

/** After `| head` has seen enough, or the terminal was closed, all is done as before, and unseen: a run still cleans up and writes its report. */
function surviveClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
    })
  }
}
