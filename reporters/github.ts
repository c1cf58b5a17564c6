import type { Cause, Report } from './report.ts'
import { oneLine, plural } from './terminal.ts'
import { because, judgement, ofOperations } from './words.ts'

/** GitHub shows ten annotations of a kind for a step. */
const MOST = 10

/**
 * What makes GitHub Actions show a run's causes as annotations: workflow commands, to be written to standard output.
 * One a cause, at the line of its first test, the gravest first.
 */
export function githubAnnotations(report: Report): string {
  const byId = new Map(report.requirements.map((row) => [row.id, row]))
  const line = ({ title, verdict, rows, operations }: Cause) => {
    const first = byId.get(rows[0] ?? '')
    const test = first?.tests[0]
    const at = test ? [`file=${property(test.file)}`, `line=${test.line}`] : []
    const of = ofOperations(operations)
    const message = `${plural(rows.length, 'requirement')} of ${of}. ${rows[0]}: ${first?.reason || first?.text || ''}`
    return `::${verdict === 'fail' ? 'error' : 'warning'} ${[...at, `title=${property(title)}`].join(',')}::${data(message)}`
  }
  const causes = report.causes ?? []
  const shown = (verdict: Cause['verdict']) =>
    causes.filter((cause) => cause.verdict === verdict).slice(0, MOST)
  const stale = (report.staleWaivers ?? [])
    .slice(0, MOST)
    .map(({ message }) => `::error title=Stale waiver::${data(message)}`)
  const unknown =
    report.conformant === null
      ? [`::error title=${property(judgement(report))}::${data(because(report))}`]
      : []
  const left = report.leaks
    .slice(0, MOST)
    .map(
      ({ kind, name, id, reason }) =>
        `::error title=Left behind::${data(`${kind} ${name} (${id}): ${reason}`)}`,
    )
  const lines = [...shown('fail').map(line), ...stale, ...unknown, ...left, ...shown('warn').map(line)]
  return lines.map((each) => `${each}\n`).join('')
}

function data(text: string): string {
  return oneLine(text).replace(/%/g, '%25')
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
}
