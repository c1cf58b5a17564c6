import { faults } from '../../fixtures/reference-cloud/faults/faults.ts'
import { plural } from '../../reporters/terminal.ts'
import { selected } from '../../spec/selection.ts'
import { UsageError } from '../errors.ts'
import { type GlobOptions, globsOf } from '../options/globs.ts'
import { grouped } from './grouped.ts'
import type { ListOptions } from './options.ts'

/** The faults that break a selected requirement. @throws UsageError for an option that says nothing about faults */
export function listFaults({ json, profile, untested, ...globs }: ListOptions): string {
  if (profile !== undefined || untested)
    throw new UsageError('--faults goes with --select and --json only, not with --profile or --untested')
  const wanted = faults.filter(({ breaks }) => breaks.some((id) => selected(globsOf(globs), id)))
  if (wanted.length === 0) throw new UsageError(nothing(globs))
  if (json) {
    const rows = wanted.map(({ id, summary, operationId, breaks }) => ({ id, summary, operationId, breaks }))
    return `${JSON.stringify(rows, null, 2)}\n`
  }
  const lines: string[] = []
  for (const [operationId, own] of grouped(wanted, (fault) => fault.operationId)) {
    lines.push(operationId)
    const width = Math.max(...own.map(({ id }) => id.length))
    for (const { id, summary } of own) lines.push(`  ${id.padEnd(width)}  ${summary}`)
    lines.push('')
  }
  return `${lines.join('\n')}${plural(wanted.length, 'fault')}\n`
}

function nothing({ select = [], skip = [] }: GlobOptions): string {
  const typed = [...select.map((glob) => `--select ${glob}`), ...skip.map((glob) => `--skip ${glob}`)]
  return `${typed.join(' ')}: no fault breaks a requirement that is called so, as in servers.lock/status-202; \`stackproof list\` shows the ids`
}
