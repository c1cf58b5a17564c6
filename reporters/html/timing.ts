import type { Report } from '../report.ts'
import { count, took } from '../terminal.ts'
import { html, type Markup } from './markup.ts'

/** How long the target took, each wait a dot on one common scale, and how fast each operation was answered. */
export function timing(report: Report): Markup {
  return html`<h3 id="waits">Waits</h3>${waits(report)}<h3 id="latency">Answers</h3>${latency(report)}`
}

/** Dots drawn for one line at most. */
const DOTS = 200

function waits({ run }: Report): Markup {
  const list = run.transitions ?? []
  if (list.length === 0) return html`<p class="none">No waits were recorded.</p>`
  const longest = Math.max(...list.flatMap((each) => each.durationsMs), 1)
  const { end, ticks } = scale(longest)
  const x = (ms: number) => (4 + (240 * ms) / end).toFixed(1)
  const lines = ticks.map((ms) => html`<path d="M${x(ms)} 0v16"/>`)
  return html`<div class="scroll"><table class="plain"><thead><tr><th scope="col">Set off by</th><th scope="col">From</th><th scope="col">To</th><th scope="col" class="num">Waits</th><th scope="col" class="num">Median</th><th scope="col" class="num">Longest</th><th scope="col"><svg class="axis" viewBox="0 0 262 14" aria-hidden="true">${ticks.map((ms) => html`<text x="${x(ms)}" y="11">${ms === 0 ? '0' : took(ms).replace('.0 ', ' ')}</text>`)}</svg><span class="sr">Each wait</span></th></tr></thead><tbody>${list.map(
    ({ operationId, from, to, durationsMs }) => {
      const sorted = [...durationsMs].sort((a, b) => a - b)
      const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
      return html`<tr><td><a href="#${operationId}">${operationId}</a></td><td>${from}</td><td>${to}</td><td class="num">${sorted.length}</td><td class="num">${took(median)}</td><td class="num">${took(sorted.at(-1) ?? 0)}</td><td><svg class="dots" viewBox="0 0 262 16" aria-hidden="true">${lines}${sorted.slice(-DOTS).map((ms) => html`<circle cx="${x(ms)}" cy="8" r="3"/>`)}</svg></td></tr>`
    },
  )}</tbody></table></div>`
}

/** A scale that ends on a round number, with three to six ticks. */
function scale(longest: number): { end: number; ticks: number[] } {
  const rough = longest / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 2.5, 5, 10].find((each) => power * each >= rough) ?? 10)
  const end = Math.ceil(longest / step) * step
  return { end, ticks: Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step) }
}

function latency({ run }: Report): Markup {
  const list = run.latencies ?? []
  if (list.length === 0) return html`<p class="none">No call was answered.</p>`
  return html`<div class="scroll"><table class="plain"><thead><tr><th scope="col">Operation</th><th scope="col" class="num">Calls</th><th scope="col" class="num">Half within</th><th scope="col" class="num">95 % within</th><th scope="col" class="num">Slowest</th><th scope="col">Slowest exchange</th></tr></thead><tbody>${list.map(
    ({ operationId, calls, p50, p95, slowest, exchange }) =>
      html`<tr><td><a href="#${operationId}">${operationId}</a></td><td class="num">${count(calls)}</td><td class="num">${took(p50)}</td><td class="num">${took(p95)}</td><td class="num">${took(slowest)}</td><td><details class="xo" data-x="${exchange}"><summary><code>${exchange}</code></summary><div class="d"></div></details></td></tr>`,
  )}</tbody></table></div>`
}
