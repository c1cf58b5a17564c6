import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stackproof } from './process.ts'

/**
 * How long the report takes of so many times the exchanges of a run.
 * @param directory the report directory of the run, which stays as it is; @param copy where the larger one is made
 * @returns milliseconds of the command, which reads the evidence and writes every default format
 */
export async function reportOf(directory: string, copy: string, times: number): Promise<number> {
  cpSync(directory, copy, { recursive: true })
  const file = join(copy, 'exchanges.ndjson')
  const lines = readFileSync(file, 'utf8').split('\n')
  const exchanges = lines.filter((line) => line.startsWith('{"type":"exchange"'))
  const more = Array.from({ length: times - 1 }, (_, time) =>
    exchanges.map((line) => line.replace('"id":"x-', `"id":"x-${time + 1}00000`)),
  )
  const all = [...lines, ...more.flat()].filter((line) => line !== '')
  writeFileSync(file, `${all.join('\n')}\n`)
  return stackproof(['report', copy, '--format', 'html,json,junit'])
}
