import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RequirementRow } from '../../reporters/report.ts'
import { quietly } from '../quietly.ts'
import { run } from '../run/run.ts'

/** What the suites made of the reference cloud under one condition, or under none. */
export interface Outcome {
  requirements: Pick<RequirementRow, 'id' | 'verdict' | 'reason'>[]
  /** How many things the run could not take away. */
  leaks: number
  requests: number
  serverBuilds: number
  seconds: number
}

/** Says to a child which condition it is to try; the empty text stands for none. */
const CONDITION = 'STACKPROOF_CONDITION'

/** The condition that this process was started to try; undefined in the process that starts the others. */
export const ownCondition = (): string | undefined => process.env[CONDITION]

/** One child: does one run and hands its outcome to its parent. @param select the part of the suites; all where there is none */
export async function serve(id: string, select: readonly string[] | undefined): Promise<void> {
  // Without its parent, a child has nobody to tell.
  process.on('disconnect', () => process.exit())
  const began = performance.now()
  const directory = mkdtempSync(join(tmpdir(), 'stackproof-condition-'))
  try {
    const { report } = await quietly(() =>
      run({
        ...(id === '' ? {} : { condition: [id] }),
        ...(select === undefined ? {} : { select: [...select] }),
        report: directory,
        // What a target that lists its extensions is held to where nobody asks for more.
        profile: 'compute-v2.1,events,telemetry',
        seed: 7,
        format: ['json'],
        timeoutScale: 0.3,
      }),
    )
    await tellParent({
      // Nothing may be blamed in passing either.
      requirements: report.requirements.map(({ id, verdict, seen, reason }) => ({
        id,
        verdict: seen ?? verdict,
        reason,
      })),
      leaks: report.leaks.length,
      requests: report.run.requests,
      serverBuilds: report.run.serverBuilds,
      seconds: (performance.now() - began) / 1000,
    })
  } catch (error) {
    await tellParent({ broke: (error as Error).message })
  } finally {
    rmSync(directory, { recursive: true, force: true })
    process.disconnect()
  }
}

/** Ends once the message is on its way: what is still unsent when a process disconnects is lost. */
const tellParent = (message: Outcome | { broke: string }): Promise<void> =>
  new Promise((resolve) => {
    process.send!(message, () => resolve())
  })

/**
 * One run in a process of its own, which is ended where it takes too long.
 * @param program the file that calls `serve` where `ownCondition` says so
 * @param longest seconds
 * @throws Error with what went wrong
 */
export function outcomeUnder(id: string, program: string, longest: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(program, process.argv.slice(2), { env: { ...process.env, [CONDITION]: id } })
    const limit = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`it takes longer than ${longest} s`))
    }, longest * 1000)
    child.on('message', (message: Outcome | { broke: string }) => {
      if ('broke' in message) reject(new Error(message.broke))
      else resolve(message)
    })
    child.on('exit', (code, signal) => {
      clearTimeout(limit)
      reject(new Error(`the run ended without a word (${signal ?? `exit code ${code}`})`))
    })
  })
}
