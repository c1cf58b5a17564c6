import { randomBytes, randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { undoLedger } from '../../fixtures/resources/undo.ts'
import type { RunConfig } from '../../fixtures/run/run-config.ts'
import { againstBaseline, baselineExitCode, describeBaseline } from '../../reporters/baseline.ts'
import { exitCode } from '../../reporters/build.ts'
import { Collector } from '../../reporters/collect.ts'
import { EXCHANGES_FILE, OUTCOMES_FILE } from '../../reporters/evidence.ts'
import { liveView } from '../../reporters/live.ts'
import type { Leak, Report } from '../../reporters/report.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { type ExitCode, UsageError } from '../errors.ts'
import { needsOwnTest } from '../own-test.ts'
import { checkFolder, openFolder } from '../paths.ts'
import { openChosenTarget } from '../target/chosen-target.ts'
import type { OpenTarget } from '../target/open-target.ts'
import { connectionsOf } from '../target/settings.ts'
import { warnings } from '../target/warnings.ts'
import { configOf } from './config.ts'
import { headerOf } from './header.ts'
import { onInterrupt } from './interrupt.ts'
import { openLedger } from './ledger-files.ts'
import { planOf, type RunOptions, withEvents } from './plan.ts'
import { startSuites } from './suites.ts'
import { writeReport } from './write-report.ts'

/** Does one run: opens the target, judges it, leaves it as it was, and writes the report. @returns the report, and the exit code, by the baseline where there is one */
export async function run(options: RunOptions): Promise<{ report: Report; code: ExitCode }> {
  const connections = connectionsOf(options)
  for (const own of ['fault', 'condition'] as const)
    if (connections !== undefined && options[own] !== undefined)
      throw new UsageError(`--${own} is for the reference cloud only: leave the target out, or the ${own}`)
  const early = planOf(options, connections === undefined)
  checkFolder(resolve(options.report), '--report')
  const seed = options.seed ?? randomInt(2 ** 31)
  const opened = await openChosenTarget(connections, options.timeoutScale, {
    seed,
    faults: options.fault,
    conditions: options.condition,
  })
  try {
    const { target } = opened
    const offersEvents = target.member.endpoints.events !== undefined
    const plan = offersEvents && !target.reference ? withEvents(early, options) : early
    const id = randomBytes(4).toString('hex')
    const config = configOf(options, plan, { id, seed, target })
    openReportFolder(config)
    openLedger(config.ledgerFile, target)
    for (const line of [...plan.expired, ...warnings(target)]) process.stderr.write(`stackproof: ${line}\n`)
    await judge(config, headerOf(id, config, plan), opened, options.report)
    const report = await writeReport(config.reportDirectory, options.format)
    if (plan.baseline === undefined) return { report, code: exitCode(report) }
    const gate = againstBaseline(plan.baseline, report)
    process.stdout.write(describeBaseline(gate, options.baseline ?? ''))
    return { report, code: baselineExitCode(gate, report) }
  } finally {
    await opened.close()
  }
}

/** Evidence of an earlier run in the same folder would be taken for this one's. */
function openReportFolder({ reportDirectory }: RunConfig): void {
  openFolder(reportDirectory, '--report')
  for (const old of [EXCHANGES_FILE, OUTCOMES_FILE]) rmSync(join(reportDirectory, old), { force: true })
}

/** Runs the suites, and takes away what they left, in this order also where the suites broke or were told to end. */
async function judge(
  config: RunConfig,
  header: ReturnType<typeof headerOf>,
  target: OpenTarget,
  folder: string,
): Promise<void> {
  const live = liveView({
    title: `${config.target.name}, profile ${config.profile}, footprint ${config.footprint}`,
  })
  const planned = header.selected!.filter((id) => needsOwnTest(requirementOf(id))).length
  const collector = new Collector({ directory: config.reportDirectory, header, live, planned })
  const suites = await startSuites(config, collector)
  const interrupt = onInterrupt(
    () => {
      process.stderr.write(
        '\nstackproof: ending gently: what runs may finish, then all is cleaned up. Ctrl-C again ends at once.\n',
      )
      suites.stop()
    },
    () =>
      process.stderr.write(
        `stackproof: ended at once; \`stackproof sweep --report ${folder} …\` deletes what is left, \`stackproof report ${folder}\` tells what was found\n`,
      ),
  )
  try {
    const broke = await suites.ended.then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    const leaks = await cleanUp(config, target)
    if (broke !== undefined) {
      live.end()
      throw broke.error
    }
    collector.finish({ leaks, interrupted: interrupt.happened })
  } finally {
    interrupt.done()
  }
}

/** Takes away what the suites could not; what stays is a leak, and the ledger keeps it for `sweep`. */
async function cleanUp(config: RunConfig, target: OpenTarget): Promise<Leak[]> {
  const clients = target.clients('cleanup', join(config.reportDirectory, EXCHANGES_FILE))
  const { leaks } = await undoLedger(config.ledgerFile, clients, { timeoutScale: config.timeoutScale })
  clients.flush()
  if (leaks.length === 0) rmSync(config.ledgerFile, { force: true })
  return leaks
}
