import { createInterface } from 'node:readline/promises'
import { InvalidArgumentError } from 'commander'
import { startOf } from '../../fixtures/resources/run-id.ts'

/** Which runs' things a sweep by name is to delete. */
export interface RunChoice {
  run?: string[]
  /** Milliseconds. */
  olderThan?: number
  allRuns?: boolean
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads a span of time: `90m`, `12h`, `3d`. @returns milliseconds */
export function span(text: string): number {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? []
  if (count === undefined) throw new InvalidArgumentError('Write it as 90m, 12h or 3d.')
  return Number(count) * UNITS[unit!]!
}

/** True if a choice was made: by name, something may be deleted. */
export function isChosen({ run, olderThan, allRuns }: RunChoice): boolean {
  return run !== undefined || olderThan !== undefined || allRuns === true
}

/** Whether the things of a run are to go. The age of one whose id does not tell it is unknown: it is old enough for nobody. */
export function chooses(choice: RunChoice, runId: string, now = Date.now()): boolean {
  if (choice.run !== undefined) return choice.run.includes(runId)
  if (choice.olderThan === undefined) return choice.allRuns === true
  const start = startOf(runId)
  return start !== undefined && now - start >= choice.olderThan
}

/** Asks on the terminal. Without one the answer is no. */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
  } finally {
    terminal.close()
  }
}
