import type { Exchange } from '../spec/exchange.ts'
import { SCRIPT } from './generated/page.ts'
import { attention } from './html/causes.ts'
import { type Embedded, embed } from './html/embed.ts'
import { errata } from './html/errata.ts'
import { head } from './html/head.ts'
import { html, type Markup, scriptJson } from './html/markup.ts'
import { matrix } from './html/matrix.ts'
import { coverage, overview } from './html/overview.ts'
import { page } from './html/page.ts'
import { requirements } from './html/rows.ts'
import { observations, targetFacts } from './html/target.ts'
import { timing } from './html/timing.ts'
import type { Report } from './report.ts'
import { count } from './terminal.ts'
import { judgement } from './words.ts'

/** The sections of the page, as the bar at its top names them. */
const SECTIONS = [
  ['causes', 'Causes'],
  ['matrix', 'Matrix'],
  ['coverage', 'Coverage'],
  ['timing', 'Timing'],
  ['requirements', 'Requirements'],
  ['observations', 'Observations'],
  ['errata', 'Errata'],
  ['target', 'Target'],
] as const

/**
 * The report as one HTML file that asks the network for nothing; a policy in the file forbids it, and only our
 * own style and script, known by their digests, may run. Reads without a script; the script adds filters,
 * exchanges and keys.
 */
export function renderHtml(report: Report, exchanges: readonly Exchange[]): string {
  // What is left of the page's size is known once all else is written.
  const bare = render(report, NOTHING, exchanges.length)
  const room = MOST_BYTES - Buffer.byteLength(bare)
  return render(report, embed(report, exchanges, room), exchanges.length)
}

/** A browser opens so much in a second. */
const MOST_BYTES = 4_950_000

const NOTHING: Embedded = { exchanges: {}, rows: new Map() }

function render(report: Report, embedded: Embedded, all: number): string {
  const kinds = [...new Set(report.requirements.map((row) => row.kind))].sort()
  const operations = [...new Set(report.requirements.map((row) => row.operationId))]
  const body = html`<a class="skip" href="#requirements">Skip to the requirements</a>
${head(report)}
<nav class="tabs" aria-label="Sections"><div class="wrap">${SECTIONS.map(([id, title]) => html`<a href="#${id}">${title}</a>`)}</div></nav>
<main class="wrap">${overview(report)}
<section id="causes"><h2>What breaks, by cause</h2>${attention(report)}</section>
<section id="matrix"><h2>Lifecycle matrix</h2>${matrix(report)}</section>
<section id="coverage"><h2>Coverage</h2>${coverage(report)}</section>
<section id="timing"><h2>Timing</h2>${timing(report)}</section>
<section id="requirements"><h2>Requirements</h2>
<form class="tools" role="search" hidden><input type="search" name="q" placeholder="Search ids, texts, reasons" aria-label="Search the requirements" accesskey="f"><select name="l" aria-label="Level"><option value="">Any level</option><option>MUST</option><option>SHOULD</option><option>MAY</option></select><select name="k" aria-label="Kind"><option value="">Any kind</option>${kinds.map((kind) => html`<option>${kind}</option>`)}</select><select name="o" aria-label="Operation"><option value="">Any operation</option>${operations.map((id) => html`<option>${id}</option>`)}</select><button type="reset">Clear</button><output aria-live="polite"></output></form>
<noscript><p class="none">Filters and exchanges need JavaScript. The exchanges are also in exchanges.ndjson beside this file, under the ids given.</p></noscript>
${carried(Object.keys(embedded.exchanges).length, all)}
<p class="none small paper">On paper: what did not pass, and of each cause the first with the exchange that told. All of it is in this file, report.html.</p>
<div id="rows">${requirements(report, embedded.rows)}</div><p class="none" id="nothing" hidden>No requirement fits. <button type="button" data-clear>Clear the filters</button></p></section>
<section id="observations"><h2>Observations</h2>${observations(report)}</section>
<section id="errata"><h2>Errata</h2>${errata(report)}</section>
<section id="target"><h2>Target</h2>${targetFacts(report)}</section></main>
<footer class="wrap">stackproof ${report.tool.version}. A verdict of fail, warn or note is a judgement on the target’s own answers; blocked and error are not.</footer>
<script type="application/json" id="exchanges">${scriptJson(embedded.exchanges)}</script>`
  return page(`${judgement(report)} – ${report.target.name}`, body, SCRIPT)
}

/** A page that carries all evidence of a long run could not be opened: it says what it leaves out, and where that is. */
function carried(here: number, all: number): Markup | false {
  if (here >= all) return false
  return html`<p class="none small">This page carries ${count(here)} of ${count(all)} exchanges, those of what did not pass first; all are in exchanges.ndjson beside it.</p>`
}
