import { blockedGroups } from '../groups.ts'
import type { Cause, Report, RequirementRow } from '../report.ts'
import { plural } from '../terminal.ts'
import { GRAVITY_WORDS, ofOperations } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { icon } from './rows.ts'

/** Rows listed under one heading; the requirements below hold all. */
const LISTED = 60

/** What a reader has to do something about: what breaks, by cause, and what kept the run from judging. */
export function attention(report: Report): Markup {
  const { requirements } = report
  const byId = new Map(requirements.map((row) => [row.id, row]))
  const causes = report.causes ?? []
  const waived = requirements.filter((row) => row.waiver)
  const blocked = blockedGroups(requirements.filter((row) => !row.waiver))
  const errors = [
    ...(report.errors ?? []).map(
      ({ file, message }) => html`<li>${file && html`<code>${file}</code> `}${message}</li>`,
    ),
    ...requirements.filter((row) => row.verdict === 'error' && !row.waiver).map(link),
  ]
  const panels = [
    blocked.length > 0 &&
      panel(
        'Blocked, by reason',
        blocked.reduce((sum, group) => sum + group.rows.length, 0),
        html`${blocked.map(({ cause, reason, rows }) => html`<details class="group"><summary><span class="gt">${reason || cause}</span><span class="gn">${rows.length}</span><span class="y">by ${cause}</span></summary>${list(rows)}</details>`)}`,
      ),
    errors.length > 0 && panel('Errors of the suite', errors.length, html`<ul>${few(errors)}</ul>`),
    waived.length > 0 && panel('Waived', waived.length, list(waived)),
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
  const none = causes.length === 0 && html`<p class="none">Nothing that was put to the test broke.</p>`
  return html`${none}${causes.length > 0 && html`<div class="causes">${causes.map((cause, index) => entry(cause, byId, index < 3))}</div>`}${panels.length > 0 && html`<div class="panels">${panels}</div>`}`
}

function entry(cause: Cause, byId: ReadonlyMap<string, RequirementRow>, open: boolean): Markup {
  const { id, title, gravity, verdict, operations, blocks } = cause
  const rows = cause.rows.flatMap((row) => byId.get(row) ?? [])
  const of = ofOperations(operations)
  return html`<details class="cause" id="cause-${id}"${open && rows.length <= 6 && html` open`}><summary>${icon(verdict)}<span class="ct">${title}</span><span class="cg">${GRAVITY_WORDS[gravity]}</span><span class="cn">${plural(rows.length, 'requirement')} of ${of}${blocks.length > 0 && html`, <span>blocks ${blocks.length} more</span>`}</span><span class="y">${rows[0] && `${rows.length > 1 ? `${rows[0].id}: ` : ''}${rows[0].reason || rows[0].text}`}</span></summary>${list(rows)}${
    blocks.length > 0 &&
    html`<p class="y">Blocks ${blocks.slice(0, 8).map((each, index) => html`${index > 0 && ', '}<a href="#${each}">${each}</a>`)}${blocks.length > 8 && ` and ${blocks.length - 8} more`}.</p>`
  }</details>`
}

function panel(title: string, many: number, body: Markup): Markup {
  return html`<div class="panel"><h3>${title} <span>${many}</span></h3>${body}</div>`
}

function list(rows: readonly RequirementRow[]): Markup {
  return html`<ul>${few(rows.map(link))}</ul>`
}

function few(items: Markup[]): Markup[] {
  if (items.length <= LISTED + 1) return items
  return [...items.slice(0, LISTED), html`<li class="more">and ${items.length - LISTED} more below</li>`]
}

function link(row: RequirementRow): Markup {
  return html`<li>${icon(row.verdict)}<a href="#${row.id}">${row.id}</a>${row.waiver && html` <i class="wv">waived until ${row.waiver.expires}</i>`}<span class="y">${row.reason || row.text}</span></li>`
}
