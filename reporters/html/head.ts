import type { Report } from '../report.ts'
import { plural, span } from '../terminal.ts'
import { because, judgement, offered, tone } from '../words.ts'
import { html, type Markup } from './markup.ts'

/** Facts that may be long, each in a row of its own. */
const LONG = ['Target', 'Selection']

/** Head of the page: the judgement in words, whose it is, and what the run did. */
export function head(report: Report): Markup {
  const { target, run, tool, spec } = report
  const facts: [string, Markup | string][] = [
    [
      'Target',
      html`<b>${target.name}</b> ${judgedEndpoints(report).map(([service, url]) => html`<span class="url">${service} ${url}</span>`)}`,
    ],
    ...(run.selection ? [['Selection', few(run.selection)] satisfies [string, string]] : []),
    ['Profile', run.profile.replaceAll(',', ', ')],
    ['Footprint', run.footprint],
    ['Started', day(run.startedAt)],
    // In one: a short fact that wraps would stand in a row alone.
    [
      'Took',
      `${span(run.durationMs)}, ${plural(run.requests, 'request')}, ${plural(run.serverBuilds, 'server build')}`,
    ],
  ]
  return html`<header class="top ${tone(report)}"><div class="wrap"><p class="brand"><b>stackproof</b> ${tool.version}<span>run ${run.id}, seed ${run.seed}, contract ${spec.version} <abbr title="${spec.digest}">${spec.digest.slice(0, 15)}</abbr></span></p>
<h1>${judgement(report)}</h1><p class="why">${because(report)}${run.interrupted && report.conformant !== null && html` <b>The run was cut short.</b>`}</p><p class="offer">${offered(report)}</p>
<dl class="facts">${facts.map(([name, value]) => html`<div${LONG.includes(name) && html` class="row"`}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div></header>`
}

/** So many globs are shown. */
const GLOBS = 6

function few(globs: readonly string[]): string {
  const more = globs.length > GLOBS ? ` and ${globs.length - GLOBS} more` : ''
  return `${globs.slice(0, GLOBS).join(' ')}${more}`
}

/** The endpoints that are under judgement; the others are in the section on the target. */
function judgedEndpoints({ target, requirements }: Report): [string, string][] {
  const judged = new Set<string>(requirements.filter((row) => row.tests.length > 0).map((row) => row.service))
  return Object.entries(target.endpoints).filter(([service]) => judged.has(service))
}

function day(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  // Not by the locale's own means: to load them takes longer than most of the page.
  const [, , month, year, time = ''] = date.toUTCString().split(' ')
  return `${date.getUTCDate()} ${month} ${year}, ${time.slice(0, 5)} UTC`
}
