import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CommanderError } from 'commander'

/** Something the user can put right: one line that says what is wrong and what is allowed. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Exit codes: 0 conforms; 1 does not, or a waiver is stale; 2 could not judge. */
export type ExitCode = 0 | 1 | 2

/**
 * Errors of ours whose message is meant for the user as it is. By name, for their classes stand beside what raises them,
 * and not every command has loaded all of that.
 */
const TOLD = new Set(['UsageError', 'TargetError', 'WireError', 'NoEvidence'])
/** Names every mistake of a file, each in a line of its own. */
const TOLD_IN_LINES = 'WaiverError'

/** What a user is told of an error: one line, never a stack trace. */
export function explain(error: unknown): string {
  if (error instanceof CommanderError) return flat(error.message.replace(/^error: /, ''))
  const { name, message, code, path, syscall, port } = error as NodeJS.ErrnoException & { port?: number }
  if (TOLD.has(name)) return flat(message)
  if (name === TOLD_IN_LINES) return message.trimEnd()
  if (code?.startsWith('ERR_PARSE_ARGS_')) return flat(message.replace(/\. To specify .*$/s, ''))
  if (code === 'EADDRINUSE') return `port ${port} is in use already; choose another with --port`
  if (syscall === 'listen') return `port ${port} may not be listened on (${code}); choose another with --port`
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return `${path ?? 'a file'} may not be written or read here`
  if (code === 'EISDIR') return `${path ?? 'what was named'} is a folder where a file is needed`
  if (code === 'ENOENT') {
    const folder = dirname(resolve(path ?? '.'))
    // A file that is to be written may be missing; the folder for it may not.
    return `${path !== undefined && !existsSync(folder) ? folder : path} does not exist`
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') return `${path} is a file where a folder is needed`
  if (code === 'ENOSPC') return 'the disk is full'
  if (code === 'EDQUOT') return 'the quota of the disk is full'
  if (code === 'EFBIG') return 'a file would be larger than is allowed here (ulimit -f)'
  if (code === 'EIO') return 'the disk, or the terminal, does not work any more'
  if (code === 'EMFILE' || code === 'ENFILE') return 'too many files are open (ulimit -n)'
  return flat(`a defect of stackproof: ${String(message ?? error)} (STACKPROOF_DEBUG=1 shows where)`)
}

const flat = (text: string) => text.trim().replace(/\s*\n\s*/g, ' ')
