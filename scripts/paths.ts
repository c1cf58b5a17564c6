import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { UsageError } from './errors.ts'

/** A path as a user here would type it. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' || short.startsWith('..') ? path : short
}

/**
 * Sees to it that a folder could be written to, before anything else is done.
 * @param option the option that names another one, for the error
 * @throws UsageError if it could not
 */
export function checkFolder(path: string, option: string): void {
  let there = path
  while (!existsSync(there) && there !== dirname(there)) there = dirname(there)
  if (!statSync(there).isDirectory())
    throw unwritable(path, there === path ? 'is a file' : 'lies below a file', option)
  try {
    accessSync(there, constants.W_OK | constants.X_OK)
  } catch {
    throw unwritable(path, 'cannot be written to', option)
  }
}

/** Makes a folder to write to, unless it is there. @throws UsageError if nothing can be written there */
export function openFolder(path: string, option: string): void {
  checkFolder(path, option)
  // Level by level: where the system only pretends to have a folder, Node's own recursion never ends.
  const missing: string[] = []
  for (let at = path; !existsSync(at); at = dirname(at)) missing.unshift(at)
  try {
    for (const each of missing) mkdirSync(each)
  } catch {
    throw unwritable(path, 'cannot be made', option)
  }
}

const unwritable = (path: string, why: string, option: string) =>
  new UsageError(`${path} ${why}; name another folder with ${option} DIR`)

/** The text of a file that the user named; `-` is standard input. @throws UsageError if it is a folder */
export function readNamed(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EISDIR') throw error
    throw new UsageError(`${file} is a folder; name a file`)
  }
}
