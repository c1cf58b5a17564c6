import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cloud, createCloud } from '../../fixtures/reference-cloud/cloud.ts'
import type { Report, RequirementRow } from '../../reporters/report.ts'
import { leftIn } from '../left-in-cloud.ts'
import { quietly } from '../quietly.ts'
import { run } from '../run/run.ts'

/** What the suites made of the reference cloud under one condition, or under none. */
export interface Outcome {
  requirements: Pick<RequirementRow, 'id' | 'verdict' | 'reason'>[]
  /** What of the run is in the cloud when it has ended, or is said to be; in words. */
  left: string[]
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
  const cloud = createCloud({ conditions: id === '' ? [] : [id] })
  const { close } = await cloud.listen()
  try {
    process.env.OS_CLIENT_CONFIG_FILE = join(directory, 'clouds.yaml')
    writeFileSync(process.env.OS_CLIENT_CONFIG_FILE, cloud.cloudsYaml('tried'))
    const { report } = await quietly(() =>
      run({
        osCloud: 'tried',
        osAdminCloud: 'tried-admin',
        footprint: 'disruptive',
        ...(select === undefined ? {} : { select: [...select] }),
        report: join(directory, 'report'),
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
      left: leftOf(cloud, report),
      requests: report.run.requests,
      serverBuilds: report.run.serverBuilds,
      seconds: (performance.now() - began) / 1000,
    })
  } catch (error) {
    await tellParent({ broke: (error as Error).message })
  } finally {
    await close()
    rmSync(directory, { recursive: true, force: true })
    process.disconnect()
  }
}

/** What is left, as the report says and as the cloud itself knows. */
const leftOf = ({ state }: Cloud, { leaks }: Report): string[] => [
  ...leaks.map(({ kind, name, reason }) => `${kind} ${name}: ${reason}`),
  ...leftIn(state)
    .filter(({ name }) => !leaks.some((leak) => leak.name === name))
    .map(({ kind, name }) => `${kind} ${name}, and nobody says so`),
]

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
