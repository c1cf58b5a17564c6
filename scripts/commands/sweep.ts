import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { undoLedger } from '../../fixtures/resources/undo.ts'
import { plural } from '../../reporters/terminal.ts'
import { ledgersIn, sameOwner } from '../ledger-files.ts'
import { reach } from '../party.ts'
import { shownPath } from '../paths.ts'
import { connectionsOf, type TargetOptions, withTarget } from '../target-options.ts'
import { UsageError } from '../usage.ts'
import type { Finish } from './main.ts'

/** `stackproof sweep`: deletes what an interrupted run left behind. */
export function sweepCommand(finish: Finish): Command {
  const command = new Command('sweep')
    .summary('delete what an interrupted run left behind')
    .description(
      'Deletes what interrupted runs made and did not get to delete, by the ledgers in their report folder.',
    )
    .option('--report <dir>', 'the report folder of the run', 'stackproof-report')
  withTarget(command).addHelpText(
    'after',
    '\nExample:\n  stackproof sweep --os-cloud acme\n\nExit codes: 0 nothing is left; 2 something could not be deleted.',
  )
  return command.allowExcessArguments(false).action(async (options: TargetOptions & { report: string }) => {
    const say = (text: string) => process.stdout.write(`${text}\n`)
    const directory = resolve(options.report)
    const ledgers = ledgersIn(directory).filter(({ file, owner }) => {
      // A reference cloud took all that it held with it.
      if (owner?.reference) rmSync(file, { force: true })
      return !owner?.reference
    })
    if (ledgers.length === 0) {
      say(`nothing to sweep: ${shownPath(directory)} holds no ledger of an interrupted run`)
      return finish(0)
    }
    const connections = connectionsOf(options)
    if (connections === undefined) {
      const clouds = [...new Set(ledgers.map(({ owner }) => owner?.compute ?? 'an unknown cloud'))].join(', ')
      throw new UsageError(
        `say which cloud to sweep, as you did for the run (--os-cloud NAME …); ledgers are left for ${clouds}`,
      )
    }
    const reached = await reach(connections, options)
    try {
      let left = 0
      for (const { file, owner } of ledgers) {
        if (!sameOwner(owner, reached.target)) {
          say(
            `${shownPath(file)} is about another cloud or project (${owner?.compute ?? 'unknown'}): left alone`,
          )
          left++
          continue
        }
        const { undone, leaks } = await undoLedger(file, reached.clients('cleanup'), {
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
      if (left > 0 && reached.target.admin === undefined)
        say('what is left may take an administrator: add --os-admin-cloud NAME')
      finish(left === 0 ? 0 : 2)
    } finally {
      await reached.close()
    }
  })
}
