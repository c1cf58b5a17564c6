import { readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { EXCHANGES_FILE, OUTCOMES_FILE } from '../../reporters/evidence.ts'
import { FORMATS } from '../../reporters/formats.ts'
import { UsageError } from '../errors.ts'
import { openFolder, shownPath } from '../paths.ts'
import { isAlive } from './alive.ts'
import { type LeftLedger, ledgersIn } from './ledger-files.ts'

/**
 * Refuses a report folder that another run is writing to: the evidence of two would make one report of neither.
 * @param mine the id of the run that asks, once it has a ledger there; of two that begin at once, the earlier one goes on
 * @throws UsageError
 */
export async function refuseFolderInUse(directory: string, mine?: string): Promise<void> {
  const ledgers = ledgersIn(resolve(directory))
  const own = ledgers.find(({ runId }) => runId === mine)
  for (const other of ledgers) {
    if (other === own || (own !== undefined && isBefore(own, other))) continue
    const { runId, owner } = other
    if (owner?.life === undefined) continue
    const alive = await isAlive(owner.life)
    if (alive === false) continue
    const where = shownPath(resolve(directory))
    throw new UsageError(
      alive
        ? `${where} is in use by run ${runId}, which is under way; name another folder with --report DIR`
        : `${where} is in use by run ${runId} on ${owner.life.host}, if that is still under way; name another folder with --report DIR, or sweep it there`,
    )
  }
}

function isBefore(own: LeftLedger, other: LeftLedger): boolean {
  const [ours, theirs] = [own.owner?.at ?? 0, other.owner?.at ?? 0]
  return ours < theirs || (ours === theirs && own.runId < other.runId)
}

/** Makes the report folder, and takes away what an earlier run reported there: nothing of it shall be taken for this one's. */
export function clearReportFolder(directory: string): void {
  openFolder(directory, '--report')
  const reports = Object.values(FORMATS).map(({ path }) => path)
  // A run that was killed may have left one half written.
  const files = [EXCHANGES_FILE, OUTCOMES_FILE, ...reports].flatMap((name) => [name, `${name}.part`])
  for (const old of files) rmSync(join(directory, old), { recursive: true, force: true })
}

/** Whether the folder tells what became of a test. */
export function hasOutcomes(directory: string): boolean {
  const file = join(directory, OUTCOMES_FILE)
  // A device that stands there for a file may never come to its end.
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false
  return readFileSync(file, 'utf8').includes('"type":"outcome"')
}
