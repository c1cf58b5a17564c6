import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

/**
 * Runs the command line as a process of its own.
 * @returns milliseconds from its start to its end
 * @param expected with what it must end
 * @throws Error with its last line where it ends with anything else
 */
export async function stackproof(
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
  expected = 0,
): Promise<number> {
  const program = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
  const began = performance.now()
  const child = spawn(process.execPath, [program, ...words], {
    cwd: PACKAGE_ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (text) => (said = (said + text).slice(-500)))
  const code = await new Promise((done) => child.once('close', done))
  if (code !== expected)
    throw new Error(`stackproof ${words[0]} ended with ${code}: ${said.trim().split('\n').at(-1)}`)
  return performance.now() - began
}
