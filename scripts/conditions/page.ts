import { VERDICTS, type Verdict } from '../../reporters/report.ts'
import type { Outcome } from './outcome.ts'

/** What came of one condition. */
export interface ConditionRow {
  id: string
  kind: string
  summary: string
  /** How many requirements have each verdict. */
  verdicts: Partial<Record<Verdict, number>>
  /** Why some could not be judged that can be without the condition, the commonest first. */
  reasons: { text: string; count: number }[]
  requests: number
  serverBuilds: number
  seconds: number
  /** What is wrong: none for a condition that turns nothing red. */
  complaints: string[]
  /** The day of the trial, as in 2026-11-27. */
  tried: string
}

/** What a run comes to in figures. */
export type Figures = Pick<ConditionRow, 'verdicts' | 'requests' | 'serverBuilds' | 'seconds' | 'tried'>

/** A reason is cut to so many characters. */
const LONGEST_REASON = 130
/** So many reasons are told of a condition. */
const REASONS = 2

/** How many requirements have each verdict. */
export function countsOf({ requirements }: Pick<Outcome, 'requirements'>): ConditionRow['verdicts'] {
  const counts: ConditionRow['verdicts'] = {}
  for (const { verdict } of requirements) counts[verdict] = (counts[verdict] ?? 0) + 1
  return counts
}

/** The reasons of rows, with how often each is given, the commonest first. */
export function reasonsOf(rows: Outcome['requirements']): ConditionRow['reasons'] {
  const counts = new Map<string, number>()
  for (const { reason } of rows) {
    const text = reason.replace(/^(Never called: )?(setup: )?/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts]
    .map(([text, count]) => ({ text, count }))
    .sort((a, b) => b.count - a.count || a.text.localeCompare(b.text))
}

/** The matrix of conditions and verdicts, as a page. @param all how many conditions there are, tried or not */
export function conditionsPage(none: Figures, rows: readonly ConditionRow[], all: number): string {
  const shown = VERDICTS.filter((verdict) => [none, ...rows].some((row) => row.verdicts[verdict]))
  const figures = (row: Figures) => [
    ...shown.map((verdict) => row.verdicts[verdict] ?? 0),
    row.serverBuilds,
    row.requests,
    row.seconds,
    row.tried,
  ]
  const line = (values: readonly (string | number)[]) => `| ${values.join(' | ')} |`
  const good = rows.filter((row) => row.complaints.length === 0).length
  const head = [
    'condition',
    'what it is',
    ...shown,
    'builds',
    'requests',
    'seconds',
    'tried',
    'what kept from judging',
  ]
  const why = ({ reasons }: ConditionRow) =>
    reasons
      .slice(0, REASONS)
      .map(({ text, count }) => `${count} × ${cell(text)}`)
      .join('<br>')
  return `# Conditions: lawful states and habits of a cloud

Each is one that a cloud may be in without breaking the contract, and so must turn nothing red: under it the whole suite
says no fail and no warn, says of what it cannot judge the true reason, leaves nothing behind, and builds hardly more servers than
without it. ${good} of ${rows.length} do${rows.length < all ? `; ${all - rows.length} more have not been tried` : ''}. The reference cloud is put under one with \`stackproof run --condition ID\` (several joined by
commas), or \`stackproof serve --condition ID\`. Written by \`npm run conditions -- [WORD…] --write\`, which tries
some or all anew and keeps the other rows; seconds are those of the machine that tried.

${line(head)}
${line(head.map(() => '---'))}
${[
  line(['*none*', 'the reference cloud as it is', ...figures(none), '']),
  ...rows.map((row) => line([`\`${row.id}\``, cell(row.summary), ...figures(row), why(row)])),
].join('\n')}
${known(rows)}`
}

const cell = (text: string): string =>
  `${text.slice(0, LONGEST_REASON)}${text.length > LONGEST_REASON ? '…' : ''}`.replace(/[|<\n]/g, ' ')

/** Conditions under which the suites still say what they should not, with the first of it. */
function known(rows: readonly ConditionRow[]): string {
  const bad = rows.filter((row) => row.complaints.length > 0)
  if (bad.length === 0) return ''
  const items = bad.map(({ id, complaints }) => `- \`${id}\`: ${complaints.length}, first: ${complaints[0]}`)
  return `\n## Known\n\nUnder these the suites say what they should not:\n\n${items.join('\n')}\n`
}
