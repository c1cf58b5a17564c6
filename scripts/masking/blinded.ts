import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCloud } from '../../fixtures/reference-cloud/cloud.ts'
import type { Report } from '../../reporters/report.ts'
import { startProxy } from '../hostile/proxy.ts'
import { quietly } from '../quietly.ts'
import { run } from '../run/run.ts'
import type { BentAnswer } from './bent-answers.ts'

/** What a run could not judge while an answer was bent. */
export interface Blinded {
  id: string
  blocked: number
  errors: number
  /** How many requirements were selected. */
  all: number
  /** The reasons of both, with how often each was given; the most frequent first. */
  reasons: [reason: string, count: number][]
  seconds: number
}

const SCALE = 0.1

/** Runs the suites, or those selected, against the reference cloud with an answer bent throughout. */
export async function blindedBy(answer: BentAnswer, select?: string[]): Promise<Blinded> {
  const folder = mkdtempSync(join(tmpdir(), 'stackproof-masking-'))
  const began = performance.now()
  const cloud = createCloud({})
  const proxy = await startProxy(cloud, answer, 1)
  const before = process.env.OS_CLIENT_CONFIG_FILE
  try {
    process.env.OS_CLIENT_CONFIG_FILE = join(folder, 'clouds.yaml')
    writeFileSync(process.env.OS_CLIENT_CONFIG_FILE, cloud.cloudsYaml('tried', proxy.url))
    const { report } = await quietly(() =>
      run({
        osCloud: 'tried',
        osAdminCloud: 'tried-admin',
        profile: 'compute-v2,events,telemetry',
        footprint: 'disruptive',
        ...(select === undefined ? {} : { select }),
        report: join(folder, 'report'),
        format: ['json'],
        seed: 7,
        timeoutScale: SCALE,
      }),
    )
    return { id: answer.id, ...counted(report), seconds: (performance.now() - began) / 1000 }
  } finally {
    if (before === undefined) delete process.env.OS_CLIENT_CONFIG_FILE
    else process.env.OS_CLIENT_CONFIG_FILE = before
    await proxy.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function counted({ requirements }: Report): Pick<Blinded, 'blocked' | 'errors' | 'all' | 'reasons'> {
  const of = (verdict: string) => requirements.filter((row) => row.verdict === verdict)
  const reasons = new Map<string, number>()
  for (const { reason } of [...of('error'), ...of('blocked')])
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  return {
    blocked: of('blocked').length,
    errors: of('error').length,
    all: requirements.length - of('disabled').length,
    reasons: [...reasons].sort(([, a], [, b]) => b - a),
  }
}
