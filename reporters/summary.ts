import { exitCode } from './build.ts'
import { blockedGroups } from './groups.ts'
import { type Report, type RequirementRow, VERDICTS, type Verdict } from './report.ts'
import { count, oneLine, onLines, type Paint, type Palette, plural, span } from './terminal.ts'
import { because, GRAVITY_WORDS, judgement, offered, ofOperations, tone } from './words.ts'

/** How the summary is set. */
export interface SummaryOptions {
  paint: Palette
  /** Columns of the terminal. */
  width?: number
  /** Where the report's files are, as the user would type the paths; the first is the one to open. */
  files: readonly string[]
}

/** At most so many rows of one sort: the summary fits a screen. */
const CAUSES_SHOWN = 6
const CAUSES = 3

/** What a run found, in one screen: conformant or not, what failed and why, what was blocked by what, where to read on. */
export function summary(report: Report, { paint, width: columns = 80, files }: SummaryOptions): string {
  const width = Math.max(60, Math.min(columns, 140)) - 2
  const [verdict, mark] = {
    good: [paint.good, '✓'],
    neutral: [paint.strong, '✓'],
    bad: [paint.bad, '✗'],
    unknown: [paint.caution, '?'],
  }[tone(report)] as [Paint, string]
  const title = (): string[] => {
    const said = `${mark} ${judgement(report)}`
    const name = oneLine(report.target.name, width - 4)
    const painted = `  ${verdict(paint.strong(said))}`
    return said.length + 2 + name.length <= width ? [`${painted}  ${name}`] : [painted, `    ${name}`]
  }
  const lines = [
    '',
    ...title(),
    ...onLines(because(report), width - 4).map((line) => `    ${line}`),
    ...onLines(offered(report), width - 4).flatMap((line) => (line === '' ? [] : `    ${paint.faint(line)}`)),
    ...counts(report, paint, width),
  ]
  const section = (title: string, entries: string[]) => {
    if (entries.length > 0) lines.push('', `  ${paint.strong(title)}`, ...entries)
  }
  section('What breaks, by cause', causes(report, width, paint))
  section('Blocked', blocked(report, width, paint))
  section('Errors of the suite', errors(report, width, paint))
  section('Left out by the budget', leftOut(report, width, paint))
  section(
    'Waived',
    waived(report).map((text) => `  ${paint.caution('–')} ${oneLine(text, width - 4)}`),
  )
  section(
    'Stale waivers',
    cut(
      (report.staleWaivers ?? []).map((stale) => `  ${paint.bad('✗')} ${oneLine(stale.message, width - 4)}`),
      CAUSES,
    ),
  )
  section(
    'Left behind on the target',
    cut(
      report.leaks.map(
        ({ kind, id, name, reason }) => `    ${oneLine(`${kind} ${name} (${id}): ${reason}`, width - 4)}`,
      ),
      3,
    ),
  )
  const { run } = report
  const scope = `profile ${run.profile}, footprint ${run.footprint}, seed ${run.seed}`
  const measures = [
    span(run.durationMs),
    plural(run.requests, 'request'),
    plural(run.serverBuilds, 'server build'),
  ]
  lines.push(
    '',
    `  ${paint.faint(measures.join(', '))}${run.interrupted ? paint.caution('  cut short') : ''}`,
  )
  lines.push(`  ${paint.faint(oneLine(scope, width))}`)
  files.forEach((file, index) => {
    lines.push(`  ${index === 0 ? paint.strong('Report ') : '       '} ${file}`)
  })
  if (exitCode(report) === 1 && report.conformant)
    lines.push('', `  ${paint.bad('The gate fails: a waiver is stale.')}`)
  return `${lines.join('\n')}\n`
}

/** The counts, on two lines if one is too narrow. */
function counts(report: Report, paint: Palette, width: number): string[] {
  const tone: Partial<Record<Verdict, Paint>> = {
    fail: paint.bad,
    warn: paint.caution,
    error: paint.caution,
    blocked: paint.caution,
    pass: paint.good,
  }
  const parts: { text: string; painted: string }[] = VERDICTS.filter(
    (verdict) => report.summary[verdict] > 0,
  ).map((verdict) => {
    const text = `${count(report.summary[verdict])} ${verdict}`
    return { text, painted: tone[verdict]?.(text) ?? text }
  })
  const { waived } = report.summary
  if (waived > 0) parts.push({ text: `(${count(waived)} waived)`, painted: `(${count(waived)} waived)` })
  const line = (some: typeof parts) => `    ${some.map((part) => part.painted).join(paint.faint(' · '))}`
  const length = parts.reduce((sum, part) => sum + part.text.length + 3, 0)
  if (length <= width) return [line(parts)]
  const half = Math.ceil(parts.length / 2)
  return [line(parts.slice(0, half)), line(parts.slice(half))]
}

