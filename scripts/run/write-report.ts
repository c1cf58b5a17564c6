import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildReport } from '../../reporters/build.ts'
import { readEvidence } from '../../reporters/evidence.ts'
import { FORMATS, type FormatName, writeFormats } from '../../reporters/formats.ts'
import { githubAnnotations } from '../../reporters/github.ts'
import { renderMarkdown } from '../../reporters/markdown.ts'
import type { Report } from '../../reporters/report.ts'
import { contract } from '../contract.ts'
import { explain, UsageError } from '../errors.ts'
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
  const files: string[] = []
  const lacking: string[] = []
  for (const name of new Set([...formats, 'json' as const])) {
    try {
      files.push(...writeFormats(directory, [name], report, evidence.exchanges))
    } catch (error) {
      lacking.push(
        `${shownPath(join(directory, FORMATS[name].path))} could not be written: ${explain(error)}`,
      )
    }
  }
  // What was found is told, whatever became of the files.
  printSummary(report, files)
  tellGithub(report)
  if (lacking.length > 0) throw new UsageError(lacking.join('; '))
  return report
}
