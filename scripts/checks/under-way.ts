import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cloud, createCloud } from '../../fixtures/reference-cloud/cloud.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

/** The built command line. */
export const BIN = join(PACKAGE_ROOT, 'dist', 'scripts', 'stackproof.js')
/** What a run cannot be done with in a second. */
export const LONG = ['run', '--os-cloud', 'acme', '--select', 'servers.*', '--report', 'out']

/** A command that was started, and what it has said so far. */
export interface Started {
  child: ChildProcess
  said(): string
  ended: Promise<{ code: number | null; said: string }>
}

/** A folder of its own with the clouds.yaml of a cloud, in which self-tests have commands under way, as users have them. */
export interface Place {
  cloud: Cloud
  folder: string
  /** A front between the two hands everything on, until it is told to hold it back. */
  stalled: boolean
  start(args: readonly string[], env?: Record<string, string>): Started
  /** @param program by absolute path, or as the shell finds it */
  startProgram(program: string, args: readonly string[], env?: Record<string, string>): Started
  /** A run that has made servers. */
  under(...more: string[]): Promise<Started>
  /** Waits until something was sent to the cloud. */
  asked(): Promise<void>
  /** The names of what runs made and the cloud still holds. */
  left(): (string | null)[]
  close(): Promise<void>
}

/** Opens one; ends what was started in it when it is closed. */
export async function placeOfRuns(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-ends-'))
  const cloud = createCloud({ latencyMs: 20, softDelete: false })
  const served = await cloud.listen()
  const children: ChildProcess[] = []
  let pieces = 0
  const front = createServer((from) => {
    from.on('data', () => pieces++)
    const to = connect(Number(new URL(served.url).port), '127.0.0.1')
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      one.on('data', (piece) => place.stalled || other.write(piece))
      one.on('close', () => other.destroy())
      one.on('error', () => {})
    }
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const { port } = front.address() as { port: number }
  writeFileSync(join(folder, 'clouds.yaml'), cloud.cloudsYaml('acme', `http://127.0.0.1:${port}`))
  const place: Place = {
    cloud,
    folder,
    stalled: false,
    start: (args, env) => place.startProgram(process.execPath, [BIN, ...args], env),
    startProgram(program, args, env = {}) {
      const clean = Object.entries(process.env).filter(([name]) => !/^(OS_|VITEST|NODE_)/.test(name))
      const child = spawn(program, args, {
        cwd: folder,
        env: { ...Object.fromEntries(clean), HOME: folder, NO_COLOR: '1', ...env },
      })
      children.push(child)
      let text = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (piece) => {
          text += piece
        })
      return {
        child,
        said: () => text,
        ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, said: text }))),
      }
    },
    async under(...more) {
      const run = place.start([...LONG, ...more])
      await until(() => place.left().length > 1, run.said)
      return run
    },
    asked: () => until(() => pieces > 0),
    left: () =>
      [cloud.state.servers, cloud.state.volumes, cloud.state.images]
        .flatMap((kind): { name: string | null; terminatedAt?: number | null }[] => [...kind.values()])
        .filter(({ name, terminatedAt }) => name?.startsWith('stackproof-') && !terminatedAt)
        .map(({ name }) => name),
    async close() {
      for (const child of children.splice(0)) child.kill('SIGKILL')
      front.close()
      await served.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return place
}

/** Waits for what comes true within a minute. @param told what is shown where it does not */
export async function until(holds: () => boolean, told?: () => string): Promise<void> {
  for (const limit = Date.now() + 60_000; !holds(); await sleep(20))
    if (Date.now() > limit) throw new Error(`it never came true; ${told?.()}`)
}
