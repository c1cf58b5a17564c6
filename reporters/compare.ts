import { blockedGroups } from './groups.ts'
import { type Cause, GRAVITIES, type Part, type Report, type Verdict } from './report.ts'
import { judgement, type Tone, tone } from './words.ts'

/** One cloud, or one release of one, in a comparison. */
export interface Compared {
  /** The target's name; where several are called the same, with what tells them apart. */
  name: string
  startedAt: string
  profile: string
  judgement: string
  tone: Tone
  /** MUSTs kept, of those that could be judged. */
  kept: number
  musts: number
  /** Operations that it lacks. */
  lacking: number
  blocked: number
}

/** Something that is true of several clouds: for each, whether, or to what degree. */
export interface ComparedLine<Cell> {
  id: string
  title: string
  /** In the order of the clouds; null where the cloud's report says nothing of it. */
  cells: (Cell | null)[]
}

/** Many reports in one table. */
export interface Comparison {
  clouds: Compared[]
  /**
   * Causes by the number of clouds they are found in, then by what they break: how many requirements of each cloud come of
   * them, and how grave that is there. The verdict of the line is that of the cloud where it is worst.
   */
  causes: (ComparedLine<number> &
    Pick<Cause, 'gravity' | 'verdict'> & { verdicts: (Cause['verdict'] | null)[] })[]
  /** MUSTs kept, of those that were judged, and whether others were not. */
  areas: ComparedLine<{ kept: number; judged: number; open: boolean; conformant: boolean | null }>[]
  /** Requirements on which the clouds differ that were asked for them: first those that one of them breaks. */
  requirements: ComparedLine<Verdict>[]
  /** Requirements that every cloud keeps that was asked for them, and that none was judged by. */
  alike: { kept: number; unjudged: number }
  /** Contracts by which they were judged; more than one makes cells hard to compare. */
  contracts: string[]
}

/**
 * Lays reports side by side, in the order given.
 * @param labels what the user calls each; told where targets are called the same
 */
export function compareReports(reports: readonly Report[], labels: readonly string[] = []): Comparison {
  const rows = reports.map((report) => new Map(report.requirements.map((row) => [row.id, row.verdict])))
  const ids = [...new Set(reports.flatMap((report) => report.requirements.map(({ id }) => id)))]
  const requirements = ids.map((id) => ({
    id,
    title: id,
    cells: rows.map((verdicts) => verdicts.get(id) ?? null),
  }))
  const isKept = (cell: Verdict | null) => cell === 'pass'
  const asked = (cells: readonly (Verdict | null)[]) =>
    cells.filter((cell) => cell !== null && cell !== 'disabled')
  const isBroken = (cell: Verdict | null) => cell === 'fail' || cell === 'warn'
  const differing = requirements.filter(({ cells }) => new Set(asked(cells)).size > 1)
  const isJudged = (cell: Verdict | null) => cell !== null && ['pass', 'fail', 'warn', 'note'].includes(cell)
  return {
    clouds: reports.map((report, index) => cloud(report, nameOf(reports, index, labels))),
    causes: causesOf(reports),
    areas: lines(
      reports.map((report) => report.areas ?? []),
      ({ levels: { MUST }, conformant }: Part) => ({
        kept: MUST.kept,
        judged: MUST.kept + MUST.broken,
        open: MUST.open > 0,
        conformant,
      }),
    ),
    requirements: [
      ...differing.filter(({ cells }) => cells.some(isBroken)),
      ...differing.filter(({ cells }) => !cells.some(isBroken)),
    ],
    alike: {
      kept: requirements.filter(({ cells }) => asked(cells).length > 0 && asked(cells).every(isKept)).length,
      unjudged: requirements.filter(({ cells }) => !cells.some(isJudged)).length,
    },
    contracts: [...new Set(reports.map(({ spec }) => `${spec.version} ${spec.digest}`))],
  }
}

function cloud(report: Report, name: string): Compared {
  return {
    name,
    startedAt: report.run.startedAt,
    profile: report.run.profile,
    judgement: judgement(report),
    tone: tone(report),
    kept: report.offer?.kept ?? 0,
    musts: report.offer?.musts ?? 0,
    lacking: report.offer?.lacking.length ?? 0,
    blocked: blockedGroups(report.requirements).reduce((sum, { rows }) => sum + rows.length, 0),
  }
}

/** Two runs of one cloud are told apart by what the user calls them, else by their day, and two of one day by their run. */
function nameOf(reports: readonly Report[], index: number, labels: readonly string[]): string {
  const { target, run } = reports[index]!
  const namesakes = reports.flatMap((each, at) => (each.target.name === target.name ? [at] : []))
  if (namesakes.length === 1) return target.name
  const apart = (of: (at: number) => string | undefined) =>
    new Set(namesakes.map(of)).size === namesakes.length && of(index)
  const label = apart((at) => labels[at])
  if (label) return `${label} (${target.name})`
  const day = apart((at) => reports[at]!.run.startedAt.slice(0, 10))
  return day ? `${target.name} ${day}` : `${target.name} ${run.id}`
}

function causesOf(reports: readonly Report[]): Comparison['causes'] {
  const found = new Map<string, Comparison['causes'][number]>()
  reports.forEach((report, index) => {
    for (const { id, title, gravity, verdict, rows } of report.causes ?? []) {
      const line = found.get(id) ?? {
        id,
        title,
        gravity,
        verdict,
        cells: reports.map(() => 0),
        verdicts: reports.map(() => null),
      }
      if (verdict === 'fail') line.verdict = verdict
      line.cells[index] = rows.length
      line.verdicts[index] = verdict
      found.set(id, line)
    }
  })
  const clouds = ({ cells }: ComparedLine<number>) => cells.filter(Boolean).length
  return [...found.values()].sort(
    (a, b) =>
      clouds(b) - clouds(a) ||
      Number(a.verdict === 'warn') - Number(b.verdict === 'warn') ||
      GRAVITIES.indexOf(a.gravity) - GRAVITIES.indexOf(b.gravity),
  )
}

function lines<Item extends { name: string }, Cell>(
  lists: readonly (readonly Item[])[],
  cell: (item: Item) => Cell,
): ComparedLine<Cell>[] {
  const names = [...new Set(lists.flatMap((list) => list.map(({ name }) => name)))]
  return names.map((name) => ({
    id: name,
    title: name,
    cells: lists.map((list) => {
      const item = list.find((each) => each.name === name)
      return item === undefined ? null : cell(item)
    }),
  }))
}
