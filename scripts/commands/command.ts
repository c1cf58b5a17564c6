import type { Command } from 'commander'
import type { ExitCode } from '../errors.ts'

/** One command of the command line: what it takes, and what it does with it. */
export interface CommandFile {
  /** Gives the command its description, arguments, options and examples. */
  options(command: Command): void
  /** Is handed the arguments, then the options, as commander reads them. */
  action(...given: any[]): ExitCode | Promise<ExitCode>
  /** What there is to say when a signal ends it, beside that it did; `own`: it hears signals itself. */
  cutShort?: string | 'own'
}
