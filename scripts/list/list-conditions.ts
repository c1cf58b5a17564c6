import { conditions } from '../../fixtures/reference-cloud/conditions/conditions.ts'
import { plural } from '../../reporters/terminal.ts'
import { UsageError } from '../errors.ts'
import { grouped } from './grouped.ts'
import type { ListOptions } from './options.ts'

/** The lawful states and habits of the reference cloud. @throws UsageError for an option that says nothing about them */
export function listConditions({ json, ...others }: ListOptions): string {
  const typed = Object.entries(others).filter(([name, value]) => name !== 'conditions' && value !== undefined)
  if (typed.length > 0) throw new UsageError('--conditions goes with --json only')
  if (json) {
    const rows = conditions.map(({ id, kind, summary }) => ({ id, kind, summary }))
    return `${JSON.stringify(rows, null, 2)}\n`
  }
  const lines: string[] = []
  const width = Math.max(...conditions.map(({ id }) => id.length))
  for (const [kind, own] of grouped([...conditions], (condition) => condition.kind)) {
    lines.push(kind)
    for (const { id, summary } of own) lines.push(`  ${id.padEnd(width)}  ${summary}`)
    lines.push('')
  }
  return `${lines.join('\n')}${plural(conditions.length, 'condition')}\n`
}
