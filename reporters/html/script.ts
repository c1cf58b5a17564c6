/**
 * The page's script, for browsers of the last few years. Everything from the target is put in as text, never as
 * HTML.
 */
export const SCRIPT = String.raw`'use strict'
{
const $ = (selector, from = document) => from.querySelector(selector)
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)]
const exchanges = JSON.parse($('#exchanges').textContent)
const make = (name, className, ...children) => {
  const element = document.createElement(name)
  if (className) element.className = className
  element.append(...children.filter((child) => child !== null && child !== undefined))
  return element
}

// Filters
const form = $('.tools'), output = $('output', form), fields = form.elements
const counters = $$('.counts button'), wanted = new Set()
const rows = $$('.r').map((element) => ({
  element, verdict: element.dataset.v, level: element.dataset.l, kind: element.dataset.k,
  operation: element.parentNode.id, text: '',
}))
const openAtFirst = new Map($$('.op').map((op) => [op, op.open]))
form.hidden = false
const filter = () => {
  const words = fields.q.value.toLowerCase().split(/\s+/).filter(Boolean)
  const { value: level } = fields.l, { value: kind } = fields.k, { value: operation } = fields.o
  const active = words.length > 0 || level || kind || operation || wanted.size > 0
  let shown = 0
  const live = new Map()
  for (const row of rows) {
    if (words.length > 0 && !row.text) row.text = (row.element.id + ' ' + $('summary', row.element).textContent + ' ' + $('dl', row.element).textContent).toLowerCase()
    const fits = (wanted.size === 0 || wanted.has(row.verdict)) && (!level || row.level === level) && (!kind || row.kind === kind)
      && (!operation || row.operation === operation) && words.every((word) => row.text.includes(word))
    row.element.classList.toggle('gone', !fits)
    if (fits) { shown++; live.set(row.element.parentNode, (live.get(row.element.parentNode) || 0) + 1) }
  }
  for (const [op, open] of openAtFirst) {
    op.classList.toggle('gone', !live.has(op))
    op.open = active ? live.has(op) && shown <= 400 : open
  }
  for (const section of $$('.res')) section.classList.toggle('gone', !$('.op:not(.gone)', section))
  output.textContent = active ? shown.toLocaleString('en-US') + ' of ' + rows.length.toLocaleString('en-US') : rows.length.toLocaleString('en-US') + ' requirements'
  $('#nothing').hidden = shown > 0
  const state = new URLSearchParams()
  if (wanted.size > 0) state.set('v', [...wanted].join(','))
  for (const name of ['q', 'l', 'k', 'o']) if (fields[name].value) state.set(name, fields[name].value)
  const text = state.toString()
  if (text || location.hash.startsWith('#?')) history.replaceState(null, '', text ? '#?' + text : '#requirements')
}
const paintCounters = () => { for (const button of counters) button.setAttribute('aria-pressed', wanted.has(button.dataset.v)) }
for (const button of counters) button.addEventListener('click', () => {
  const { v } = button.dataset
  wanted.has(v) ? wanted.delete(v) : wanted.add(v)
  paintCounters(); filter()
})
let timer
form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(filter, 120) })
form.addEventListener('submit', (event) => { event.preventDefault(); filter() })
const clear = () => { wanted.clear(); paintCounters(); for (const name of ['q', 'l', 'k', 'o']) fields[name].value = ''; filter() }
form.addEventListener('reset', (event) => { event.preventDefault(); clear() })
$('[data-clear]').addEventListener('click', clear)

// Exchanges, made when a row is opened
const lines = (view, problems) => {
  const pre = make('pre', '')
  pre.tabIndex = 0
  const marks = new Map(view.marks)
  view.text.split('\n').forEach((text, index) => {
    const line = make('span', text.startsWith('⋯ ') ? 'gap' : '', text)
    if (marks.has(index)) { line.className = 'mk'; line.append(make('em', '', 'expected ' + problems[marks.get(index)].expected)) }
    pre.append(line)
  })
  return pre
}
const side = (title, headers, view, problems, none) => {
  const head = make('p', 'hd')
  for (const [name, value] of headers || []) head.append(name + ': ' + value, make('br'))
  return make('div', '', make('h4', '', title), head, view ? lines(view, problems) : make('span', 'none', none))
}
const show = (id) => {
  const x = exchanges[id]
  if (!x) return make('p', 'none', 'Exchange ' + id + ' is in exchanges.ndjson.')
  const path = x.url.replace(/^[a-z]+:\/\/[^/]+/, '')
  const status = x.status === undefined ? 'no answer' : String(x.status)
  const box = make('article', 'x', make('header', '', make('b', '', x.method + ' ' + path),
    make('span', 'st s' + status[0], status), make('span', '', x.ms + ' ms'), make('span', '', 'by ' + (x.role === 'admin' ? 'an administrator' : 'a member')),
    x.probe ? make('span', '', 'made wrong on purpose') : null, make('span', 'id', id)))
  if (x.problems.length > 0) box.append(make('ul', 'pb', ...x.problems.map((p) => make('li', '', make('code', '', p.pointer || 'body'), ' expected ' + p.expected + ', found ' + p.found))))
  const answer = x.error ? 'The wire broke: ' + x.error : 'No body.'
  box.append(make('div', 'two', side('Request', x.sent, x.request, [], 'No body.'),
    side('Response' + (x.cut ? ' (cut when it was recorded)' : ''), x.got, x.response, x.problems, answer)))
  const copy = make('button', '', 'Copy')
  copy.type = 'button'
  copy.addEventListener('click', async () => {
    try { await navigator.clipboard.writeText(x.curl) } catch {
      const range = document.createRange(); range.selectNodeContents(copy.previousSibling)
      getSelection().removeAllRanges(); getSelection().addRange(range); document.execCommand('copy')
    }
    copy.textContent = 'Copied'; setTimeout(() => { copy.textContent = 'Copy' }, 1500)
  })
  box.append(make('div', 'cu', make('code', '', x.curl), copy))
  return box
}
const fill = (row) => {
  if (!row.dataset.x || row.dataset.filled) return
  row.dataset.filled = '1'
  $('.d', row).append(...row.dataset.x.split(' ').map(show))
}
$('#rows').addEventListener('toggle', (event) => { if (event.target.open && event.target.classList.contains('r')) fill(event.target) }, true)

// Deep links: #<requirement>, #<operation>, #?<filters>
const go = () => {
  const hash = location.hash.slice(1)
  if (hash.startsWith('?')) {
    const state = new URLSearchParams(hash.slice(1))
    wanted.clear()
    for (const verdict of (state.get('v') || '').split(',')) if (verdict) wanted.add(verdict)
    for (const name of ['q', 'l', 'k', 'o']) fields[name].value = state.get(name) || ''
    paintCounters(); filter(); $('#requirements').scrollIntoView()
    return
  }
  let id = hash
  try { id = decodeURIComponent(hash) } catch {}
  const element = document.getElementById(id)
  if (!element || !$('#rows').contains(element)) return
  if (element.closest('.gone')) clear()
  for (let up = element; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true
  if (location.hash !== '#' + hash) history.replaceState(null, '', '#' + hash)
  element.scrollIntoView()
  $('summary', element).focus({ preventScroll: true })
}
addEventListener('hashchange', go)
// A link to where we already are makes no hashchange.
document.addEventListener('click', (event) => { if (event.target.closest('a[href^="#"]')) setTimeout(go) })

// Keys: / searches, j and k walk the rows
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return
  if (event.key === '/') { event.preventDefault(); fields.q.focus() }
  if (event.key === 'j' || event.key === 'k') {
    const all = $$('.op:not(.gone)>summary,.op[open]:not(.gone)>.r:not(.gone)>summary')
    const at = all.indexOf(document.activeElement), next = all[event.key === 'j' ? at + 1 : Math.max(0, at - 1)]
    if (next) { next.focus(); next.scrollIntoView({ block: 'nearest' }) }
  }
})

// The matrix: one stop for Tab, arrow keys inside
const grid = $('.mx')
if (grid) {
  const said = $('#said')
  const table = []
  $$('tbody tr', grid).forEach((tr, y) => { $$('td', tr).forEach((td, x) => { [...td.children].forEach((mark, n) => {
    const row = y * 2 + (n > 1 ? 1 : 0)
    table[row] = table[row] || []
    table[row][x * 2 + n % 2] = mark
    mark.place = [row, x * 2 + n % 2]
  }) }) })
  const first = $('.mx [role=gridcell]')
  if (first) first.tabIndex = 0
  const tell = (mark) => { if (mark && mark.title) said.textContent = mark.title + '.' }
  grid.addEventListener('mouseover', (event) => tell(event.target.closest('.c')))
  grid.addEventListener('focusin', (event) => tell(event.target.closest('.c')))
  grid.addEventListener('click', (event) => { const mark = event.target.closest('.c[data-r]'); if (mark) location.hash = '#' + mark.dataset.r })
  grid.addEventListener('keydown', (event) => {
    const mark = event.target
    if (!mark.place) return
    if (event.key === 'Enter' && mark.dataset.r) { location.hash = '#' + mark.dataset.r; return }
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
    if (!step) return
    event.preventDefault()
    let [y, x] = mark.place
    for (;;) {
      y += step[0]; x += step[1]
      const next = table[y] && table[y][x]
      if (!next) return
      if (next.title) { mark.tabIndex = -1; next.tabIndex = 0; next.focus(); return }
    }
  })
}

// Which section is being read
const tabs = new Map($$('.tabs a').map((a) => [a.getAttribute('href').slice(1), a]))
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) for (const [id, a] of tabs) a.classList.toggle('on', id === entry.target.id)
}, { rootMargin: '-70px 0px -75% 0px' })
for (const id of tabs.keys()) seen.observe(document.getElementById(id))

// On paper what failed is open
addEventListener('beforeprint', () => { for (const row of $$('.r[data-v=fail],.r[data-v=warn],.r[data-v=error]')) { row.parentNode.open = true; row.open = true; fill(row) } })
filter(); go()
}
`
