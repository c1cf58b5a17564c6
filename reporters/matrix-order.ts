import type { ServerStatus } from '../spec/requirement.ts'
import type { MatrixCell, Report } from './report.ts'

/** Server statuses in the order of a server's life: built, at work, at rest, moved, put away, gone. */
export const LIFE: readonly ServerStatus[] = [
  'BUILD',
  'ACTIVE',
  'PASSWORD',
  'REBOOT',
  'HARD_REBOOT',
  'REBUILD',
  'SHUTOFF',
  'PAUSED',
  'SUSPENDED',
  'RESCUE',
  'RESIZE',
  'VERIFY_RESIZE',
  'REVERT_RESIZE',
  'MIGRATING',
  'SHELVED',
  'SHELVED_OFFLOADED',
  'ERROR',
  'SOFT_DELETED',
  'DELETED',
  'UNKNOWN',
]

/** The cells in the order of the documents and of a server's life, so that two reports can be laid side by side. */
export function inOrder(cells: readonly MatrixCell[], operations: Iterable<string>): MatrixCell[] {
  const place = new Map([...new Set(operations)].map((id, index) => [id, index]))
  const at = ({ operationId }: MatrixCell) => place.get(operationId) ?? place.size
  return [...cells].sort(
    (a, b) =>
      at(a) - at(b) ||
      LIFE.indexOf(a.status) - LIFE.indexOf(b.status) ||
      Number(a.locked) - Number(b.locked) ||
      b.role.localeCompare(a.role),
  )
}

type Waits = NonNullable<Report['run']['transitions']>

/** Waits in the same order: by what set them off, then by where they began, and where they led. */
export function waitsInOrder(waits: Readonly<Waits>, operations: Iterable<string>): Waits {
  const place = new Map([...new Set(operations)].map((id, index) => [id, index]))
  const life = new Map(LIFE.map((status, index) => [status as string, index]))
  const at = (status: string) => life.get(status) ?? life.size
  return [...waits].sort(
    (a, b) =>
      (place.get(a.operationId) ?? place.size) - (place.get(b.operationId) ?? place.size) ||
      at(a.from) - at(b.from) ||
      at(a.to) - at(b.to),
  )
}