function causes(report: Report, width: number, paint: Palette): string[] {
  const byId = new Map(report.requirements.map((row) => [row.id, row]))
  const entries = (report.causes ?? []).map(({ title, gravity, verdict, operations, rows, blocks }) => {
    const first = byId.get(rows[0]!)
    const of = ofOperations(operations)
    const blocked = blocks.length > 0 ? `, blocks ${count(blocks.length)} more` : ''
    const many = `${plural(rows.length, 'requirement')} of ${of}${blocked}`
    const sign = verdict === 'fail' ? paint.bad('✗') : paint.caution('!')
    const test = rows.length === 1 && first?.tests[0]
    const at = test ? `  ${test.file}:${test.line}` : ''
    return [
      `  ${sign} ${oneLine(title, width - 4)} ${paint.faint(`(${GRAVITY_WORDS[gravity]})`)}`,
      `      ${many}`,
      `      ${paint.faint(oneLine(`${rows[0]}: ${first?.reason || first?.text || ''}${at}`, width - 6))}`,
    ]
  })
  // A count that the head gives, of what breaks MUSTs, must be met again here.
  const more = (report.causes ?? []).slice(CAUSES_SHOWN)
  const fails = more.filter(({ verdict }) => verdict === 'fail').length
  const rest = [
    fails > 0 && plural(fails, 'cause'),
    fails < more.length && `${count(more.length - fails)} of SHOULDs alone`,
  ]
  return [
    ...entries.slice(0, CAUSES_SHOWN).flat(),
    ...(more.length > 0 ? [`    and ${rest.filter(Boolean).join(', and ')}, in the report`] : []),
  ]
}

/** One line for all waived rows of a reason. */
function waived(report: Report): string[] {
  const groups = new Map<string, number>()
  for (const { waiver } of report.requirements) {
    if (!waiver) continue
    const text = `${waiver.reason} (${waiver.owner}, until ${waiver.expires})`
    groups.set(text, (groups.get(text) ?? 0) + 1)
  }
  return cut(
    [...groups].map(([text, many]) => `${plural(many, 'requirement')}: ${text}`),
    CAUSES,
  )
}

function blocked(report: Report, width: number, paint: Palette): string[] {
  const entries = blockedGroups(report.requirements.filter((row) => !row.waiver)).map(
    ({ cause, reason, rows: group }) => {
      const head = `${plural(group.length, 'requirement')}: ${reason || cause}`
      return `  ${paint.caution('–')} ${oneLine(`${head} (by ${cause})`, width - 4)}`
    },
  )
  return cut(entries, CAUSES)
}

/** One line for all rows that one limit of the budget left out. */
function leftOut(report: Report, width: number, paint: Palette): string[] {
  const groups = new Map<string, RequirementRow[]>()
  for (const row of report.requirements) {
    if (row.leftOutBy !== 'budget') continue
    const reason = row.reason.replace(/^Disabled by budget: /, '')
    const key = /--[\w-]+/.exec(reason)?.[0] ?? reason
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups].map(([limit, rows]) => {
    const musts = rows.filter(({ level }) => level === 'MUST').length
    return `  ${paint.faint('–')} ${oneLine(`${plural(rows.length, 'requirement')}, ${plural(musts, 'MUST')} among them, for which ${limit} left no room`, width - 4)}`
  })
}

function errors(report: Report, width: number, paint: Palette): string[] {
  const entries = [
    ...(report.errors ?? []).map(({ file, message }) => `${file ? `${file}: ` : ''}${message}`),
    ...report.requirements
      .filter((row) => row.verdict === 'error' && !row.waiver)
      .map((row) => `${row.id}: ${row.reason}`),
  ].map((text) => `  ${paint.caution('!')} ${oneLine(text, width - 4)}`)
  return cut(entries, CAUSES)
}

function cut<Entry>(entries: Entry[], most: number): (Entry | string)[] & Entry[] {
  const shown: (Entry | string)[] = entries.slice(0, most)
  if (entries.length > most) shown.push(`    and ${count(entries.length - most)} more in the report`)
  return shown as (Entry | string)[] & Entry[]
}
