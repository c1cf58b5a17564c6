import type { Report } from '../../reporters/report.ts'
import { summary } from '../../reporters/summary.ts'
import { LOG_WIDTH, palette, useColor } from '../../reporters/terminal.ts'
import { shownPath } from '../paths.ts'

/** Prints the summary of a report, with the files that were written of it, as this terminal shows it best. */
export function printSummary(report: Report, files: readonly string[]): void {
  process.stdout.write(
    summary(report, {
      paint: palette(useColor(process.stdout.isTTY === true, process.env)),
      width: process.stdout.columns ?? LOG_WIDTH,
      files: files.map(shownPath),
    }),
  )
}
