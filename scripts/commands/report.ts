import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Command } from 'commander'
import { buildReport } from '../../reporters/build.ts'
import { type Evidence, OUTCOMES_FILE, readEvidence } from '../../reporters/evidence.ts'
import { FORMATS, type FormatName, writeFormats } from '../../reporters/formats.ts'
import type { Report } from '../../reporters/report.ts'
import { summary } from '../../reporters/summary.ts'
import { LOG_WIDTH, palette, useColor } from '../../reporters/terminal.ts'
import { contract } from '../judging.ts'
import { openFolder, shownPath } from '../paths.ts'
import { readReport } from '../read-report.ts'
import { oneOfEach, UsageError } from '../usage.ts'
import type { Finish } from './main.ts'

/** `stackproof report`: renders a report again, or makes it from the evidence of a run that was killed. */
export function reportCommand(finish: Finish): Command {
  return new Command('report')
    .summary('render a report again, or rebuild that of a killed run')
    .description(
      'Renders a report again in other formats; given a folder, rebuilds the report from the evidence in it.',
    )
    .argument('<path>', 'a report.json, or the folder of a run')
    .option(
      '--format <list>',
      `${Object.keys(FORMATS).join(', ')} (default: html)`,
      oneOfEach(Object.keys(FORMATS)),
    )
    .option('--to <dir>', 'where it goes (default: where the report is)')
    .addHelpText(
      'after',
      '\nExamples:\n  stackproof report stackproof-report/report.json --format html\n  stackproof report stackproof-report             after a crash\n\nExit codes: 0 written; 2 the report cannot be read.',
    )
    .allowExcessArguments(false)
    .action(async (path: string, options: { format?: FormatName[]; to?: string }) => {
      const { report, evidence, rebuilt, directory } = await load(resolve(path))
      const formats = new Set<FormatName>([
        ...(options.format ?? ['html' as const]),
        ...(rebuilt ? ['json' as const] : []),
      ])
      const to = options.to === undefined ? directory : resolve(options.to)
      openFolder(to, '--to')
      const files = writeFormats(to, [...formats], report, evidence.exchanges)
      const paint = palette(useColor(process.stdout.isTTY === true, process.env))
      process.stdout.write(
        summary(report, { paint, width: process.stdout.columns ?? LOG_WIDTH, files: files.map(shownPath) }),
      )
      finish(0)
    })
}

async function load(
  path: string,
): Promise<{ report: Report; evidence: Evidence; rebuilt: boolean; directory: string }> {
  if (!existsSync(path))
    throw new UsageError(`${path} does not exist; name a report.json or the folder of a run`)
  if (!statSync(path).isDirectory()) {
    const directory = dirname(path)
    return { report: readReport(path), evidence: await readEvidence(directory), rebuilt: false, directory }
  }
  if (!existsSync(join(path, OUTCOMES_FILE))) {
    throw new UsageError(
      `${path} holds no evidence (${OUTCOMES_FILE}); name the folder that --report wrote to`,
    )
  }
  const evidence = await readEvidence(path)
  return { report: buildReport(evidence, contract()), evidence, rebuilt: true, directory: path }
}
