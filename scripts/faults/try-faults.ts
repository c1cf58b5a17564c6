import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fault } from '../../fixtures/reference-cloud/faults/fault.ts'
import { faults } from '../../fixtures/reference-cloud/faults/faults.ts'
import type { Report } from '../../reporters/report.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { quietly } from '../quietly.ts'
import { run } from '../run/run.ts'

/** What the suites made of the reference cloud with one fault. */
export interface Finding {
  id: string
  /** Requirements that the fault breaks and the suites did not notice, with what they said instead. */
  missed: string[]
  /** Requirements that the suites blame though the fault does not touch them. */
  blamed: string[]
  /** What the suites said of the requirements that they noticed, by id. */
  told: Record<string, string>
  seconds: number
}

/** Whether a fault was noticed, on the right requirements and on no other. */
export const noticed = ({ missed, blamed }: Finding): boolean => missed.length === 0 && blamed.length === 0

const BROKEN = ['fail', 'warn', 'note']

/** Operations in which a fault is seen. */
export const operationsOf = ({ operationId, breaks }: Fault): string[] => [
  ...new Set([operationId, ...breaks.map((r) => r.split('/')[0]!)]),
]

/** The fault of an id that is known. */
export const faultOf = (id: string): Fault => faults.find((each) => each.id === id)!

/** Runs the suites that could notice the faults: those of every operation they are seen in. */
export async function tryFaults(ids: readonly string[]): Promise<Finding[]> {
  const tried = ids.map(faultOf)
  const began = performance.now()
  const directory = mkdtempSync(join(tmpdir(), 'stackproof-fault-'))
  try {
    const { report } = await quietly(() =>
      run({
        fault: [...ids],
        report: directory,
        select: [...new Set(tried.flatMap(operationsOf))],
        seed: 7,
        format: ['json'],
        timeoutScale: 0.1,
      }),
    )
    return findings(tried, report, (performance.now() - began) / 1000 / ids.length)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function findings(tried: readonly Fault[], report: Report, seconds: number): Finding[] {
  const rows = new Map(report.requirements.map((row) => [row.id, row]))
  const touched = tried.flatMap((fault) => [...fault.breaks, ...(fault.alsoBreaks ?? [])])
  const isTouched = (r: string) =>
    touched.some((t) => t === r || (t.endsWith('/*') && r.startsWith(t.slice(0, -1))))
  const blamed = report.requirements.filter(
    (row) => isBlamed(row) && foundOf(row) !== 'note' && !isTouched(row.id),
  )
  // In a group, whoever is seen in the operation that is blamed is to be tried alone; all, where nobody is.
  const seen = new Set(tried.flatMap(operationsOf))
  const isOf = (fault: Fault, operationId: string) =>
    !seen.has(operationId) || operationsOf(fault).includes(operationId)
  return tried.map((fault) => ({
    id: fault.id,
    missed: fault.breaks
      .filter((r) => !isBlamed(rows.get(r)))
      .map((r) => `${r} (${rows.get(r)?.verdict ?? 'not in the catalogue'} ${rows.get(r)?.reason ?? ''})`),
    blamed: blamed
      .filter((row) => isOf(fault, row.operationId))
      .map((row) => `${row.id} (${row.verdict}: ${row.reason})`),
    told: Object.fromEntries(
      fault.breaks.filter((r) => isBlamed(rows.get(r))).map((r) => [r, rows.get(r)!.reason]),
    ),
    seconds,
  }))
}

/** What the suites found, also where only in passing: of that, nothing may be blamed either. */
const foundOf = ({ verdict, seen }: Report['requirements'][number]) => seen ?? verdict

/** A MAY that is not kept is a note, and so is an optional attribute that was never sent: only the former counts. */
function isBlamed(row: Report['requirements'][number] | undefined): boolean {
  const found = row === undefined ? undefined : foundOf(row)
  if (row === undefined || found === undefined || !BROKEN.includes(found)) return false
  return found !== 'note' || requirementOf(row.id).level === 'MAY'
}
