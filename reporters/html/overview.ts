import { type Part, type Report, VERDICTS } from '../report.ts'
import { count } from '../terminal.ts'
import { judgementOn, MEANING } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { icon } from './rows.ts'

/** Every requirement as one thin line in the order of the documents, and the counts, which are filters. */
export function overview(report: Report): Markup {
  const runs: { verdict: string; from: number; length: number }[] = []
  report.requirements.forEach((row, index) => {
    const last = runs.at(-1)
    if (last?.verdict === row.verdict) last.length++
    else runs.push({ verdict: row.verdict, from: index, length: 1 })
  })
  const total = Math.max(1, report.requirements.length)
  return html`<section id="counts" aria-label="Counts"><svg class="strip" viewBox="0 0 ${total} 1" preserveAspectRatio="none" role="img" aria-label="Every requirement as a line, in the order of the documents, coloured by its verdict">${runs.map(
    ({ verdict, from, length }) =>
      html`<rect class="f-${verdict}" x="${from}" width="${length}" height="1"/>`,
  )}</svg>
<div class="counts" role="group" aria-label="Show only these verdicts">${VERDICTS.map(
    (verdict) =>
      html`<button type="button" data-v="${verdict}" aria-pressed="false" title="${MEANING[verdict]}"${report.summary[verdict] === 0 && html` disabled`}>${icon(verdict)}<b>${count(report.summary[verdict])}</b><span>${verdict}</span></button>`,
  )}</div></section>`
}

/** How each level of each area was kept, and each profile where there are several. */
export function coverage(report: Report): Markup {
  const areas = report.areas ?? []
  if (areas.length === 0) return html`<p class="none">This report does not say.</p>`
  const levels = (['MUST', 'SHOULD', 'MAY'] as const).filter((level) =>
    areas.some((area) => area.levels[level].total > 0),
  )
  const line = (part: Part, kind: string) =>
    html`<tr class="${kind}"><th scope="row">${part.name}</th>${levels.map((level) => html`<td>${share(part.levels[level])}</td>`)}<td>${said(part)}</td></tr>`
  return html`<div class="scroll"><table class="plain cov"><thead><tr><th scope="col">Area</th>${levels.map((level) => html`<th scope="col">${level}</th>`)}<th scope="col">Judgement</th></tr></thead><tbody>${(report.profiles ?? []).map((part) => line(part, 'profile'))}${areas.map((part) => line(part, 'area'))}</tbody></table></div>
<p class="none small"><span class="key f-pass"></span>kept <span class="key f-fail"></span>broken <span class="key f-blocked"></span>not judged. What is left is not offered, or may be left out.</p>`
}

function share({ total, kept, broken, open }: Part['levels']['MUST']): Markup {
  if (total === 0) return html`<span class="none">–</span>`
  return html`<svg class="share" viewBox="0 0 ${total} 1" preserveAspectRatio="none" aria-hidden="true"><rect class="f-pass" width="${kept}" height="1"/><rect class="f-fail" x="${kept}" width="${broken}" height="1"/><rect class="f-blocked" x="${kept + broken}" width="${open}" height="1"/></svg><span class="of">${count(kept)} of ${count(total)}${broken > 0 && html`, <b class="v-fail">${count(broken)} broken</b>`}</span>`
}

function said(part: Part): Markup {
  const words = judgementOn(part)
  if (part.conformant === false) return html`<span class="v-fail">${words}</span>`
  if (part.conformant === null) return html`<span class="none">${words}</span>`
  return part.partial ? html`${words}` : html`<span class="v-pass">${words}</span>`
}
