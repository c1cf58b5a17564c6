import { join } from 'node:path'
import type { Callers } from '../../fixtures/resources/callers.ts'
import { NAME_PREFIX, readLedger } from '../../fixtures/resources/ledger.ts'
import { type Kind, type LeftBehind, leftBehind, takeAway } from '../../fixtures/resources/left-behind.ts'
import { undoLedger } from '../../fixtures/resources/undo.ts'
import { paceOf, type RunConfig } from '../../fixtures/run/run-config.ts'
import { EXCHANGES_FILE } from '../../reporters/evidence.ts'
import type { Leak } from '../../reporters/report.ts'
import type { OpenTarget } from '../target/open-target.ts'
import type { RunLedger } from './ledger-files.ts'

/** So often a list that the target did not give is asked for. */
const LOOKS = 3

/**
 * Takes away what the suites could not; what stays is a leak, and the ledger keeps it for `sweep`.
 */
export async function cleanUp(
  config: RunConfig,
  target: OpenTarget,
  { file, unwritten }: ReturnType<RunLedger['whole']>,
): Promise<Leak[]> {
  const clients = target.clients('cleanup', join(config.reportDirectory, EXCHANGES_FILE))
  const { runId, timeoutScale } = config
  const callers = { ...clients, timeoutScale, pace: paceOf(config) }
  const { leaks } = await undoLedger(file, clients, { timeoutScale, unwritten, pace: paceOf(config) })
  const kinds = new Set(readLedger(file).map(({ kind }) => kind))
  kinds.delete('downed-host')
  const known = new Set(leaks.map(({ id }) => id))
  const { things, unseen } = await ofRun(runId, [...kinds] as Kind[], callers)
  leaks.push(
    ...(await takeAway(
      things.filter(({ id }) => !known.has(id)),
      callers,
    )),
    ...unseen,
  )
  try {
    clients.flush()
  } catch {
    // The collector met the same, and tells of it.
  }
  return leaks
}

/**
 * A look for the run's own names: a cloud may bring back what it said to be gone, or have made what it refused. What it does
 * not let be seen may be there.
 */
async function ofRun(
  runId: string,
  kinds: readonly Kind[],
  callers: Callers,
): Promise<{ things: LeftBehind[]; unseen: Leak[] }> {
  const all: LeftBehind[] = []
  let [asked, hidden] = [kinds, [] as Leak[]]
  for (let look = 1; asked.length > 0 && look <= LOOKS; look++) {
    const { things, unseen } = await leftBehind(callers, asked)
    all.push(...things)
    asked = unseen.map(({ kind }) => kind)
    hidden = unseen.map(({ kind, reason }) => ({
      kind,
      id: '',
      name: `${NAME_PREFIX}${runId}-…`,
      reason: `whether any is there could not be seen: ${reason}`,
    }))
  }
  return { things: all.filter((thing) => thing.runId === runId), unseen: hidden }
}
