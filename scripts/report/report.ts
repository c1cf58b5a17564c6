import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { buildReport } from '../../reporters/build.ts'
import { type Evidence, EXCHANGES_FILE, OUTCOMES_FILE, readEvidence } from '../../reporters/evidence.ts'
import { type FormatName, writeFormats } from '../../reporters/formats.ts'
import type { Report } from '../../reporters/report.ts'
import { contract } from '../contract.ts'
import { type ExitCode, UsageError } from '../errors.ts'
import { openFolder, shownPath } from '../paths.ts'
import { printSummary } from './print-summary.ts'
import { readReport } from './read-report.ts'

/** Renders a report, or the evidence of a run, in the formats asked for. @throws UsageError if there is neither */
export async function report(
  path: string,
  options: { format?: FormatName[]; to?: string },
): Promise<ExitCode> {
  const { report, evidence, rebuilt, directory } = await load(resolve(path))
  const formats = new Set<FormatName>([
    ...(options.format ?? ['html' as const]),
    ...(rebuilt ? ['json' as const] : []),
  ])
  const to = options.to === undefined ? directory : resolve(options.to)
  openFolder(to, '--to')
  printSummary(report, writeFormats(to, [...formats], report, evidence.exchanges))
  return 0
}

async function load(
  path: string,
): Promise<{ report: Report; evidence: Evidence; rebuilt: boolean; directory: string }> {
  if (!existsSync(path))
    throw new UsageError(`${path} does not exist; name a report.json or the folder of a run`)
  if (!statSync(path).isDirectory()) {
    const directory = dirname(path)
    const report = readReport(path)
    const evidence = await readEvidence(directory)
    if (report.run.requests > 0 && evidence.exchanges.length === 0)
      process.stderr.write(
        `stackproof: ${EXCHANGES_FILE} is not beside ${shownPath(path)}: what is written shows no exchange\n`,
      )
    return { report, evidence, rebuilt: false, directory }
  }
  if (!statSync(join(path, OUTCOMES_FILE), { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(
      `${path} holds no evidence (${OUTCOMES_FILE}); name the folder that --report wrote to`,
    )
  }
  const evidence = await readEvidence(path)
  return { report: buildReport(evidence, contract()), evidence, rebuilt: true, directory: path }
}
