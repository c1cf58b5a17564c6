import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { undoLedger } from '../../fixtures/resources/undo.ts'
import { plural } from '../../reporters/terminal.ts'
import { type ExitCode, UsageError } from '../errors.ts'
import type { TargetOptions } from '../options/target.ts'
import { shownPath } from '../paths.ts'
import { isAlive } from '../run/alive.ts'
import { ledgersIn, sameOwner } from '../run/ledger-files.ts'
import { openTarget } from '../target/open-target.ts'
import { connectionsOf } from '../target/settings.ts'

/** Deletes what interrupted runs left behind, by the ledgers in their report folder. @throws UsageError, TargetError */
export async function sweep(options: TargetOptions & { report: string }): Promise<ExitCode> {
  const directory = resolve(options.report)
  const ledgers = ledgersIn(directory).filter(({ file, owner }) => {
    // A reference cloud took all that it held with it.
    if (owner?.reference) rmSync(file, { force: true })
    return !owner?.reference
  })
  if (ledgers.length === 0) {
    say(`nothing to sweep: ${shownPath(directory)} holds no ledger of an interrupted run`)
    return 0
  }
  const connections = connectionsOf(options)
  if (connections === undefined) {
    const clouds = [...new Set(ledgers.map(({ owner }) => owner?.compute ?? 'an unknown cloud'))].join(', ')
    throw new UsageError(
      `say which cloud to sweep, as you did for the run (--os-cloud NAME …); ledgers are left for ${clouds}`,
    )
  }
  const opened = await openTarget(connections, options)
  try {
    let left = 0
    for (const { file, runId, owner } of ledgers) {
      if (owner?.life !== undefined && (await isAlive(owner.life)) === true) {
        say(`run ${runId} is under way: left alone`)
        left++
        continue
      }
      if (!sameOwner(owner, opened.target)) {
        say(
          `${shownPath(file)} is about another cloud or project (${owner?.compute ?? 'unknown'}): left alone`,
        )
        left++
        continue
      }
      const { undone, leaks } = await undoLedger(file, opened.clients('cleanup'), {
        timeoutScale: options.timeoutScale,
        progress: (entry, leftovers) => {
          if (leftovers.length === 0) say(`deleted ${entry.kind} ${entry.name}`)
          for (const { kind, id, name, reason } of leftovers)
            say(`could not delete ${kind} ${name} (${id}): ${reason}`)
        },
      })
      left += leaks.length
      if (leaks.length === 0) rmSync(file, { force: true })
      say(`${shownPath(file)}: ${plural(undone, 'resource')} gone, ${leaks.length} left`)
    }
    if (left > 0 && opened.target.admin === undefined)
      say('what is left may take an administrator: add --os-admin-cloud NAME')
    return left === 0 ? 0 : 2
  } finally {
    await opened.close()
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
