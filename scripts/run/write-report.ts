import { buildReport } from '../../reporters/build.ts'
import { readEvidence } from '../../reporters/evidence.ts'
import { type FormatName, writeFormats } from '../../reporters/formats.ts'
import type { Report } from '../../reporters/report.ts'
import { contract } from '../contract.ts'
import { printSummary } from '../report/print-summary.ts'

/**
 * Makes the report of a run from the evidence in its folder, in the formats asked for, and prints its summary.
 * @param formats absent: html; report.json is what every other command reads, and is written whatever is asked for
 */
export async function writeReport(
  directory: string,
  formats: readonly FormatName[] = ['html'],
): Promise<Report> {
  const evidence = await readEvidence(directory)
  const report = buildReport(evidence, contract())
  const files = writeFormats(
    directory,
    [...new Set([...formats, 'json' as const])],
    report,
    evidence.exchanges,
  )
  printSummary(report, files)
  return report
}
