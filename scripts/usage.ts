import { CommanderError, InvalidArgumentError } from 'commander'
import { TargetError } from '../fixtures/target/target.ts'
import { WireError } from '../fixtures/wire/wire-error.ts'

/** Something the user can put right: one line that says what is wrong and what is allowed. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Exit codes: 0 conforms; 1 does not, or a waiver is stale; 2 could not judge. */
export type ExitCode = 0 | 1 | 2

const PLAIN = new Set(['NoEvidence', 'WaiverError', 'FaultError', 'RangeError', 'ReportError'])

/** What a user is told of an error: one line, never a stack trace. */
export function explain(error: unknown): string {
  if (error instanceof CommanderError) return error.message.replace(/^error: /, '')
  const { name, message, code, path, syscall, port } = error as NodeJS.ErrnoException & { port?: number }
  if (error instanceof TargetError || error instanceof WireError || error instanceof UsageError)
    return flat(message)
  if (PLAIN.has(name)) return message.trimEnd()
  if (code === 'EADDRINUSE') return `port ${port} is in use already; choose another with --port`
  if (syscall === 'listen') return `port ${port} may not be listened on (${code}); choose another with --port`
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return `${path ?? 'a file'} may not be written or read here`
  if (code === 'ENOENT') return `${path} does not exist`
  if (code === 'ENOTDIR' || code === 'EEXIST') return `${path} is a file where a folder is needed`
  if (code === 'ENOSPC') return 'the disk is full'
  return flat(`a defect of stackproof: ${String(message ?? error)} (STACKPROOF_DEBUG=1 shows where)`)
}

const flat = (text: string) => text.replace(/\s*\n\s*/g, ' ')

/** Reads a whole number of at least `least`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(
      most === Number.MAX_SAFE_INTEGER
        ? `It must be a whole number, ${least} or more.`
        : `It must be a whole number from ${least} to ${most}.`,
    )
  }
}

/** Reads a number above zero. */
export function positive(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value
  throw new InvalidArgumentError('It must be a number above 0.')
}

/** Reads a text that says something: an empty one is most often a variable of the shell that is not set. */
export function filled(text: string): string {
  if (text.trim() !== '') return text
  throw new InvalidArgumentError('It must not be empty.')
}

/** Reads a list: `a,b` or the option given again. */
export function gather(text: string, before: string[] | undefined): string[] {
  const parts = filled(text).split(',')
  return [...(before ?? []), ...parts.map((part) => part.trim()).filter((part) => part !== '')]
}

/** Reads a list whose members must be among `allowed`. */
export function oneOfEach(
  allowed: readonly string[],
): (text: string, before: string[] | undefined) => string[] {
  return (text, before) => {
    const chosen = gather(text, before)
    const strange = chosen.find((name) => !allowed.includes(name))
    if (strange === undefined) return chosen
    throw new InvalidArgumentError(`Allowed are ${allowed.join(', ')}.`)
  }
}
