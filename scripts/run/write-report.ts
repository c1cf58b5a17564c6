import { appendFileSync } from 'node:fs'
import { buildReport } from '../../reporters/build.ts'
import { readEvidence } from '../../reporters/evidence.ts'
import { type FormatName, writeFormats } from '../../reporters/formats.ts'
import { githubAnnotations } from '../../reporters/github.ts'
import { renderMarkdown } from '../../reporters/markdown.ts'
import type { Report } from '../../reporters/report.ts'
import { contract } from '../contract.ts'
import { UsageError } from '../errors.ts'
import { shownPath } from '../paths.ts'
import { printSummary } from '../report/print-summary.ts'

/** In GitHub Actions: the causes as annotations, and the summary on the page of the job. */
function tellGithub(report: Report): void {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env
  if (GITHUB_ACTIONS !== 'true') return
  process.stdout.write(githubAnnotations(report))
  if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, renderMarkdown(report))
}

/**
 * Makes the report of a run from the evidence in its folder, in the formats asked for, and prints its summary.
 * @param runId whose evidence it must be
 * @param formats absent: html; report.json is what every other command reads, and is written whatever is asked for
 */
export async function writeReport(
  directory: string,
  runId: string,
  formats: readonly FormatName[] = ['html'],
): Promise<Report> {
  const evidence = await readEvidence(directory)
  if (evidence.header !== undefined && evidence.header.run.id !== runId)
    throw new UsageError(
      `${shownPath(directory)} holds the evidence of run ${evidence.header.run.id}, which overwrote that of run ${runId}; name another folder with --report DIR`,
    )
  const report = buildReport(evidence, contract())
  const files = writeFormats(
    directory,
    [...new Set([...formats, 'json' as const])],
    report,
    evidence.exchanges,
  )
  printSummary(report, files)
  tellGithub(report)
  return report
}
