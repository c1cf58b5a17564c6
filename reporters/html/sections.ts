import { blockedGroups } from '../groups.ts'
import { type Report, type RequirementRow, VERDICTS } from '../report.ts'
import { count, plural, span } from '../terminal.ts'
import { because, judgement, MEANING } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { icon } from './rows.ts'

/** Head of the page: the judgement in words, whose it is, and what the run did. */
export function head(report: Report): Markup {
  const { target, run, tool, spec } = report
  const tone = report.conformant === null ? 'unknown' : report.conformant ? 'good' : 'bad'
  const facts: [string, Markup | string][] = [
    [
      'Target',
      html`<b>${target.name}</b> ${judgedEndpoints(report).map(([service, url]) => html`<span class="url">${service} ${url}</span>`)}`,
    ],
    ['Profile', run.profile],
    ['Footprint', run.footprint],
    ['Started', day(run.startedAt)],
    ['Took', span(run.durationMs)],
    ['Requests', count(run.requests)],
    ['Server builds', count(run.serverBuilds)],
  ]
  return html`<header class="top ${tone}"><div class="wrap"><p class="brand"><b>stackproof</b> ${tool.version}<span>run ${run.id}, seed ${run.seed}, contract ${spec.version} <abbr title="${spec.digest}">${spec.digest.slice(0, 15)}</abbr></span></p>
<h1>${judgement(report)}</h1><p class="why">${because(report)}${run.interrupted && html` <b>The run was cut short.</b>`}</p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div></header>`
}

/** The endpoints that are under judgement; the others are in the section on the target. */
function judgedEndpoints({ target, requirements }: Report): [string, string][] {
  const judged = new Set<string>(requirements.filter((row) => row.tests.length > 0).map((row) => row.service))
  return Object.entries(target.endpoints).filter(([service]) => judged.has(service))
}

/** Every requirement as one thin line in the order of the documents, and the counts, which are filters. */
export function overview(report: Report): Markup {
  const runs: { verdict: string; from: number; length: number }[] = []
  report.requirements.forEach((row, index) => {
    const last = runs.at(-1)
    if (last?.verdict === row.verdict) last.length++
    else runs.push({ verdict: row.verdict, from: index, length: 1 })
  })
  const total = Math.max(1, report.requirements.length)
  return html`<div class="wrap"><svg class="strip" viewBox="0 0 ${total} 1" preserveAspectRatio="none" role="img" aria-label="Every requirement as a line, in the order of the documents, coloured by its verdict">${runs.map(
    ({ verdict, from, length }) =>
      html`<rect class="f-${verdict}" x="${from}" width="${length}" height="1"/>`,
  )}</svg>
<div class="counts" role="group" aria-label="Show only these verdicts">${VERDICTS.map(
    (verdict) =>
      html`<button type="button" data-v="${verdict}" aria-pressed="false" title="${MEANING[verdict]}"${report.summary[verdict] === 0 && html` disabled`}>${icon(verdict)}<b>${count(report.summary[verdict])}</b><span>${verdict}</span></button>`,
  )}</div></div>`
}

/** So many failed rows are listed at the top; all are in the requirements below. */
const LISTED = 12

/** What a reader has to do something about. */
export function attention(report: Report): Markup {
  const failed = report.requirements.filter((row) => row.verdict === 'fail')
  const open = [...failed.filter((row) => !row.waiver), ...failed.filter((row) => row.waiver)]
  const warned = report.requirements.filter((row) => row.verdict === 'warn')
  const blocked = blockedGroups(report.requirements)
  const errors = [
    ...(report.errors ?? []).map(
      ({ file, message }) => html`<li>${file && html`<code>${file}</code> `}${message}</li>`,
    ),
    ...report.requirements.filter((row) => row.verdict === 'error').map(link),
  ]
  const panels = [
    open.length > 0 && panel('Failed', open.length, html`<ul>${few(open.map(link))}</ul>`),
    warned.length > 0 &&
      panel('Warned', warned.length, html`<ul>${few(warned.map(link), open.length > 0 ? 4 : LISTED)}</ul>`),
    blocked.length > 0 &&
      panel(
        'Blocked, by cause',
        blocked.reduce((sum, group) => sum + group.rows.length, 0),
        html`${blocked.map(({ cause, reason, rows }) => html`<details class="cause"><summary><b>${cause}</b> ${plural(rows.length, 'requirement')}<span class="y">${reason}</span></summary><ul>${rows.map(link)}</ul></details>`)}`,
      ),
    errors.length > 0 && panel('Errors of the suite', errors.length, html`<ul>${few(errors)}</ul>`),
    report.staleWaivers &&
      panel(
        'Stale waivers',
        report.staleWaivers.length,
        html`<ul>${report.staleWaivers.map((stale) => html`<li>${stale.message}</li>`)}</ul>`,
      ),
    report.leaks.length > 0 &&
      panel(
        'Left behind on the target',
        report.leaks.length,
        html`<ul>${report.leaks.map((leak) => html`<li><b>${leak.kind}</b> ${leak.name} <code>${leak.id}</code><span class="y">${leak.reason}</span></li>`)}</ul>`,
      ),
  ].filter(Boolean) as Markup[]
  if (panels.length === 0) return html``
  return html`<section class="wrap attention" aria-label="What needs attention">${panels}</section>`
}

