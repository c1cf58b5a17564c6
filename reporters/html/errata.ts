import type { Report, RequirementRow } from '../report.ts'
import { count, plural } from '../terminal.ts'
import { html, type Markup } from './markup.ts'

/** Rows named by an erratum; the search finds the others. */
const NAMED = 12

/** The errata that settled a judgement in this report, collapsed; those that settled what did not pass come first. */
export function errata(report: Report): Markup {
  if (!report.errata?.length) return html`<p class="none">No row of this report rests on an erratum.</p>`
  const cited = new Map<string, RequirementRow[]>()
  for (const row of report.requirements)
    for (const id of row.errata ?? []) cited.set(id, [...(cited.get(id) ?? []), row])
  const entries = report.errata.map((erratum): Entry => {
    const rows = cited.get(erratum.id) ?? []
    const open = rows.filter((row) => row.verdict === 'fail' || row.verdict === 'warn')
    return { erratum, rows, open }
  })
  entries.sort((a, b) => b.open.length - a.open.length)
  const told = entries.filter(({ open }) => open.length > 0)
  const others = entries.slice(told.length)
  return html`<p class="none">Where the documents contradict themselves, each other, or every known cloud, and how each place is settled.</p>${told.map(entry)}${
    others.length > 0 &&
    html`<details class="others"><summary>${plural(others.length, 'erratum', 'errata')} on which nothing that broke rests</summary>${others.map(entry)}</details>`
  }`
}

interface Entry {
  erratum: NonNullable<Report['errata']>[number]
  /** The rows that cite it, and those of them that broke. */
  rows: RequirementRow[]
  open: RequirementRow[]
}

function entry({ erratum: { id, contradiction, settled, evidence }, rows, open }: Entry): Markup {
  return html`<details class="erratum" id="erratum-${id}"><summary><code>${id}</code><span>${contradiction}</span><span class="en">${open.length > 0 && html`<b class="v-fail">${count(open.length)} broken</b> of `}${plural(rows.length, 'requirement')}</span></summary><p>${contradiction}</p><p><b>Settled:</b> ${settled}</p><p class="y">${evidence}</p><p class="cites">${citations(id, open, rows)}</p></details>`
}

function citations(id: string, open: readonly RequirementRow[], rows: readonly RequirementRow[]): Markup {
  const named = [...open, ...rows.filter((row) => !open.includes(row))].slice(0, NAMED)
  return html`Cited by ${named.map((row, index) => html`${index > 0 && ', '}<a href="#${row.id}">${row.id}</a>`)}${
    rows.length > named.length && html` and <a href="#?q=${id}">${rows.length - named.length} more</a>`
  }.`
}
