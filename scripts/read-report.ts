import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../reporters/report.ts'
import { UsageError } from './usage.ts'

/** Reads a report. @throws UsageError if it is none, or of a version that is not known here */
export function readReport(named: string): Report {
  const path = statSync(named, { throwIfNoEntry: false })?.isDirectory() ? join(named, 'report.json') : named
  let report: Partial<Report>
  try {
    report = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UsageError(`${path} is not JSON; name a report.json`)
  }
  if (!Array.isArray(report?.requirements)) throw new UsageError(`${path} is no report; name a report.json`)
  if (report.schemaVersion === 1) return report as Report
  throw new UsageError(`${path} has schemaVersion ${report.schemaVersion}; this stackproof reads version 1`)
}
