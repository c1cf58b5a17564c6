import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { redact } from '../../fixtures/redaction/redactor.ts'
import { compareReports } from '../../reporters/compare.ts'
import { compareHtml } from '../../reporters/compare-html.ts'
import type { Report } from '../../reporters/report.ts'
import { judgement } from '../../reporters/words.ts'
import { type ExitCode, explain, UsageError } from '../errors.ts'
import { OF_CLOUD } from '../options/from-file.ts'
import { COMPARISON, type FileTarget, readTargetsFile } from '../options/targets-file.ts'
import { checkFolder, openFolder, shownPath } from '../paths.ts'
import { connectionsOf } from '../target/settings.ts'
import { table } from '../text-table.ts'
import { planOf, type RunOptions } from './plan.ts'
import { run } from './run.ts'

/** Options that name a cloud: with many targets, each names its own. */
const NAMING = [
  '--os-cloud',
  '--os-admin-cloud',
  '--auth-url',
  '--compute-endpoint',
  '--token',
  '--admin-token',
]

/** What became of one target. */
interface Ended {
  name: string
  code: ExitCode
  /** The judgement, or why there is none. */
  said: string
  report?: Report
}

/**
 * Judges many targets, one after the other, each into a folder of its own below `--report`, and compares them. One that cannot be
 * judged stops no other; Ctrl-C ends them all.
 * @param file the targets; all are checked before the first of them is asked anything
 * @param command `stackproof run` as it was typed, which holds for all of them
 * @returns the highest exit code
 * @throws UsageError for a mistake in the file
 */
export async function runMany(file: string, command: Command): Promise<ExitCode> {
  const targets = readTargetsFile(file, command).map((target) => ({
    name: target.name,
    options: checked(target, optionsOf(target, command)),
  }))
  const folder = resolve(command.opts<RunOptions>().report)
  checkFolder(folder, '--report')
  const ended: Ended[] = []
  for (const [index, { name, options }] of targets.entries()) {
    process.stderr.write(`\nstackproof: ${name} (${index + 1} of ${targets.length})\n`)
    const one = await judged(name, options)
    ended.push(one)
    if (one.report?.run.interrupted !== true) continue
    for (const { name } of targets.slice(index + 1))
      ended.push({ name, code: 2, said: 'not begun: the run was ended' })
    break
  }
  tell(ended, folder, compared(ended, folder))
  return Math.max(...ended.map(({ code }) => code)) as ExitCode
}

/** What was typed, else what the file says of the target, else what stackproof.yaml says of other things than its own cloud. */
function optionsOf({ name, options }: FileTarget, command: Command): RunOptions {
  const typed = (long: string) => {
    const option = command.options.find((each) => each.long === long)
    return option !== undefined && command.getOptionValueSource(option.attributeName()) === 'cli'
  }
  const stray = NAMING.find(typed)
  if (stray !== undefined)
    throw new UsageError(`${stray} and --targets do not go together: each target names its own cloud`)
  const all: Record<string, unknown> = { ...command.opts() }
  for (const option of command.options) {
    const own = option.attributeName()
    if (OF_CLOUD.includes(option.long!) && command.getOptionValueSource(own) === 'config') delete all[own]
  }
  for (const { option, value } of options) if (!typed(option.long!)) all[option.attributeName()] = value
  return { ...all, name, report: join(String(all.report), name) } as unknown as RunOptions
}

/** @throws UsageError, with its place in the file, if a target's options cannot be used */
function checked({ name, place }: FileTarget, options: RunOptions): RunOptions {
  try {
    planOf(options, connectionsOf(options) === undefined)
    return options
  } catch (error) {
    if (!(error instanceof Error) || !['UsageError', 'TargetError'].includes(error.name)) throw error
    throw new UsageError(`${place}: ${name}: ${error.message}`)
  }
}

async function judged(name: string, options: RunOptions): Promise<Ended> {
  try {
    const { report, code } = await run(options)
    return { name, code, said: judgement(report), report }
  } catch (error) {
    const said = redact(explain(error))
    process.stderr.write(`stackproof: ${said}\n`)
    return { name, code: 2, said }
  }
}

/** Writes the comparison of the reports that there are. @returns the file to open; undefined where there is nothing to compare */
function compared(ended: readonly Ended[], folder: string): string | undefined {
  openFolder(folder, '--report')
  for (const name of Object.values(COMPARISON)) rmSync(join(folder, name), { force: true })
  const judged = ended.flatMap(({ name, report }) => (report === undefined ? [] : [{ name, report }]))
  if (judged.length === 0) return undefined
  const comparison = compareReports(
    judged.map(({ report }) => report),
    judged.map(({ name }) => name),
  )
  writeFileSync(join(folder, COMPARISON.json), `${JSON.stringify(comparison, null, 2)}\n`)
  writeFileSync(join(folder, COMPARISON.html), compareHtml(comparison))
  return join(folder, COMPARISON.html)
}

function tell(ended: readonly Ended[], folder: string, comparison: string | undefined): void {
  const rows = ended.map(({ name, said, report }) => [
    name,
    said,
    report === undefined ? '' : shownPath(join(folder, name)),
  ])
  process.stdout.write(`\n${table(rows)}`)
  if (comparison !== undefined) process.stdout.write(`\nComparison ${shownPath(comparison)}\n`)
}
