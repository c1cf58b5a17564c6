import { VERDICTS, type Verdict } from '../../reporters/report.ts'

/** What came of one condition. */
export interface ConditionRow {
  id: string
  kind: string
  summary: string
  /** How many requirements have each verdict. */
  verdicts: Partial<Record<Verdict, number>>
  requests: number
  serverBuilds: number
  seconds: number
  /** What is wrong: none for a condition that turns nothing red. */
  complaints: string[]
}

/** The matrix of conditions and verdicts, as a page. */
export function conditionsPage(
  none: Pick<ConditionRow, 'verdicts' | 'requests' | 'serverBuilds'>,
  rows: readonly ConditionRow[],
): string {
  const shown = VERDICTS.filter((verdict) => [none, ...rows].some((row) => row.verdicts[verdict]))
  const cells = (row: Pick<ConditionRow, 'verdicts' | 'requests' | 'serverBuilds'>) => [
    ...shown.map((verdict) => row.verdicts[verdict] ?? 0),
    row.serverBuilds,
    row.requests,
  ]
  const line = (values: readonly (string | number)[]) => `| ${values.join(' | ')} |`
  const good = rows.filter((row) => row.complaints.length === 0).length
  const head = ['condition', 'what it is', ...shown, 'builds', 'requests']
  return `# Conditions: lawful states and habits of a cloud

Each is one that a cloud may be in without breaking the contract, and so must turn nothing red: under it the whole suite
says no fail and no warn, says of what it cannot judge the true reason, and builds hardly more servers than without it. ${good} of
${rows.length} do. The reference cloud is put under one with \`stackproof run --condition ID\` (several joined by commas), or
\`stackproof serve --condition ID\`. Written by \`npm run conditions -- --write\`; the same is in \`conditions.json\`.

${line(head)}
${line(head.map(() => '---'))}
${[line(['*none*', 'the reference cloud as it is', ...cells(none)]), ...rows.map((row) => line([`\`${row.id}\``, row.summary, ...cells(row)]))].join('\n')}
${known(rows)}`
}

/** Conditions under which the suites still say what they should not, with the first of it. */
function known(rows: readonly ConditionRow[]): string {
  const bad = rows.filter((row) => row.complaints.length > 0)
  if (bad.length === 0) return ''
  const items = bad.map(({ id, complaints }) => `- \`${id}\`: ${complaints.length}, first: ${complaints[0]}`)
  return `\n## Known\n\nUnder these the suites say what they should not:\n\n${items.join('\n')}\n`
}
