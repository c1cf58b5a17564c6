import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Fault } from '../fixtures/reference-cloud/faults/fault.ts'
import { faults } from '../fixtures/reference-cloud/faults/faults.ts'
import type { Report } from '../reporters/report.ts'
import { requirementOf } from '../spec/catalogue.ts'
import { quietly } from './quietly.ts'
import { run } from './run/run.ts'

/** What the suites made of the reference cloud with one fault. */
interface Finding {
  id: string
  /** Requirements that the fault breaks and the suites did not notice, with what they said instead. */
  missed: string[]
  /** Requirements that the suites blame though the fault does not touch them. */
  blamed: string[]
  seconds: number
}

const BROKEN = ['fail', 'warn', 'note']

/** Operations in which a fault is seen. */
const operationsOf = ({ operationId, breaks }: Fault): string[] => [
  ...new Set([operationId, ...breaks.map((r) => r.split('/')[0]!)]),
]

/** Runs the suites that could notice the faults: those of every operation they are seen in. */
async function tryFaults(ids: readonly string[]): Promise<Finding[]> {
  const tried = ids.map((id) => faults.find((each) => each.id === id)!)
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
    const verdict = new Map(report.requirements.map((row) => [row.id, row]))
    const touched = tried.flatMap((fault) => [...fault.breaks, ...(fault.alsoBreaks ?? [])])
    const isTouched = (r: string) =>
      touched.some((t) => t === r || (t.endsWith('/*') && r.startsWith(t.slice(0, -1))))
    const blamed = report.requirements
      .filter((row) => isBlamed(row) && row.verdict !== 'note' && !isTouched(row.id))
      .map((row) => `${row.id} (${row.verdict}: ${row.reason})`)
    const seconds = (performance.now() - began) / 1000 / ids.length
    return tried.map((fault) => ({
      id: fault.id,
      missed: fault.breaks
        .filter((r) => !isBlamed(verdict.get(r)))
        .map((r) =>
          `${r} (${verdict.get(r)?.verdict ?? 'not in the catalogue'} ${verdict.get(r)?.reason ?? ''})`.trim(),
        ),
      blamed,
      seconds,
    }))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A MAY that is not kept is a note, and so is an optional attribute that was never sent: only the former counts. */
function isBlamed(row: Report['requirements'][number] | undefined): boolean {
  if (row === undefined || !BROKEN.includes(row.verdict)) return false
  return row.verdict !== 'note' || requirementOf(row.id).level === 'MAY'
}

/** So many faults of different operations are tried in one run; those that do not come out well are then tried alone. */
const TOGETHER = 6

/** Operations that setups of others stand on: a fault of one would keep the others from being noticed. */
const STOOD_ON =
  /^(servers\.(show|create|delete|list|listDetail|lock|unlock|stop|start|shelve)|volumes|images\.|flavors\.(list|show)|volumeAttachments\.attach)/

/** Faults in groups that can be tried together: no two of a group touch the same operation. */
function groupsOf(ids: readonly string[]): string[][] {
  const groups: { ids: string[]; operations: Set<string> }[] = []
  for (const id of ids) {
    const fault = faults.find((each) => each.id === id)!
    const operations = operationsOf(fault)
    const apart = operations.length > 1 || operations.some((each) => STOOD_ON.test(each))
    const fitting = apart
      ? undefined
      : groups.find(
          (group) =>
            !group.operations.has('*') &&
            group.ids.length < TOGETHER &&
            !operations.some((each) => group.operations.has(each)),
        )
    if (fitting === undefined)
      groups.push({ ids: [id], operations: new Set(apart ? ['*', ...operations] : operations) })
    else {
      fitting.ids.push(id)
      for (const each of operations) fitting.operations.add(each)
    }
  }
  return groups.map((group) => group.ids)
}

/** One worker: takes groups of fault ids from its parent, one at a time. */
function serve(): void {
  // Without its parent, a worker has nobody to tell.
  process.on('disconnect', () => process.exit())
  process.on('message', async (ids: string[]) => {
    try {
      process.send!(await tryFaults(ids))
    } catch (error) {
      const missed = [`the run broke: ${(error as Error).message}`]
      process.send!(ids.map((id) => ({ id, missed, blamed: [], seconds: 0 })))
    }
  })
}

/** Of each operation the first fault, the last and one between: what every change of this repository is held to. */
function someOfEachOperation(): string[] {
  const of = new Map<string, string[]>()
  for (const { id, operationId } of faults) of.set(operationId, [...(of.get(operationId) ?? []), id])
  const chosen = [...of.values()].flatMap((all) => [0, all.length >> 1, all.length - 1].map((at) => all[at]!))
  return [...new Set(chosen)]
}

/**
 * Tries the faults whose ids hold one of the words given (all without any; `--sample`: some of each operation), in as many
 * processes as there are cores.
 */
async function main(words: readonly string[]): Promise<number> {
  const chosen = words.includes('--sample') ? someOfEachOperation() : faults.map((f) => f.id)
  const wanted = words.filter((word) => !word.startsWith('--'))
  const ids = chosen.filter((id) => wanted.length === 0 || wanted.some((word) => id.includes(word)))
  const queue = groupsOf(ids)
  const findings: Finding[] = []
  const worker = () =>
    new Promise<void>((resolve) => {
      const child = fork(fileURLToPath(import.meta.url), [], {
        env: { ...process.env, STACKPROOF_FAULT_WORKER: '1' },
      })
      const next = () => {
        const group = queue.shift()
        if (group === undefined) child.disconnect()
        else child.send(group)
      }
      child.on('message', (found: Finding[]) => {
        // Who of a group is to blame shows when each is alone.
        const again = found.length > 1 ? found.filter((finding) => !noticed(finding)) : []
        queue.unshift(...again.map(({ id }) => [id]))
        for (const finding of found) {
          if (again.includes(finding)) continue
          findings.push(finding)
          tell(finding)
        }
        next()
      })
      child.on('exit', () => resolve())
      next()
    })
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), ids.length) }, worker))
  const good = findings.filter(noticed).length
  console.log(`faults: ${good} of ${ids.length} noticed, each on the right requirements and on no other`)
  const out = words.find((word) => word.startsWith('--out='))?.slice('--out='.length)
  if (out !== undefined) writeFileSync(out, JSON.stringify({ passed: good, failed: ids.length - good }))
  return good === ids.length ? 0 : 1
}

const noticed = ({ missed, blamed }: Finding) => missed.length === 0 && blamed.length === 0

function tell(finding: Finding): void {
  console.log(`${noticed(finding) ? '✓' : '✗'} ${finding.id} (${finding.seconds.toFixed(1)} s)`)
  for (const missed of finding.missed) console.log(`    not noticed: ${missed}`)
  for (const blamed of finding.blamed) console.log(`    blamed without cause: ${blamed}`)
}

if (process.env.STACKPROOF_FAULT_WORKER !== undefined) serve()
else process.exitCode = await main(process.argv.slice(2))
