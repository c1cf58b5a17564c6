import type { Report } from '../report.ts'
import { plural } from '../terminal.ts'
import { html, type Markup } from './markup.ts'

/** Attributes that no document names. */
export function observations(report: Report): Markup {
  if (report.observations.length === 0)
    return html`<p class="none">No answer held anything that the documents do not name.</p>`
  const byOperation = new Map<string, string[]>()
  for (const { operationId, attribute } of report.observations) {
    byOperation.set(operationId, [...(byOperation.get(operationId) ?? []), attribute])
  }
  return html`<div class="scroll"><table class="plain"><thead><tr><th scope="col">Operation</th><th scope="col">Attributes no document names</th></tr></thead><tbody>${[
    ...byOperation,
  ].map(
    ([operationId, names]) =>
      html`<tr><td><a href="#${operationId}">${operationId}</a></td><td>${names.map((name) => html`<code>${name}</code> `)}</td></tr>`,
  )}</tbody></table></div>`
}

/** What the target said of itself, and what it lacks. */
export function targetFacts(report: Report): Markup {
  const { endpoints, versions, features } = report.target
  const services = [...new Set([...Object.keys(endpoints), ...Object.keys(versions)])]
  const lacking = report.offer?.lacking ?? []
  return html`<div class="scroll"><table class="plain"><thead><tr><th scope="col">Service</th><th scope="col">Endpoint</th><th scope="col">Version</th></tr></thead><tbody>${services.map(
    (service) =>
      html`<tr><td>${service}</td><td><code>${endpoints[service] ?? ''}</code></td><td>${versions[service] ?? ''}</td></tr>`,
  )}</tbody></table></div>${
    lacking.length > 0 &&
    html`<p class="features"><b>Lacks ${plural(lacking.length, 'operation')}</b> ${lacking.map((id) => html`<a href="#${id}"><code>${id}</code></a> `)}</p>`
  }<p class="features"><b>${plural(features.length, 'feature')}</b> ${[...features].sort().map((feature) => html`<code>${feature}</code> `)}</p>`
}
