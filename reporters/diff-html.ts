import { caveatsOf, type ReportDiff, SECTIONS, UNCHANGED } from './diff.ts'
import { html } from './html/markup.ts'
import { page } from './html/page.ts'
import type { Report } from './report.ts'
import { count, plural, took } from './terminal.ts'

/** A diff as a page. */
export function diffHtml(diff: ReportDiff, before: Report, after: Report): string {
  const { length: worse } = diff.regressed
  const lists = SECTIONS.filter(([key]) => diff[key].length > 0)
  const body = html`<header class="top ${worse === 0 ? 'good' : 'bad'}"><div class="wrap"><p class="brand"><b>stackproof</b> ${after.tool.version}<span>run ${before.run.id} to ${after.run.id}</span></p>
<h1>${worse === 0 ? 'Nothing regressed' : `${count(worse)} regressed`}</h1><p class="why">${before.target.name}, ${before.run.startedAt.slice(0, 10)}, to ${after.target.name}, ${after.run.startedAt.slice(0, 10)}: ${plural(diff.fixed.length, 'requirement')} fixed, ${diff.newlyTested.length} newly tested, ${diff.noLongerTested.length} no longer.</p></div></header>
<main class="wrap">${caveatsOf(diff).map((caveat) => html`<p class="none caveat">${caveat}</p>`)}${lists.map(
    ([key, title]) =>
      html`<section id="${key}"><h2>${title} <span class="none">${count(diff[key].length)}</span></h2><div class="scroll" tabindex="0"><table class="plain"><thead><tr><th scope="col">Requirement</th><th scope="col">Before</th><th scope="col">Now</th><th scope="col">Reason</th></tr></thead><tbody>${diff[
        key
      ].map(
        ({ id, before: was, after: is, reason }) =>
          html`<tr><td><code>${id}</code></td><td><span class="v-${was}">${was}</span></td><td><span class="v-${is}">${is}</span></td><td>${reason}</td></tr>`,
      )}</tbody></table></div></section>`,
  )}${lists.length === 0 && html`<p>${UNCHANGED}</p>`}${
    diff.slower.length > 0 &&
    html`<section id="slower"><h2>Slower <span class="none">${count(diff.slower.length)}</span></h2><div class="scroll" tabindex="0"><table class="plain"><thead><tr><th scope="col">Operation</th><th scope="col" class="num">Half within, before</th><th scope="col" class="num">Now</th></tr></thead><tbody>${diff.slower.map(
      ({ operationId, before: was, after: is }) =>
        html`<tr><td><code>${operationId}</code></td><td class="num">${took(was)}</td><td class="num">${took(is)}</td></tr>`,
    )}</tbody></table></div></section>`
  }</main>`
  return page(`${worse === 0 ? 'Nothing' : worse} regressed: ${after.target.name}`, body)
}
