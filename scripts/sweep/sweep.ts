import { existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { leftBehind, takeAway } from '../../fixtures/resources/left-behind.ts'
import { undoLedger } from '../../fixtures/resources/undo.ts'
import { plural } from '../../reporters/terminal.ts'
import { type ExitCode, UsageError } from '../errors.ts'
import type { TargetOptions } from '../options/target.ts'
import { shownPath } from '../paths.ts'
import { isAlive } from '../run/alive.ts'
import { describeRuns } from '../run/describe-runs.ts'
import { type LeftLedger, ledgersIn, sameOwner } from '../run/ledger-files.ts'
import { type OpenTarget, openTarget } from '../target/open-target.ts'
import { connectionsOf } from '../target/settings.ts'
import { chooses, confirmed, isChosen, type RunChoice } from './choose-runs.ts'
import { tellOfDownedHosts } from './downed-hosts.ts'
import { Tidings } from './tidings.ts'

/** What `stackproof sweep` takes, as commander reads it. */
export interface SweepOptions extends TargetOptions, RunChoice {
  report: string
  yes?: boolean
  json?: boolean
}

/**
 * Deletes what interrupted runs left behind: by the ledgers in their report folder, then by the names of what is there.
 * @throws UsageError, TargetError
 */
export async function sweep(options: SweepOptions): Promise<ExitCode> {
  const tidings = new Tidings(options.json === true)
  const code = await sweepWith(options, tidings)
  tidings.end()
  return code
}

async function sweepWith(options: SweepOptions, tidings: Tidings): Promise<ExitCode> {
  const directory = resolve(options.report)
  const ledgers = ledgersIn(directory).filter(({ file, owner }) => {
    // A reference cloud took all that it held with it.
    if (owner?.reference) rmSync(file, { force: true })
    return !owner?.reference
  })
  if (!existsSync(directory) && options.report !== 'stackproof-report' && !isChosen(options))
    throw new UsageError(
      `--report ${options.report}: there is no such folder; where a run’s was lost, choose by name: --run ID, --older-than 12h or --all-runs`,
    )
  const connections = connectionsOf(options)
  if (connections === undefined) {
    if (ledgers.length === 0 && !isChosen(options)) {
      tidings.say(
        `nothing to sweep: ${shownPath(directory)} holds no ledger of an interrupted run, and no cloud was named`,
      )
      return 0
    }
    const clouds = [...new Set(ledgers.map(({ owner }) => owner?.compute ?? 'an unknown cloud'))].join(', ')
    throw new UsageError(
      `say which cloud to sweep, as you did for the run (--os-cloud NAME …)${clouds === '' ? '' : `; ledgers are left for ${clouds}`}`,
    )
  }
  const opened = await openTarget(connections, options)
  try {
    const alive = new Set<string>()
    let left = 0
    for (const ledger of ledgers) {
      if (options.run !== undefined && !options.run.includes(ledger.runId)) continue
      const life = ledger.owner?.life
      if (life !== undefined && (await isAlive(life)) === true) {
        tidings.leftAlone(`run ${ledger.runId} is under way`)
        alive.add(ledger.runId)
        left++
      } else left += await byLedger(ledger, opened, options, tidings)
    }
    left += await byName(opened, options, alive, tidings)
    await tellOfDownedHosts(opened, tidings)
    if (left > 0 && opened.target.admin === undefined)
      tidings.say('what is left may take an administrator: add --os-admin-cloud NAME')
    return left === 0 ? 0 : 2
  } finally {
    await opened.close()
  }
}

/** @returns how much is left of what the ledger names */
async function byLedger(
  { file, owner }: LeftLedger,
  opened: OpenTarget,
  options: SweepOptions,
  tidings: Tidings,
): Promise<number> {
  if (!sameOwner(owner, opened.target)) {
    tidings.leftAlone(`${shownPath(file)} is about another cloud or project (${owner?.compute ?? 'unknown'})`)
    return 1
  }
  const { undone, leaks } = await undoLedger(file, opened.clients('cleanup'), {
    timeoutScale: options.timeoutScale,
    progress: (entry, leftovers, gone) => {
      if (gone > 0) tidings.deleted({ kind: entry.kind, id: entry.ids[0] ?? '', name: entry.name })
      for (const leftover of leftovers) tidings.left(leftover)
    },
  })
  if (leaks.length === 0) rmSync(file, { force: true })
  tidings.say(`${shownPath(file)}: ${plural(undone, 'resource')} gone, ${leaks.length} left`)
  return leaks.length
}

/** Shows what is there by name, and deletes what was chosen of it. @returns how much is left, or could not be seen */
async function byName(
  opened: OpenTarget,
  options: SweepOptions,
  alive: ReadonlySet<string>,
  tidings: Tidings,
): Promise<number> {
  const callers = { ...opened.clients('cleanup'), timeoutScale: options.timeoutScale }
  const { things, unseen } = await leftBehind(callers)
  for (const { kind, reason } of unseen) {
    tidings.report.unseen.push(`${kind}: ${reason}`)
    tidings.say(`could not be seen: ${kind}: ${reason}`)
  }
  const there = things.filter(({ runId }) => !alive.has(runId))
  if (there.length === 0) {
    if (unseen.length === 0) tidings.say('nothing is left that has the name of a run')
    return unseen.length
  }
  for (const line of describeRuns(there)) tidings.say(line)
  const chosen = there.filter(({ runId }) => chooses(options, runId))
  const notChosen = there.filter((thing) => !chosen.includes(thing))
  tidings.report.notChosen.push(...notChosen.map(({ kind, id, name }) => ({ kind, id, name })))
  if (!isChosen(options)) {
    tidings.say(
      'choose what to delete: --run ID, --older-than 12h or --all-runs; runs under way elsewhere are not known here',
    )
    return there.length + unseen.length
  }
  if (chosen.length === 0) {
    tidings.say('none of these was chosen')
    return unseen.length
  }
  for (const { kind, name, id } of chosen) tidings.say(`  ${kind} ${name} (${id})`)
  if (!options.yes && !(await confirmed(`Delete these ${chosen.length}?`))) {
    tidings.say('nothing was deleted; --yes deletes without asking')
    return chosen.length + unseen.length
  }
  const leaks = await takeAway(chosen, callers, ({ kind, id, name }, left) => {
    if (left.length === 0) tidings.deleted({ kind, id, name })
    for (const leftover of left) tidings.left(leftover)
  })
  return leaks.length + unseen.length
}
