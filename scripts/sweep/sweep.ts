import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { redact } from '../../fixtures/redaction/redactor.ts'
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

/** What `stackproof sweep` takes, as commander reads it. */
export interface SweepOptions extends TargetOptions, RunChoice {
  report: string
  yes?: boolean
}

/**
 * Deletes what interrupted runs left behind: by the ledgers in their report folder, then by the names of what is there.
 * @throws UsageError, TargetError
 */
export async function sweep(options: SweepOptions): Promise<ExitCode> {
  const directory = resolve(options.report)
  const ledgers = ledgersIn(directory).filter(({ file, owner }) => {
    // A reference cloud took all that it held with it.
    if (owner?.reference) rmSync(file, { force: true })
    return !owner?.reference
  })
  const connections = connectionsOf(options)
  if (connections === undefined) {
    if (ledgers.length === 0 && !isChosen(options)) {
      say(
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
        say(`run ${ledger.runId} is under way: left alone`)
        alive.add(ledger.runId)
        left++
      } else left += await byLedger(ledger, opened, options)
    }
    left += await byName(opened, options, alive)
    if (left > 0 && opened.target.admin === undefined)
      say('what is left may take an administrator: add --os-admin-cloud NAME')
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
): Promise<number> {
  if (!sameOwner(owner, opened.target)) {
    say(`${shownPath(file)} is about another cloud or project (${owner?.compute ?? 'unknown'}): left alone`)
    return 1
  }
  const { undone, leaks } = await undoLedger(file, opened.clients('cleanup'), {
    timeoutScale: options.timeoutScale,
    progress: (entry, leftovers, gone) => {
      if (gone > 0) say(`deleted ${entry.kind} ${entry.name}`)
      for (const { kind, id, name, reason } of leftovers)
        say(`could not delete ${kind} ${name} (${id}): ${reason}`)
    },
  })
  if (leaks.length === 0) rmSync(file, { force: true })
  say(`${shownPath(file)}: ${plural(undone, 'resource')} gone, ${leaks.length} left`)
  return leaks.length
}

/** Shows what is there by name, and deletes what was chosen of it. @returns how much is left, or could not be seen */
async function byName(
  opened: OpenTarget,
  options: SweepOptions,
  alive: ReadonlySet<string>,
): Promise<number> {
  const callers = { ...opened.clients('cleanup'), timeoutScale: options.timeoutScale }
  const { things, unseen } = await leftBehind(callers)
  for (const kind of unseen) say(`could not be seen: ${kind}`)
  const there = things.filter(({ runId }) => !alive.has(runId))
  if (there.length === 0) {
    if (unseen.length === 0) say('nothing is left that has the name of a run')
    return unseen.length
  }
  for (const line of describeRuns(there)) say(line)
  const chosen = there.filter(({ runId }) => chooses(options, runId))
  if (!isChosen(options)) {
    say(
      'choose what to delete: --run ID, --older-than 12h or --all-runs; runs under way elsewhere are not known here',
    )
    return there.length + unseen.length
  }
  if (chosen.length === 0) {
    say('none of these was chosen')
    return unseen.length
  }
  for (const { kind, name, id } of chosen) say(`  ${kind} ${name} (${id})`)
  if (!options.yes && !(await confirmed(`Delete these ${chosen.length}?`))) {
    say('nothing was deleted; --yes deletes without asking')
    return chosen.length + unseen.length
  }
  const leaks = await takeAway(chosen, callers, ({ kind, name }, left) => {
    if (left.length === 0) say(`deleted ${kind} ${name}`)
    for (const { id, reason } of left) say(`could not delete ${kind} ${name} (${id}): ${reason}`)
  })
  return leaks.length + unseen.length
}

function say(text: string): void {
  process.stdout.write(`${redact(text)}\n`)
}
