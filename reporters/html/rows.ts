import { byOperation, slug } from '../groups.ts'
import { byArea } from '../parts.ts'
import { type Report, type RequirementRow, VERDICTS, type Verdict } from '../report.ts'
import { took } from '../terminal.ts'
import { html, type Markup } from './markup.ts'

/** The icon of a verdict; its shape says as much as its colour. */
export function icon(name: Verdict): Markup {
  return html`<svg class="i i-${name}" aria-hidden="true"><use href="#i-${name}"/></svg>`
}

/** All requirements, by area and operation. */
export function requirements(report: Report, shown: ReadonlyMap<string, string[]>): Markup {
  const leads = new Set((report.causes ?? []).map(({ rows }) => rows[0]!))
  return html`${[...byArea(report.requirements)].map(
    ([name, rows]) =>
      html`<section class="res"><h3>${name}</h3>${[...byOperation(rows)].map(([id, own]) => operation(id, own, shown, leads))}</section>`,
  )}`
}

function operation(
  operationId: string,
  rows: RequirementRow[],
  shown: ReadonlyMap<string, string[]>,
  leads: ReadonlySet<string>,
): Markup {
  const { method, path } = rows[0]!
  const grave = rows.some((row) => row.verdict === 'fail' && !row.waiver)
  return html`<details class="op" id="${operationId}"${grave && html` open`}><summary><span class="m">${method}</span><span class="p">${path}</span><span class="o">${operationId}</span>${bar(rows)}${tally(rows)}</summary>
${rows.map((row) => requirement(row, shown.get(row.id) ?? [], leads.has(row.id)))}</details>
`
}

/** @param leads whether it stands for a cause, where there is room for one row of each only */
function requirement(row: RequirementRow, exchanges: readonly string[], leads: boolean): Markup {
  const { id, verdict, level, kind, text, reason, waiver } = row
  return html`<details class="r${leads && ' lead'}" id="${id}" data-v="${verdict}" data-l="${level}" data-k="${kind}"${
    exchanges.length > 0 && html` data-x="${exchanges.join(' ')}"`
  }><summary>${icon(verdict)}<span class="v v-${verdict}">${verdict}${waiver && html`<i>waived</i>`}</span><span class="t">${text}${
    reason !== '' && html`<span class="y">${reason}</span>`
  }</span><code>${slug(row)}</code><span class="l l-${level}">${level}</span></summary>${facts(row)}</details>
`
}

/** On what ground each requirement stands; its level follows from it. */
const BASIS: Readonly<Record<NonNullable<RequirementRow['basis']>, string>> = {
  stated: 'stated by the documents',
  shown: 'shown by an example of the documents',
  implied: 'implied by what the documents say',
  observed: 'observed on known clouds',
}

function facts(row: RequirementRow): Markup {
  const { id, source, kind, basis, feature, errata, waiver, tests, blockedBy, exchanges } = row
  return html`<div class="d"><dl><dt>Id</dt><dd><a href="#${id}">${id}</a></dd><dt>Source</dt><dd>${source.document}, “${source.section}”</dd><dt>Kind</dt><dd>${kind}</dd>${basis && html`<dt>Basis</dt><dd>${BASIS[basis]}</dd>`}${
    feature && html`<dt>Feature</dt><dd>${feature}</dd>`
  }${blockedBy && html`<dt>Blocked by</dt><dd>${blockedBy}</dd>`}${
    waiver &&
    html`<dt>Waived</dt><dd>${waiver.reason} (${waiver.owner}${waiver.ticket && `, ${waiver.ticket}`}, until ${waiver.expires})</dd>`
  }${errata && html`<dt>Errata</dt><dd>${errata.map((erratum) => html`<a href="#erratum-${erratum}">${erratum}</a> `)}</dd>`}${
    tests.length > 0 &&
    html`<dt>Tests</dt><dd>${tests.map((test) => html`<div><code>${test.file}:${test.line}</code> ${took(test.durationMs)}</div>`)}</dd>`
  }${exchanges.length > 0 && html`<dt>Exchanges</dt><dd class="ids">${exchanges.join(', ')}</dd>`}</dl></div>`
}

/** Proportions of the verdicts in one thin bar. */
function bar(rows: readonly RequirementRow[]): Markup {
  let x = 0
  const parts = VERDICTS.map((verdict) => {
    const width = rows.filter((row) => row.verdict === verdict).length
    x += width
    return width > 0 && html`<rect class="f-${verdict}" x="${x - width}" width="${width}" height="1"/>`
  })
  return html`<svg class="bar" viewBox="0 0 ${rows.length} 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`
}

function tally(rows: readonly RequirementRow[]): Markup {
  const passed = rows.filter((row) => row.verdict === 'pass').length
  const grave = (['fail', 'warn', 'error', 'blocked'] as const)
    .map((verdict) => ({ verdict, many: rows.filter((row) => row.verdict === verdict).length }))
    .filter(({ many }) => many > 0)
  return html`<span class="n">${grave.map(({ verdict, many }) => html`<b class="v-${verdict}">${many} ${verdict}</b> `)}<span>${passed}/${rows.length}</span></span>`
}
