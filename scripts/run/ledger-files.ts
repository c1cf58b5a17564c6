import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Target } from '../../fixtures/target/target.ts'

/** For whom a ledger is kept: resources of another cloud or project must not be taken for those of this one. */
export interface LedgerOwner {
  compute: string
  projectId?: string
  /** True for a reference cloud: what was on it is gone with its run. */
  reference?: boolean
}

/** Where a run keeps its ledger; each run has its own, so that none hides what an earlier one left behind. */
export function ledgerFileOf(directory: string, runId: string): string {
  return join(directory, `ledger-${runId}.ndjson`)
}

/** Begins a ledger with the name of the cloud it is about. */
export function openLedger(file: string, target: Target): void {
  writeFileSync(file, `${JSON.stringify({ type: 'target', ...ownerOf(target) })}\n`, { mode: 0o600 })
}

/** Every ledger that is left in a report directory. */
export function ledgersIn(directory: string): { file: string; owner: LedgerOwner | undefined }[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .filter((name) => /^ledger-[0-9a-f]+\.ndjson$/.test(name))
    .sort()
    .map((name) => ({ file: join(directory, name), owner: readOwner(join(directory, name)) }))
}

/** True if a ledger is about this target. */
export function sameOwner(owner: LedgerOwner | undefined, target: Target): boolean {
  const here = ownerOf(target)
  return owner !== undefined && owner.compute === here.compute && owner.projectId === here.projectId
}

function ownerOf({ member, reference }: Target): LedgerOwner {
  return { compute: member.endpoints.compute!, projectId: member.projectId, reference }
}

function readOwner(file: string): LedgerOwner | undefined {
  try {
    const first = JSON.parse(readFileSync(file, 'utf8').split('\n', 1)[0]!)
    return first.type === 'target'
      ? { compute: String(first.compute), projectId: first.projectId, reference: first.reference === true }
      : undefined
  } catch {
    return undefined
  }
}
