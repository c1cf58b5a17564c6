import { randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { redact } from '../../fixtures/redaction/redactor.ts'
import { readLedger } from '../../fixtures/resources/ledger.ts'
import { leftBehind } from '../../fixtures/resources/left-behind.ts'
import { newRunId } from '../../fixtures/resources/run-id.ts'
import type { RunConfig } from '../../fixtures/run/run-config.ts'
import { againstBaseline, baselineExitCode, describeBaseline } from '../../reporters/baseline.ts'
import { exitCode } from '../../reporters/build.ts'
import { Collector } from '../../reporters/collect.ts'
import { type LiveView, liveView } from '../../reporters/live.ts'
import type { Leak, Report } from '../../reporters/report.ts'
import { plural, span } from '../../reporters/terminal.ts'
import { contract } from '../contract.ts'
import { type ExitCode, explain, UsageError } from '../errors.ts'
import { checkFolder, openFolder, shownPath } from '../paths.ts'
import { openChosenTarget } from '../target/chosen-target.ts'
import type { OpenTarget } from '../target/open-target.ts'
import { connectionsOf } from '../target/settings.ts'
import { warnings } from '../target/warnings.ts'
import { signOfLife } from './alive.ts'
import { choicesOf } from './choices.ts'
import { cleanUp } from './clean-up.ts'
import { configOf } from './config.ts'
import { describeRuns } from './describe-runs.ts'
import { headerOf } from './header.ts'
import { type Ending, onEarlyInterrupt, onInterrupt } from './interrupt.ts'
import { ledgersIn, openLedger, type RunLedger } from './ledger-files.ts'
import { planFor, planOf, type RunOptions } from './plan.ts'
import { redactAgain } from './redact-again.ts'
import { clearReportFolder, hasOutcomes, refuseFolderInUse } from './report-folder.ts'
import { SHARD_SEED } from './shard.ts'
import { type SuiteRun, startSuites } from './suites.ts'
import { writeReport } from './write-report.ts'

/** So long running tests may take to end after Ctrl-C, and the whole end, in milliseconds before scaling. */
const TESTS_END_MS = 120_000
const RUN_ENDS_MS = 300_000

/** How often it is seen to that the report folder is there, in milliseconds. */
const FOLDER_WATCH_MS = 500

/** Does one run: opens the target, judges it, leaves it as it was, and writes the report. @returns the report, and the exit code, by the baseline where there is one */
export async function run(options: RunOptions): Promise<{ report: Report; code: ExitCode }> {
  const stage = { judged: false }
  const early = onEarlyInterrupt(() =>
    say(
      stage.judged
        ? `ended before the report was written; \`stackproof report ${options.report}\` writes it`
        : 'ended before anything was made or judged',
    ),
  )
  try {
    return await wholeRun(options, stage)
  } finally {
    early.done()
  }
}

/** @param stage told of when there is something that a report can be made of */
async function wholeRun(
  options: RunOptions,
  stage: { judged: boolean },
): Promise<{ report: Report; code: ExitCode }> {
  const began = Date.now()
  const connections = connectionsOf(options)
  const early = planOf(options, connections === undefined)
  checkFolder(resolve(options.report), '--report')
  await refuseFolderInUse(options.report)
  const seed = options.seed ?? (early.shard === undefined ? randomInt(2 ** 31) : SHARD_SEED)
  const life = await signOfLife()
  const readOnly = early.footprint === 'read-only'
  const cloud = { seed, faults: options.fault, conditions: options.condition }
  const deadlineMs = early.budget?.deadlineMs
  const opened = await openChosenTarget(
    connections,
    { ...options, ...(deadlineMs === undefined ? {} : { endsAt: began + deadlineMs }) },
    cloud,
    readOnly,
  )
  try {
    const { target } = opened
    const offersEvents = target.member.endpoints.events !== undefined
    const plan = planFor(early, options, { events: offersEvents, reference: target.reference })
    const id = newRunId()
    const choices = await choicesOf(options, opened.clients('discovery').member)
    const config = configOf(options, plan, { id, seed, target, choices, began })
    openFolder(config.reportDirectory, '--report')
    const ledger = openLedger(config.ledgerFile, target, life)
    /** Whether something is left, once that was looked for. */
    let left: boolean | undefined
    try {
      await refuseFolderInUse(options.report, id)
      for (const line of [...plan.expired, ...warnings(target), ...earlierLedgers(config, id)]) say(line)
      for (const line of target.reference ? [] : await leftByOthers(opened, options.timeoutScale)) say(line)
      clearReportFolder(config.reportDirectory)
      const { leaks, broke } = await judge(
        { config, header: headerOf(id, config, plan), target: opened, ledger },
        options,
      )
      stage.judged = true
      left = leaks.length > 0
      redactAgain(config.reportDirectory, config.ledgerFile)
      if (broke !== undefined) throw withWhatIsThere(broke.error, config.reportDirectory)
      const report = await writeReport(config.reportDirectory, id, options.format)
      if (plan.baseline === undefined) return { report, code: exitCode(report) }
      const gate = againstBaseline(plan.baseline, report)
      process.stdout.write(describeBaseline(gate, report, options.baseline ?? ''))
      return { report, code: baselineExitCode(gate, report) }
    } finally {
      ledger.end(left ?? hasOpenEntries(ledger))
    }
  } finally {
    await opened.close()
    life.end()
  }
}

/** What a run is done with. */
interface Run {
  config: RunConfig
  header: ReturnType<typeof headerOf>
  target: OpenTarget
  ledger: RunLedger
}

/**
 * Runs the suites, and takes away what they left, in this order also where the suites broke or were told to end.
 * @returns what could not be taken away, and what kept the run from being judged
 */
async function judge(
  { config, header, target, ledger }: Run,
  { report: folder, shown }: RunOptions,
): Promise<{ leaks: Leak[]; broke?: { error: unknown } }> {
  // Heard before the first line is written, or the process would end there and then; obeyed when all is set up.
  let ending!: Ending
  const interrupt = onInterrupt({
    gently: () => ending.gently(),
    get enough() {
      return ending.enough
    },
    get atOnce() {
      return ending.atOnce
    },
  })
  const live = liveView({
    title: `${config.target.name}, profile ${config.profile}, footprint ${config.footprint}`,
    header,
    judging: contract(),
  })
  const say = (line: string) => live.note(`stackproof: ${line}`)
  let lost: unknown
  const lose = (error: unknown) => {
    if (lost !== undefined) return
    const vanished = (error as NodeJS.ErrnoException).code === 'ENOENT'
    lost = vanished ? vanishedFolder(config.reportDirectory) : fullFolder(config.reportDirectory, error)
    say(
      `${shownPath(config.reportDirectory)} cannot be written to any more: ending gently; what the run finds from now on is lost`,
    )
    begun.stop()
  }
  const collector = new Collector({
    directory: config.reportDirectory,
    header,
    live,
    unwritable: lose,
    redact,
  })
  // A signal may come while they are being loaded.
  const loaded = Promise.resolve().then(() =>
    startSuites(config, collector, { shown, unentered: ledger.unentered }),
  )
  const begun: Pick<SuiteRun, 'stop' | 'giveUp'> = {
    // Where they cannot be loaded, that is told by whoever waits for their end.
    stop: () => void loaded.then((suites) => suites.stop()).catch(() => {}),
    giveUp: () => loaded.then((suites) => suites.giveUp()),
  }
  ending = endingOf(begun, live, config, folder)
  // A worker would make a vanished folder anew, and write on in it.
  const watch = setInterval(() => {
    if (!ledger.isThere()) lose(vanishedFolder(config.reportDirectory))
  }, FOLDER_WATCH_MS)
  try {
    const broke = await loaded
      .then((suites) => suites.ended)
      .then(
        () => undefined,
        (error: unknown) => ({ error }),
      )
    live.end()
    const leaks = await cleanUp(config, target, ledger.whole())
    if (lost === undefined) collector.finish({ leaks, interrupted: interrupt.happened })
    if (broke !== undefined || lost !== undefined) {
      for (const { kind, name, id, reason } of leaks) say(`left behind: ${kind} ${name} (${id}): ${reason}`)
      if (leaks.length > 0)
        say(
          `\`stackproof sweep --report ${shownPath(dirname(ledger.whole().file))} …\` deletes what is left behind`,
        )
      return { leaks, broke: { error: lost ?? broke?.error } }
    }
    return { leaks }
  } finally {
    clearInterval(watch)
    interrupt.done()
  }
}

/** What stands in the folder's place was begun after it had gone: it tells of the end of the run at most. */
class Vanished extends UsageError {}

const vanishedFolder = (directory: string) =>
  new Vanished(`${shownPath(directory)} has vanished while the run was under way`)

const fullFolder = (directory: string, why: unknown) =>
  why instanceof UsageError
    ? why
    : new UsageError(`${shownPath(directory)} could not be written to its end: ${explain(why)}`)

/** Evidence that could not be written to its end makes a report of what it holds; what a user is told ends with where that is. */
function withWhatIsThere(error: unknown, directory: string): unknown {
  if (!(error instanceof UsageError)) return error
  const folder = shownPath(directory)
  return new UsageError(
    hasOutcomes(directory) && !(error instanceof Vanished)
      ? `${error.message}; \`stackproof report ${folder} --to DIR\` tells what was found until then`
      : `${error.message}, and what the run found is lost`,
  )
}

/** Whether something may be left, by the ledger alone. */
function hasOpenEntries(ledger: RunLedger): boolean {
  const { file, unwritten } = ledger.whole()
  return readLedger(file, unwritten).some((entry) => !entry.undone)
}

/** What Ctrl-C brings about, and until when. */
function endingOf(
  suites: Pick<SuiteRun, 'stop' | 'giveUp'>,
  live: LiveView,
  { timeoutScale }: RunConfig,
  folder: string,
): Ending {
  const after = (ms: number) => Math.max(1000, ms * timeoutScale)
  const say = (line: string) => live.note(`stackproof: ${line}`)
  return {
    gently() {
      live.ending()
      say(
        `ending gently, within ${span(after(RUN_ENDS_MS))}: what runs may finish, then all is cleaned up. Ctrl-C again ends at once.`,
      )
      suites.stop()
    },
    enough: {
      after: after(TESTS_END_MS),
      act() {
        say('the tests that run do not end: they are given up, and all is cleaned up')
        void suites.giveUp()
      },
    },
    atOnce: {
      after: after(RUN_ENDS_MS),
      say: (why) =>
        say(
          `${why === 'told' ? 'ended at once' : 'the end took too long'}; \`stackproof sweep --report ${folder} …\` deletes what is left, \`stackproof report ${folder}\` tells what was found`,
        ),
    },
  }
}

/** What earlier runs left in the same folder, for a `sweep` to delete. */
function earlierLedgers({ reportDirectory }: RunConfig, own: string): string[] {
  const left = ledgersIn(reportDirectory).filter(
    ({ runId, owner }) => runId !== own && owner?.reference !== true,
  )
  return left.flatMap(({ runId, file }) => {
    const open = readLedger(file).filter((entry) => !entry.undone).length
    if (open === 0) {
      // Of a run that was ended before it made anything: nobody is held by it, and there is nothing to tell.
      rmSync(file, { force: true })
      return []
    }
    return `run ${runId} was interrupted and left ${plural(open, 'resource')} behind; \`stackproof sweep --run ${runId} …\` deletes them`
  })
}

/** What is there by the names of other runs. It is theirs: a run of its own only tells of it. */
async function leftByOthers(target: OpenTarget, timeoutScale: number): Promise<string[]> {
  const { things } = await leftBehind({ ...target.clients('discovery'), timeoutScale })
  return describeRuns(things).map(
    (line) => `left by an earlier run, unless it is under way: ${line}; see \`stackproof sweep\``,
  )
}

function say(line: string): void {
  process.stderr.write(`stackproof: ${redact(line)}\n`)
}
