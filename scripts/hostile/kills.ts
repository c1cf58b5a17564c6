import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BIN, type CloudProcess, startCloudProcess } from './cloud-process.ts'
import { series } from './series.ts'
import { differences, type Holding, holding, makeUsersThings } from './users-things.ts'

/** They make things of all kinds, change them, and take them away. */
const SELECT = [
  'servers.create*/*',
  'servers.*/from-*',
  'volumeAttachments.*',
  'flavors.*',
  'servers.addFloatingIp/*',
  'virtualInterfaces.*',
]
/** A run is killed so many milliseconds after it made its first thing, at most; by then it is about to end. */
const LATEST_MS = 12_000
/** A run that has made nothing by then never will. Milliseconds. */
const LIMIT_MS = 90_000

/** Each way to sweep, by what is still known of the run that was killed; the first has its ledger, to the others the folder is lost. */
const SWEEPS = ['by ledger', '--all-runs', 'by ledger', '--run', 'by ledger', '--older-than'] as const

/** What a kill is called, by its number. */
export const killName = (number: number): string => `kill ${number + 1}, swept ${sweepOf(number)}`

const sweepOf = (number: number) => SWEEPS[number % SWEEPS.length]!

/**
 * Kills a run at a moment that its number decides, sweeps, and holds what the cloud has then against what it had before.
 * @returns what was wrong
 */
export async function killTrial(number: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-kill-'))
  const children: ChildProcess[] = []
  try {
    const cloud = await startCloudProcess()
    children.push(cloud.child)
    writeFileSync(join(folder, 'clouds.yaml'), cloud.yaml)
    await makeUsersThings(cloud.ask)
    const before = await holding(cloud.ask)
    const run = start(folder, runOf(number))
    children.push(run.child)
    const made = await untilDifferent(cloud, before)
    if (!made) return [`the run made nothing: ${(await run.ended).said}`]
    const dice = series(number)
    dice.next()
    await sleep(dice.next().value * LATEST_MS)
    run.child.kill('SIGKILL')
    await run.ended
    return await swept(folder, cloud, before, number)
  } finally {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

const runOf = (number: number) => [
  'run',
  ...['--profile', 'compute-v2', '--footprint', 'admin', '--report', 'out', '--seed', String(number + 1)],
  ...SELECT.flatMap((glob) => ['--select', glob]),
]

async function untilDifferent(cloud: CloudProcess, before: Holding): Promise<boolean> {
  for (const limit = Date.now() + LIMIT_MS; Date.now() < limit; await sleep(50))
    if (differences(before, await holding(cloud.ask)).length > 0) return true
  return false
}

async function swept(
  folder: string,
  cloud: CloudProcess,
  before: Holding,
  number: number,
): Promise<string[]> {
  const way = sweepOf(number)
  const out = join(folder, 'out')
  let chosen: string[] = []
  if (way !== 'by ledger') {
    rmSync(out, { recursive: true })
    // A folder that is named and is not there is refused: whoever lost it looks by name.
    const { said } = await start(folder, ['sweep']).ended
    const [, id = 'none'] = /^run (\w{9}), begun /m.exec(said) ?? []
    chosen = {
      '--all-runs': ['--all-runs'],
      '--run': ['--run', id],
      '--older-than': ['--older-than', '0m'],
    }[way]
    chosen.push('--yes')
  }
  const { code, said } = await start(folder, ['sweep', '--report', 'out', ...chosen]).ended
  const wrong = differences(before, await holding(cloud.ask))
  if (code !== 0 || wrong.length > 0) wrong.push(`sweep ended with exit code ${code}: ${said.trim()}`)
  for (const name of existsSync(out) ? readdirSync(out) : [])
    if (name.startsWith('ledger-')) wrong.push(`${name} is still there`)
  return wrong
}

/** Starts the command line as a user would, in a folder that has the cloud's clouds.yaml. */
function start(folder: string, args: readonly string[]) {
  const clean = Object.entries(process.env).filter(([name]) => !/^(OS_|VITEST|NODE_)/.test(name))
  const whose = ['--os-cloud', 'acme', '--os-admin-cloud', 'acme-admin']
  const child = spawn(process.execPath, [BIN, ...args, ...whose], {
    cwd: folder,
    env: { ...Object.fromEntries(clean), HOME: folder, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece) => {
      said += piece
    })
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, said })),
  )
  return { child, ended }
}
