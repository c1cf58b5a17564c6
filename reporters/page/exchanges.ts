import type { EmbeddedExchange } from '../html/embed.ts'
import { all, make, one } from './dom.ts'

const exchanges: Record<string, EmbeddedExchange> = JSON.parse(one('#exchanges').textContent ?? '{}')

/** Puts the exchanges of a row into it, once. */
export function fill(row: HTMLElement): void {
  const { x: ids, filled } = row.dataset
  if (!ids || filled) return
  row.dataset.filled = '1'
  one('.d', row).append(...ids.split(' ').map(article))
}

/** Fills whatever names exchanges when it is opened. */
export function fillOpened(): void {
  document.addEventListener(
    'toggle',
    ({ target }) => {
      if (target instanceof HTMLDetailsElement && target.open) fill(target)
    },
    true,
  )
}

/** Shows, for print, the rows that did not pass, and opens the first of each cause. @returns what puts the page back */
export function fillForPrint(): () => void {
  const opened: HTMLDetailsElement[] = []
  const open = (details: Element | null) => {
    if (!(details instanceof HTMLDetailsElement) || details.open) return
    details.open = true
    opened.push(details)
  }
  for (const row of all('.r[data-v=fail],.r[data-v=warn],.r[data-v=error]')) open(row.parentElement)
  for (const row of all('.r.lead')) {
    open(row)
    fill(row)
  }
  return () => {
    for (const details of opened) details.open = false
  }
}

type Mark = EmbeddedExchange['problems'][number]

function body(view: NonNullable<EmbeddedExchange['response']>, problems: readonly Mark[]): HTMLElement {
  const pre = make('pre')
  pre.tabIndex = 0
  const marks = new Map(view.marks)
  view.text.split('\n').forEach((text, index) => {
    const line = make('span', text.startsWith('⋯ ') ? 'gap' : '', text)
    const problem = problems[marks.get(index) ?? -1]
    if (problem) {
      line.className = 'mk'
      line.append(make('em', '', `expected ${problem.expected}`))
    }
    pre.append(line)
  })
  return pre
}

function side(
  title: string,
  headers: readonly [string, string][] | undefined,
  view: EmbeddedExchange['response'],
  problems: readonly Mark[],
  none: string,
): HTMLElement {
  const head = make('p', 'hd')
  for (const [name, value] of headers ?? []) {
    const wrong = problems.find(({ pointer }) => pointer.toLowerCase() === `/headers/${name.toLowerCase()}`)
    const line = make('span', wrong ? 'mk' : '', `${name}: ${value}`)
    if (wrong) line.append(make('em', '', `expected ${wrong.expected}`))
    head.append(line)
  }
  const content = view ? body(view, problems) : make('span', 'none', none)
  return make('div', '', make('h4', '', title), head, content)
}

function article(id: string): HTMLElement {
  const x = exchanges[id]
  if (!x) return make('p', 'none', `Exchange ${id} is in exchanges.ndjson.`)
  const status = x.status === undefined ? 'no answer' : String(x.status)
  const wrongStatus = x.problems.some(({ pointer }) => pointer === '/status')
  const box = make(
    'article',
    'x',
    make(
      'header',
      '',
      make('b', '', `${x.method} ${x.url.replace(/^[a-z]+:\/\/[^/]+/, '')}`),
      make('span', `st s${status[0]}${wrongStatus ? ' mk' : ''}`, status),
      make('span', '', `${x.ms} ms`),
      make('span', '', `by ${x.role === 'admin' ? 'an administrator' : 'a member'}`),
      x.probe ? make('span', '', 'made wrong on purpose') : null,
      make('span', 'id', id),
    ),
  )
  if (x.problems.length > 0) box.append(make('ul', 'pb', ...x.problems.map(problem)))
  const answer = x.error ? `The wire broke: ${x.error}` : 'No body.'
  const cut = x.cut ? ' (cut when it was recorded)' : ''
  box.append(
    make(
      'div',
      'two',
      side('Request', x.sent, x.request, [], 'No body.'),
      side(`Response${cut}`, x.got, x.response, x.problems, answer),
    ),
    command(x.curl),
  )
  return box
}

function problem({ pointer, expected, found }: Mark): HTMLElement {
  const where = pointer === '' ? 'body' : pointer
  return make('li', '', make('code', '', where), ` expected ${expected}, found ${found}`)
}

function command(curl: string): HTMLElement {
  const code = make('code', '', curl)
  const copy = make('button', '', 'Copy')
  copy.type = 'button'
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(curl)
      copy.textContent = 'Copied'
    } catch {
      // A page from a file may not write to the clipboard: what is to be copied is selected for the reader.
      const range = document.createRange()
      range.selectNodeContents(code)
      getSelection()?.removeAllRanges()
      getSelection()?.addRange(range)
      copy.textContent = 'Selected'
    }
    setTimeout(() => {
      copy.textContent = 'Copy'
    }, 1500)
  })
  return make('div', 'cu', code, copy)
}
