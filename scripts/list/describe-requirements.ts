import { plural } from '../../reporters/terminal.ts'
import { loadDocument, operation } from '../../spec/document.ts'
import { exemptionOf } from '../../spec/errata.ts'
import type { Requirement } from '../../spec/requirement.ts'
import { wrap } from '../text-table.ts'
import { grouped } from './grouped.ts'
import type { TestPlace } from './tested.ts'

/** Requirements for reading, by operation, each with where its test stands. */
export function describeRequirements(
  requirements: readonly Requirement[],
  tested: ReadonlyMap<string, TestPlace[]>,
): string {
  const width = Math.max(60, Math.min(process.stdout.columns ?? 100, 120))
  const titles = loadDocument()['x-documents']
  const lines: string[] = []
  for (const [operationId, own] of grouped(requirements, (r) => r.operationId)) {
    const op = operation(operationId)
    lines.push(`${operationId}  ${op.method} ${op.path}`, `  ${counts(own)}`)
    for (const requirement of own) {
      const { id, level, basis, kind, text, source } = requirement
      lines.push(`  ${id}  ${level} (${basis}) ${kind}  ${coverage(id, tested)}`)
      for (const line of wrap(text, width - 6)) lines.push(`      ${line}`)
      lines.push(`      (${titles[source.document]?.title ?? source.document}: ${source.section})`)
    }
    lines.push('')
  }
  const covered = requirements.filter(({ id }) => tested.has(id)).length
  const exempt = requirements.filter(({ id }) => !tested.has(id) && exemptionOf(id) !== undefined).length
  lines.push(
    `${plural(requirements.length, 'requirement')}${requirements.length === 0 ? '' : `: ${counts(requirements)}`}`,
    `${covered} with a test, ${exempt} exempt, ${requirements.length - covered - exempt} without`,
  )
  return `${lines.join('\n')}\n`
}

function coverage(id: string, tested: ReadonlyMap<string, TestPlace[]>): string {
  const place = tested.get(id)?.[0]
  if (place !== undefined) return `${place.file}:${place.line}`
  return exemptionOf(id) === undefined ? 'untested' : 'exempt'
}

/** How many of each level, and of each kind. */
function counts(requirements: readonly Requirement[]): string {
  const tally = (of: (r: Requirement) => string) =>
    [...grouped(requirements, of)].map(([name, own]) => `${own.length} ${name}`).join(', ')
  return `${tally((r) => r.level)}; ${tally((r) => r.kind)}`
}
