import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Report } from '../../reporters/report.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { UsageError } from '../errors.ts'

const SCHEMA_FILE = join(PACKAGE_ROOT, 'reporters', 'report.schema.json')

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
  if (report.schemaVersion !== 1)
    throw new UsageError(`${path} has schemaVersion ${report.schemaVersion}; this stackproof reads version 1`)
  const fault = shapeFault(report)
  if (fault !== undefined) throw new UsageError(`${path} is no whole report: ${fault}`)
  // Reports of before the verdict was told apart from `note` count none.
  report.summary!.unseen ??= 0
  return report as Report
}

/** What first keeps a value from being a report. */
function shapeFault(value: unknown): string | undefined {
  const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')),
  )
  if (valid(value)) return undefined
  const [first] = valid.errors ?? []
  return `${first?.instancePath || 'it'} ${first?.message}`
}
