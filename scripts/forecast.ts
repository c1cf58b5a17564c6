import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Footprint } from '../fixtures/run/footprint.ts'
import type { Report } from '../reporters/report.ts'
import {
  expected,
  LACKS,
  RECORDING_FILE,
  type Recording,
  RUN_NAMES,
  recording,
  runName,
  written,
} from './doctor/recording.ts'
import { CALLS_FILE, suiteCalls } from './doctor/suite-calls.ts'
import { quietly } from './quietly.ts'
import { run } from './run/run.ts'
import { startCloud } from './target/reference-cloud.ts'

/** What a reference cloud is held to when nobody asks for less. */
const PROFILE = 'compute-v2,events,telemetry'
const BUILDS = ['servers.create', 'volumesBoot.create']

/** One run against a reference cloud as if it were somebody's: with a footprint, with or without an administrator. */
async function runWith(
  footprint: Footprint,
  admin: boolean,
  conditions: string[],
): Promise<{ report: Report; calls: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'stackproof-forecast-'))
  const cloud = await startCloud({ seed: 7, conditions })
  try {
    process.env.OS_CLIENT_CONFIG_FILE = join(directory, 'clouds.yaml')
    writeFileSync(process.env.OS_CLIENT_CONFIG_FILE, cloud.cloudsYaml)
    const { report } = await quietly(() =>
      run({
        osCloud: 'reference',
        ...(admin ? { osAdminCloud: 'reference-admin' } : {}),
        profile: PROFILE,
        footprint,
        report: join(directory, 'report'),
        seed: 7,
        format: ['json'],
        timeoutScale: 0.3,
      }),
    )
    return { report, calls: suiteCalls(join(directory, 'report')) }
  } finally {
    await cloud.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

function noteRun(into: Recording, name: string, report: Report): void {
  const { requests, serverBuilds, transitions = [] } = report.run
  const waits = transitions
    .filter(({ operationId }) => !BUILDS.includes(operationId))
    .reduce((sum, { durationsMs }) => sum + durationsMs.length, 0)
  into.costs[name] = { requests, serverBuilds, waits }
  for (const { id, verdict } of report.requirements) {
    into.runs[id] ??= {}
    into.runs[id][name] = expected(verdict)
  }
}

function noteLack(into: Recording, lack: string, report: Report): void {
  for (const { id, verdict } of report.requirements) {
    into.lacks[id] ??= {}
    delete into.lacks[id][lack]
    const otherwise = into.runs[id]?.[FULL]
    if (otherwise === 'judged' && expected(verdict) !== 'judged') into.lacks[id][lack] = expected(verdict)
  }
}

/** What can be had with fewer servers can be had with more: a run on a busy machine may have been too slow for some of it. */
function settleQuotas({ lacks }: Recording): void {
  for (const of of Object.values(lacks))
    for (const [fewer, more] of [
      ['instances-1', 'instances-2'],
      ['instances-2', 'instances-3'],
    ] as const)
      if (of[fewer] === undefined) delete of[more]
}

const FULL = runName('disruptive', true)

/** Records the runs and lacks that the command line names, or all: the others stay as they are. */
async function main(words: readonly string[]): Promise<number> {
  const all = [...RUN_NAMES, ...LACKS]
  const strange = words.find((word) => !all.includes(word))
  if (strange !== undefined) {
    console.error(`forecast: nothing is called '${strange}': ${all.map((each) => `'${each}'`).join(', ')}`)
    return 2
  }
  const wanted = all.filter((name) => words.length === 0 || words.includes(name))
  const into: Recording = existsSync(RECORDING_FILE) ? recording() : { costs: {}, runs: {}, lacks: {} }
  for (const name of wanted) {
    const began = performance.now()
    const [footprint, admin] = RUN_NAMES.includes(name) ? name.split(' ') : FULL.split(' ')
    const conditions = RUN_NAMES.includes(name) ? [] : [name]
    const { report, calls } = await runWith(footprint as Footprint, admin !== undefined, conditions)
    if (report.summary.fail + report.summary.warn + report.summary.error > 0) {
      const unclean = report.requirements.filter(({ verdict }) => ['fail', 'warn', 'error'].includes(verdict))
      const why = unclean.map(({ id, verdict, reason }) => `\n  ${id}: ${verdict}: ${reason}`)
      console.error(
        `forecast: ${name}: the run is not clean: ${JSON.stringify(report.summary)}${why.join('')}`,
      )
      return 1
    }
    if (conditions.length === 0) noteRun(into, name, report)
    else noteLack(into, name, report)
    if (name === FULL) writeFileSync(CALLS_FILE, calls)
    settleQuotas(into)
    writeFileSync(RECORDING_FILE, written(into))
    const seconds = Math.round((performance.now() - began) / 1000)
    console.log(`${name}: ${JSON.stringify(report.summary)}, ${seconds} s`)
  }
  return 0
}

process.exitCode = await main(process.argv.slice(2))
