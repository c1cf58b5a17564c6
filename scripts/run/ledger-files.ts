import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { redact } from '../../fixtures/redaction/redactor.ts'
import type { Target } from '../../fixtures/target/target.ts'
import type { SignOfLife } from './alive.ts'

/** For whom a ledger is kept: resources of another cloud or project must not be taken for those of this one. */
export interface LedgerOwner {
  compute: string
  projectId?: string
  /** True for a reference cloud: what was on it is gone with its run. */
  reference?: boolean
  /** When the run began, in milliseconds since the epoch. */
  at?: number
  /** Absent in ledgers of older versions. */
  life?: SignOfLife
}

/** A ledger that is left in a report folder. */
export interface LeftLedger {
  file: string
  runId: string
  owner: LedgerOwner | undefined
}

/** The ledger of the run that is under way. */
export interface RunLedger {
  /** False once the folder has vanished, or another file stands in the ledger's place. */
  isThere(): boolean
  /** A file with all that was entered, also after the folder has vanished, and what could not be written to it. */
  whole(): { file: string; unwritten: readonly string[] }
  /** Takes down a line that could not be written. */
  unentered(line: string): void
  /** @param keep true where something is left that `sweep` shall find */
  end(keep: boolean): void
}

/** Where a run keeps its ledger; each run has its own, so that none hides what an earlier one left behind. */
export function ledgerFileOf(directory: string, runId: string): string {
  return join(directory, `ledger-${runId}.ndjson`)
}

/** Begins a ledger with the name of the cloud that it is about, and a sign that its run is alive. */
export function openLedger(file: string, target: Target, life: SignOfLife): RunLedger {
  const { host, port, word } = life
  const first = { type: 'target', ...ownerOf(target), at: Date.now(), life: { host, port, word } }
  writeFileSync(file, `${JSON.stringify(first)}\n`, { mode: 0o600 })
  // Held open: what is written to it can be read as long as this process lives, whatever becomes of the folder.
  const held = openSync(file, 'r')
  let rescued: string | undefined
  const unwritten: string[] = []
  const isThere = () => statSync(file, { throwIfNoEntry: false })?.ino === fstatSync(held).ino
  return {
    isThere,
    whole() {
      if (isThere()) return { file, unwritten }
      const there = existsSync(file)
      rescued ??= join(mkdtempSync(join(tmpdir(), 'stackproof-ledger-')), basename(file))
      // A worker that met no folder began a file of its own.
      writeFileSync(rescued, readFileSync(held, 'utf8') + (there ? readFileSync(file, 'utf8') : ''), {
        mode: 0o600,
      })
      return { file: rescued, unwritten }
    },
    unentered: (line) => void unwritten.push(line),
    end(keep) {
      closeSync(held)
      if (keep) {
        complete(rescued ?? file, unwritten)
        return
      }
      rmSync(file, { force: true })
      if (rescued !== undefined) rmSync(dirname(rescued), { recursive: true, force: true })
    },
  }
}

/** Adds what could not be written before, where there is room now; without it a sweep looks for more than is there. */
function complete(file: string, unwritten: readonly string[]): void {
  if (unwritten.length === 0 || !existsSync(file)) return
  try {
    appendFileSync(file, `\n${unwritten.join('\n')}\n`)
  } catch {
    // The disk is still full.
  }
}

/** Every ledger that is left in a report directory. */
export function ledgersIn(directory: string): LeftLedger[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .flatMap((name) => {
      const runId = /^ledger-([0-9a-z]+)\.ndjson$/.exec(name)?.[1]
      return runId === undefined ? [] : [{ file: join(directory, name), runId }]
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map((ledger) => ({ ...ledger, owner: readOwner(ledger.file) }))
}

/** True if a ledger is about this target. */
export function sameOwner(owner: LedgerOwner | undefined, target: Target): boolean {
  const here = ownerOf(target)
  return owner !== undefined && owner.compute === here.compute && owner.projectId === here.projectId
}

function ownerOf({ member, reference }: Target): LedgerOwner {
  return { compute: redact(member.endpoints.compute!), projectId: member.projectId, reference }
}

function readOwner(file: string): LedgerOwner | undefined {
  try {
    const { type, compute, projectId, reference, at, life } = JSON.parse(
      readFileSync(file, 'utf8').split('\n', 1)[0]!,
    )
    return type === 'target'
      ? { compute: String(compute), projectId, reference: reference === true, at, life }
      : undefined
  } catch {
    return undefined
  }
}
