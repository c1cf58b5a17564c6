import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../../reporters/report.ts'
import { BIN, type CloudProcess } from '../hostile/cloud-process.ts'

/** What a run made of a cloud: the verdict of each requirement, in passing or by a test of its own. */
export type Verdicts = Map<string, string>

/** A run that is not over by then never will be. Milliseconds. */
const LIMIT_MS = 300_000

/** A whole run against a cloud, in a process of its own. @returns undefined where it came to no report */
export async function judged({ yaml }: CloudProcess): Promise<Verdicts | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-mutation-run-'))
  try {
    writeFileSync(join(folder, 'clouds.yaml'), yaml)
    const words = ['--os-cloud', 'acme', '--os-admin-cloud', 'acme-admin', '--footprint', 'disruptive']
    const more = ['--profile', 'compute-v2,events,telemetry', '--seed', '7', '--timeout-scale', '0.2']
    const args = [BIN, 'run', ...words, ...more, '--format', 'json', '--report', 'report']
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml') },
      stdio: 'ignore',
    })
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
    await new Promise((resolve) => child.on('close', resolve))
    clearTimeout(limit)
    const { requirements } = JSON.parse(readFileSync(join(folder, 'report', 'report.json'), 'utf8')) as Report
    return new Map(requirements.map(({ id, verdict, seen }) => [id, seen ?? verdict]))
  } catch {
    return undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const BLAME = ['fail', 'warn']

/** The requirements that are blamed now and were not before. */
export const newlyBlamed = (found: Verdicts, plain: Verdicts): string[] =>
  [...found]
    .filter(([id, verdict]) => BLAME.includes(verdict) && !BLAME.includes(plain.get(id) ?? ''))
    .map(([id]) => id)

/** How many requirements could be judged before, and not now. */
export const lost = (found: Verdicts, plain: Verdicts): number =>
  [...plain].filter(
    ([id, verdict]) => verdict === 'pass' && ['blocked', 'error'].includes(found.get(id) ?? 'error'),
  ).length
