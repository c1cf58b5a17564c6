import { requirementOf } from '../../spec/catalogue.ts'
import { errata } from '../../spec/errata.ts'
import { isKilled, type Matrix, type Row } from './matrix.ts'

/** The page that shows what kills each requirement, and which ones nothing kills. */
export function killPage({ rows, survivors }: Matrix): string {
  const alive = rows.filter((row) => !isKilled(row))
  const sampled = rows.filter(({ answers }) => answers?.from === 'sample')
  return `# What would be noticed

Written by \`npm run faults\` and \`npm run kill-matrix\`. A requirement is killed where a cloud that breaks it was shown to be told, on that
requirement: by **broken answers** (good answers of one clean run, broken in each way that the requirement knows, and judged
again), or by **named faults** of the reference cloud (\`npm run faults\` proves each). Counted is each MUST and SHOULD that a
client can observe (spec/exemptions.yaml names the others).

**${killed(rows)} of ${rows.length} are killed**, ${killed(rows.filter(isMust))} of ${rows.filter(isMust).length} MUST; ${alive.length} by nothing yet.${
    survivors.length === 0 ? '' : ` ${survivors.length} broken answers were not told.`
  }

## By kind

${table('kind', rows, (row) => row.kind)}

## By operation

${table('operation', rows, (row) => row.operationId)}

## By answers that no exchange showed

No exchange of the run showed these kept, so the answers that were broken were sampled from the document:
${sampled.length === 0 ? 'none.' : `\n${list(sampled)}`}

## What each erratum still lets be told

An erratum ([spec/errata.md](../../spec/errata.md)) says what is not held against a cloud. Of the requirements that rest on
it, this is how many are killed nevertheless, and one of the faults that do it:

${byErratum(rows)}

## By nothing

${[...grouped(alive, (row) => row.kind)].map(([kind, some]) => `### ${kind} (${some.length})\n\n${list(some)}`).join('\n\n') || 'None.'}
`
}

const isMust = ({ level }: Row) => level === 'MUST'
const killed = (rows: readonly Row[]) => rows.filter(isKilled).length
const list = (rows: readonly Row[]) => rows.map(({ id, level }) => `- \`${id}\` (${level})`).join('\n')

function grouped(rows: readonly Row[], by: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(by(row), [...(groups.get(by(row)) ?? []), row])
  return groups
}

function table(title: string, rows: readonly Row[], by: (row: Row) => string): string {
  const line = (name: string, some: readonly Row[]) => {
    const must = some.filter(isMust)
    const should = some.filter((row) => !isMust(row))
    const answered = some.filter(({ answers }) => answers !== undefined).length
    const faulted = some.filter(({ faults }) => faults.length > 0).length
    const cells = [
      `${killed(must)} of ${must.length}`,
      `${killed(should)} of ${should.length}`,
      answered,
      faulted,
      some.length - killed(some),
    ]
    return `| ${[name, ...cells].join(' | ')} |`
  }
  return [
    `| ${title} | MUST killed | SHOULD killed | by broken answers | by named faults | by nothing |`,
    '|---|--:|--:|--:|--:|--:|',
    ...[...grouped(rows, by)].map(([name, some]) => line(name, some)),
    line('**all**', rows),
  ].join('\n')
}

/** Each erratum on which requirements rest, with how many of them are killed, and by which fault. */
function byErratum(rows: readonly Row[]): string {
  const lines = errata().flatMap(({ id }) => {
    const resting = rows.filter((row) => requirementOf(row.id).errata?.includes(id))
    if (resting.length === 0) return []
    const fault = resting.flatMap(({ faults }) => faults)[0]
    const told = fault === undefined ? 'broken answers alone' : `\`${fault}\``
    return [`| [${id}](../../spec/errata.md#${id}) | ${killed(resting)} of ${resting.length} | ${told} |`]
  })
  return ['| erratum | killed | for one, by |', '|---|--:|---|', ...lines].join('\n')
}
