import type { Comparison } from './compare.ts'
import { html, type Markup } from './html/markup.ts'
import { page } from './html/page.ts'
import { icon } from './html/rows.ts'
import { count, plural } from './terminal.ts'
import { GRAVITY_WORDS } from './words.ts'

/** A comparison as a page: the clouds, what breaks where, the areas, and each requirement on which they differ. */
export function compareHtml(comparison: Comparison): string {
  const { clouds, causes, areas, requirements, alike, contracts } = comparison
  const broken = requirements.filter(({ cells }) => cells.some((cell) => cell === 'fail' || cell === 'warn'))
  const calm = requirements.filter((row) => !broken.includes(row))
  const conforming = clouds.filter(({ tone }) => tone === 'good').length
  const body = html`<header class="top"><div class="wrap wide"><p class="brand"><b>stackproof</b><span>contract ${contracts.map((contract) => contract.slice(0, 24)).join(', ')}</span></p>
<h1>${plural(clouds.length, 'cloud')} compared</h1><p class="why">${count(conforming)} of ${count(clouds.length)} ${conforming === 1 ? 'conforms' : 'conform'}. They differ on ${plural(requirements.length, 'requirement')}; ${count(alike.kept)} are kept by all that were asked.</p>${contracts.length > 1 && html`<p class="offer">They were judged by ${contracts.length} contracts: a difference may be the contract’s.</p>`}</div></header>
<nav class="tabs" aria-label="Sections"><div class="wrap wide"><a href="#clouds">Clouds</a><a href="#causes">Causes</a><a href="#areas">Areas</a><a href="#requirements">Requirements</a></div></nav>
<main class="wrap wide"><section id="clouds"><h2>Clouds</h2><div class="scroll" tabindex="0"><table class="plain clouds"><thead><tr><th scope="col">Cloud</th><th scope="col">Judgement</th><th scope="col">MUSTs kept</th><th scope="col" class="num">Lacking</th><th scope="col" class="num">Blocked</th><th scope="col">Profile</th><th scope="col">Day</th></tr></thead><tbody>${clouds.map(
    ({ name, judgement, tone, kept, musts, lacking, blocked, profile, startedAt }) =>
      html`<tr><th scope="row"><b>${name}</b></th><td class="j-${tone}">${judgement}</td><td>${share(kept, musts)}</td><td class="num">${count(lacking)}</td><td class="num">${count(blocked)}</td><td>${profile.replaceAll(',', ', ')}</td><td>${startedAt.slice(0, 10)}</td></tr>`,
  )}</tbody></table></div><p class="none small">Lacking: operations. Blocked: requirements that something else kept from being judged.</p></section>
<section id="causes"><h2>What breaks, by cause</h2>${
    causes.length === 0
      ? html`<p class="none">Nothing that was put to the test broke.</p>`
      : table(
          'Cause',
          comparison,
          causes.map(({ title, gravity, verdict, verdicts, cells }) => ({
            head: html`${icon(verdict)} ${title} <span class="none small">${GRAVITY_WORDS[gravity]}</span>`,
            cells: cells.map((cell, at) =>
              cell ? html`<span class="v-${verdicts[at] ?? verdict}">${cell}</span>` : html``,
            ),
          })),
        )
  }</section>
<section id="areas"><h2>Areas</h2><p class="none">MUSTs kept, in percent of those that were judged; in grey where some were not.</p>${table(
    'Area',
    comparison,
    areas.map(({ title, cells }) => ({
      head: html`${title}`,
      cells: cells.map((cell) =>
        cell === null || cell.judged === 0
          ? html`<span class="none">–</span>`
          : html`<span class="${cell.conformant === false ? 'v-fail' : cell.open && 'none'}" title="${cell.kept} of ${cell.judged}">${Math.floor((100 * cell.kept) / cell.judged)}</span>`,
      ),
    })),
  )}</section>
<section id="requirements"><h2>Where they differ</h2>${broken.length > 0 && differing(comparison, broken)}${
    // Folded, a browser need not lay them out: many clouds differ in a thousand requirements that nobody breaks.
    calm.length > 0 &&
    html`<details class="others calm"><summary>${plural(calm.length, broken.length > 0 ? 'more requirement' : 'requirement')} on which they differ, broken by none</summary>${differing(comparison, calm)}</details>`
  }</section></main>
<footer class="wrap">Each column is one cloud’s own report; blocked and error say nothing about a cloud.</footer>`
  return page(`${clouds.length} clouds compared`, body)
}

function share(kept: number, total: number): Markup {
  if (total === 0) return html`<span class="none">none judged</span>`
  return html`<svg class="share" viewBox="0 0 ${total} 1" preserveAspectRatio="none" aria-hidden="true"><rect class="f-pass" width="${kept}" height="1"/><rect class="f-fail" x="${kept}" width="${total - kept}" height="1"/></svg><span class="of">${count(kept)} of ${count(total)}</span>`
}

/** Requirements by clouds. A page of many clouds has a mark for each of tens of thousands of cells: they are kept small. */
function differing(comparison: Comparison, rows: Comparison['requirements']): Markup {
  return table(
    'Requirement',
    comparison,
    rows.map(({ id, cells }) => ({
      head: html`<code>${id}</code>`,
      cells: cells.map((cell) =>
        cell === null
          ? html`–`
          : html`<svg class="i i-${cell}" role="img"><title>${cell}</title><use href="#i-${cell}"/></svg>`,
      ),
    })),
  )
}

function table(
  title: string,
  { clouds }: Comparison,
  rows: readonly { head: Markup; cells: readonly Markup[] }[],
): Markup {
  return html`<div class="scroll" tabindex="0"><table class="versus"><thead><tr><th scope="col">${title}</th>${clouds.map(({ name }) => html`<th scope="col"><span>${name}</span></th>`)}</tr></thead><tbody>${rows.map(
    ({ head, cells }) =>
      html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody></table></div>`
}
