import { createHash, randomBytes, randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { undoLedger } from '../fixtures/resources/undo.ts'
import type { RunConfig } from '../fixtures/run/run-config.ts'
import { buildReport } from '../reporters/build.ts'
import { Collector } from '../reporters/collect.ts'
import { EXCHANGES_FILE, OUTCOMES_FILE, type RunHeader, readEvidence } from '../reporters/evidence.ts'
import { writeFormats } from '../reporters/formats.ts'
import { liveView } from '../reporters/live.ts'
import type { Leak, Report } from '../reporters/report.ts'
import { summary } from '../reporters/summary.ts'
import { LOG_WIDTH, palette, useColor } from '../reporters/terminal.ts'
import { parseWaivers } from '../reporters/waivers.ts'
import { requirementOf } from '../spec/catalogue.ts'
import type { RunOptions } from './commands/run.ts'
import { onInterrupt } from './interrupt.ts'
import { chosenProfile, chosenRequirements, contract, contractVersion } from './judging.ts'
import { ledgerFileOf, openLedger } from './ledger-files.ts'
import { type Reached, reach } from './party.ts'
import { checkFolder, openFolder, readNamed, shownPath } from './paths.ts'
import { startCloud } from './reference-cloud.ts'
import { startSuites } from './suites.ts'
import { connectionsOf } from './target-options.ts'
import { needsOwnTest } from './tested.ts'
import { UsageError } from './usage.ts'
import { VERSION } from './version.ts'
import { warnings } from './warnings.ts'

/** What a target is held to without `--profile`; where it offers the events API, to that as well. */
const DEFAULT_PROFILE = 'compute-v2.1'
const REFERENCE_PROFILE = 'compute-v2,events,telemetry'

/** Part of the names of all that a run makes. From the seed, so that the same seed gives the same requests. */
const nameTag = (seed: number) => createHash('sha256').update(`stackproof ${seed}`).digest('hex').slice(0, 8)

/** Does one run: finds the target, judges it, leaves it as it was, writes the report and tells of it. */
export async function perform(options: RunOptions): Promise<Report> {
  const connections = connectionsOf(options)
  if (connections !== undefined && options.fault !== undefined) {
    throw new UsageError('--fault is for the reference cloud only: leave the target out, or the fault')
  }
  const seed = options.seed ?? randomInt(2 ** 31)
  const plan = planOf(options, connections === undefined)
  checkFolder(resolve(options.report), '--report')
  if (connections !== undefined) {
    const reached = await reach(connections, options)
    return conduct(options, plan, seed, reached).finally(reached.close)
  }
  const cloud = await startCloud({ seed, faults: options.fault })
  try {
    const reached = await reach(cloud.connections, { ...options, name: 'reference cloud', reference: true })
    return await conduct(options, plan, seed, reached).finally(reached.close)
  } finally {
    await cloud.close()
  }
}

/** What a run is about, checked before the target is asked anything. */
function planOf(options: RunOptions, reference: boolean) {
  const profile = chosenProfile(options.profile ?? (reference ? REFERENCE_PROFILE : DEFAULT_PROFILE))
  const select = options.select ?? []
  return {
    profile,
    select,
    requirements: chosenRequirements(profile, select),
    footprint: options.footprint ?? (reference ? ('disruptive' as const) : ('own-resources' as const)),
    waivers: options.waivers === undefined ? [] : parseWaivers(readNamed(options.waivers), options.waivers),
  }
}

async function conduct(
  options: RunOptions,
  early: ReturnType<typeof planOf>,
  seed: number,
  reached: Reached,
): Promise<Report> {
  const { target } = reached
  const offersEvents = target.member.endpoints.events !== undefined
  const plan =
    options.profile === undefined && !target.reference && offersEvents
      ? planOf({ ...options, profile: `${DEFAULT_PROFILE},telemetry` }, false)
      : early
  const directory = resolve(options.report)
  const id = randomBytes(4).toString('hex')
  const config: RunConfig = {
    runId: nameTag(seed),
    seed,
    profile: plan.profile.name,
    footprint: plan.footprint,
    concurrency: options.concurrency ?? (target.reference ? 1 : 4),
    timeoutScale: options.timeoutScale,
    select: plan.select,
    requirements: plan.requirements,
    reportDirectory: directory,
    ledgerFile: ledgerFileOf(directory, id),
    target,
    hints: { eventMessageId: options.eventMessageId },
  }
  openFolder(directory, '--report')
  for (const old of [EXCHANGES_FILE, OUTCOMES_FILE]) rmSync(join(directory, old), { force: true })
  openLedger(config.ledgerFile, target)
  for (const line of warnings(target)) process.stderr.write(`stackproof: ${line}\n`)
  const live = liveView({ title: `${target.name}, profile ${config.profile}, footprint ${config.footprint}` })
  const collector = new Collector({
    directory,
    header: headerOf(id, config, plan),
    live,
    planned: plan.requirements.filter((id) => needsOwnTest(requirementOf(id))).length,
  })
  const run = await startSuites(config, collector)
  const interrupt = onInterrupt(
    () => {
      process.stderr.write(
        '\nstackproof: ending gently: what runs may finish, then all is cleaned up. Ctrl-C again ends at once.\n',
      )
      void run.stop()
    },
    () =>
      process.stderr.write(
        `stackproof: ended at once; \`stackproof sweep --report ${options.report} …\` deletes what is left, \`stackproof report ${options.report}\` tells what was found\n`,
      ),
  )
  try {
    const broke = await run.ended.then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    const leaks = await cleanUp(config, reached)
    if (broke !== undefined) {
      live.end()
      throw broke.error
    }
    collector.finish({ leaks, interrupted: interrupt.happened })
  } finally {
    interrupt.done()
  }
  return tell(options, directory)
}

/** Takes away what the suites could not; what stays is a leak, and the ledger keeps it for `sweep`. */
async function cleanUp(config: RunConfig, reached: Reached): Promise<Leak[]> {
  const clients = reached.clients('cleanup', join(config.reportDirectory, EXCHANGES_FILE))
  const { leaks } = await undoLedger(config.ledgerFile, clients, { timeoutScale: config.timeoutScale })
  clients.flush()
  if (leaks.length === 0) rmSync(config.ledgerFile, { force: true })
  return leaks
}

async function tell(options: RunOptions, directory: string): Promise<Report> {
  const evidence = await readEvidence(directory)
  const report = buildReport(evidence, contract())
  const asked = options.format ?? ['html' as const]
  // report.json is what every other command reads: it is written whatever the formats.
  const files = writeFormats(directory, [...new Set([...asked, 'json' as const])], report, evidence.exchanges)
  process.stdout.write(
    summary(report, {
      paint: palette(useColor(process.stdout.isTTY === true, process.env)),
      width: process.stdout.columns ?? LOG_WIDTH,
      files: files.map(shownPath),
    }),
  )
  return report
}

function headerOf(id: string, config: RunConfig, plan: ReturnType<typeof planOf>): RunHeader {
  const { target } = config
  return {
    schemaVersion: 1,
    tool: { name: 'stackproof', version: VERSION },
    spec: contractVersion(),
    target: {
      name: target.name,
      endpoints: Object.fromEntries(
        Object.entries(target.member.endpoints).map(([name, url]) => [name, withoutLogin(url)]),
      ),
      versions: target.versions,
      features: target.features,
    },
    run: {
      id,
      startedAt: new Date().toISOString(),
      seed: config.seed,
      profile: config.profile,
      footprint: config.footprint,
      concurrency: config.concurrency,
    },
    selected: config.requirements,
    allowedMissing: plan.profile.allowedMissing,
    optionalServices: plan.profile.demandsEverything ? [] : ['events'],
    featuresDecide: target.featuresKnown && !plan.profile.demandsEverything,
    waivers: plan.waivers,
  }
}

function withoutLogin(url: string): string {
  const parsed = new URL(url)
  if (parsed.username === '' && parsed.password === '') return url
  parsed.username = ''
  parsed.password = ''
  return parsed.href.replace(/\/$/, '')
}