function panel(title: string, many: number, body: Markup): Markup {
  return html`<div class="panel"><h2>${title} <span>${many}</span></h2>${body}</div>`
}

function few(items: Markup[], most = LISTED): Markup[] {
  if (items.length <= most + 1) return items
  return [...items.slice(0, most), html`<li class="more">and ${items.length - most} more below</li>`]
}

function link(row: RequirementRow): Markup {
  return html`<li>${icon(row.verdict)}<a href="#${row.id}">${row.id}</a>${row.waiver && html` <i class="wv">waived until ${row.waiver.expires}</i>`}<span class="y">${row.reason || row.text}</span></li>`
}

/** How long the target took, each wait a dot on one common scale. */
export function transitions(report: Report): Markup {
  const list = report.run.transitions ?? []
  if (list.length === 0) return html`<p class="none">No waits were recorded.</p>`
  const longest = Math.max(...list.flatMap((each) => each.durationsMs), 1)
  return html`<div class="scroll"><table class="plain"><thead><tr><th>Operation</th><th>From</th><th>To</th><th class="num">Waits</th><th class="num">Median</th><th class="num">Longest</th><th>0 to ${span(longest)}</th></tr></thead><tbody>${list.map(
    ({ operationId, from, to, durationsMs }) => {
      const sorted = [...durationsMs].sort((a, b) => a - b)
      const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
      return html`<tr><td><a href="#${operationId}">${operationId}</a></td><td>${from}</td><td>${to}</td><td class="num">${sorted.length}</td><td class="num">${span(median)}</td><td class="num">${span(sorted.at(-1) ?? 0)}</td><td><svg class="dots" viewBox="0 0 206 14" aria-hidden="true"><path d="M3 7h200"/>${sorted.slice(0, 200).map((ms) => html`<circle cx="${(3 + (200 * ms) / longest).toFixed(1)}" cy="7" r="3"/>`)}</svg></td></tr>`
    },
  )}</tbody></table></div>`
}

/** Attributes that no document names. */
export function observations(report: Report): Markup {
  if (report.observations.length === 0)
    return html`<p class="none">No answer held anything that the documents do not name.</p>`
  const byOperation = new Map<string, string[]>()
  for (const { operationId, attribute } of report.observations) {
    byOperation.set(operationId, [...(byOperation.get(operationId) ?? []), attribute])
  }
  return html`<div class="scroll"><table class="plain"><thead><tr><th>Operation</th><th>Attributes no document names</th></tr></thead><tbody>${[
    ...byOperation,
  ].map(
    ([operationId, names]) =>
      html`<tr><td><a href="#${operationId}">${operationId}</a></td><td>${names.map((name) => html`<code>${name}</code> `)}</td></tr>`,
  )}</tbody></table></div>`
}

/** The errata that settled a judgement in this report. */
export function errata(report: Report): Markup {
  if (!report.errata?.length) return html`<p class="none">No row of this report rests on an erratum.</p>`
  return html`${report.errata.map(
    ({ id, contradiction, settled, evidence }) =>
      html`<article class="erratum" id="erratum-${id}"><h3><code>${id}</code></h3><p>${contradiction}</p><p><b>Settled:</b> ${settled}</p><p class="y">${evidence}</p></article>`,
  )}`
}

/** What the target said of itself. */
export function targetFacts(report: Report): Markup {
  const { endpoints, versions, features } = report.target
  const services = [...new Set([...Object.keys(endpoints), ...Object.keys(versions)])]
  return html`<div class="scroll"><table class="plain"><thead><tr><th>Service</th><th>Endpoint</th><th>Version</th></tr></thead><tbody>${services.map(
    (service) =>
      html`<tr><td>${service}</td><td><code>${endpoints[service] ?? ''}</code></td><td>${versions[service] ?? ''}</td></tr>`,
  )}</tbody></table></div><p class="features"><b>${plural(features.length, 'feature')}</b> ${[...features].sort().map((feature) => html`<code>${feature}</code> `)}</p>`
}

function day(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  const text = date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  return `${text} UTC`
}
