import { Command } from 'commander'
import { faults } from '../../fixtures/reference-cloud/faults/faults.ts'
import { selected } from '../../fixtures/run/selection.ts'
import { plural } from '../../reporters/terminal.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { loadDocument, operation } from '../../spec/document.ts'
import { exemptionOf } from '../../spec/errata.ts'
import { profileNames } from '../../spec/profiles.ts'
import type { Requirement } from '../../spec/requirement.ts'
import { chosenProfile } from '../judging.ts'
import { wrap } from '../table.ts'
import { type TestPlace, testedRequirements } from '../tested.ts'
import { gather, UsageError } from '../usage.ts'
import type { Finish } from './main.ts'

interface ListOptions {
  profile?: string
  select?: string[]
  untested?: boolean
  faults?: boolean
  json?: boolean
}

/** `stackproof list`: the catalogue of requirements. */
export function listCommand(finish: Finish): Command {
  return new Command('list')
    .summary('the requirements, their sources, and whether a test covers them')
    .description(
      'Lists the requirements by operation: id, level, kind, text, source, and whether a test covers each.',
    )
    .option(
      '--profile <name>',
      `only those of a profile: ${profileNames().join(', ')}; several joined by commas`,
    )
    .option('--select <glob...>', 'only these requirements or operations: servers.*, */status-*', gather)
    .option('--untested', 'only those that no test covers and no exemption explains')
    .option('--faults', 'the faults that the reference cloud can have (run --fault, serve --fault) instead')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      "\nExamples:\n  stackproof list --select 'servers.show'\n  stackproof list --untested --profile compute-v2.1\n  stackproof list --json\n  stackproof list --faults --select 'servers.lock'",
    )
    .allowExcessArguments(false)
    .action(async (options: ListOptions) => {
      if (options.faults) {
        process.stdout.write(listFaults(options))
        return finish(0)
      }
      const profile = options.profile === undefined ? undefined : chosenProfile(options.profile)
      const chosen = catalogue().filter(
        ({ id, operationId }) =>
          (profile?.includes(operation(operationId)) ?? true) && selected(options.select ?? [], id),
      )
      if (chosen.length === 0) {
        const of = profile === undefined ? '' : ` of profile ${profile.name}`
        throw new UsageError(
          `--select ${(options.select ?? []).join(',')}: no requirement${of} is called so; try 'servers.*' or '*/status-*'`,
        )
      }
      const tested = testedRequirements()
      const wanted = chosen.filter(
        ({ id }) => !options.untested || (!tested.has(id) && exemptionOf(id) === undefined),
      )
      if (options.json) {
        const rows = wanted.map((requirement) => ({
          ...requirement,
          tests: tested.get(requirement.id) ?? [],
          exempt: exemptionOf(requirement.id)?.reason,
        }))
        process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
      } else process.stdout.write(describe(wanted, tested))
      finish(0)
    })
}

/** The faults that break a selected requirement. @throws UsageError for an option that says nothing about faults */
function listFaults({ select = [], json, profile, untested }: ListOptions): string {
  if (profile !== undefined || untested)
    throw new UsageError('--faults goes with --select and --json only, not with --profile or --untested')
  const wanted = faults.filter(({ breaks }) => breaks.some((id) => selected(select, id)))
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

function describe(requirements: readonly Requirement[], tested: ReadonlyMap<string, TestPlace[]>): string {
  const width = Math.max(60, Math.min(process.stdout.columns ?? 100, 120))
  const titles = loadDocument()['x-documents']
  const lines: string[] = []
  for (const [operationId, own] of grouped(requirements, (r) => r.operationId)) {
    const op = operation(operationId)
    lines.push(`${operationId}  ${op.method} ${op.path}`, `  ${counts(own)}`)
    for (const requirement of own) {
      const { id, level, kind, text, source } = requirement
      lines.push(`  ${id}  ${level} ${kind}  ${coverage(id, tested)}`)
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

function grouped<T>(items: readonly T[], of: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = of(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
