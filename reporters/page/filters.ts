import { all, one, show } from './dom.ts'

/** The filters by the names they have in a link: `#?v=fail,warn&q=shelve&l=MUST`. */
const NAMES = ['q', 'l', 'k', 'o'] as const

/** Rows opened at once by a filter; more would be slow, and no easier to read. */
const OPENED = 400

interface Row {
  element: HTMLElement
  /** What the search looks at; made when first searched. */
  text: string
}

const form = one<HTMLFormElement>('.tools')
const output = one('output', form)
const counters = all<HTMLButtonElement>('.counts button')
const rows: Row[] = all('.r').map((element) => ({ element, text: '' }))
const operations = all<HTMLDetailsElement>('.op')
const openAtFirst = new Map(operations.map((operation) => [operation, operation.open]))
const verdicts = new Set<string>()

const field = (name: (typeof NAMES)[number]) =>
  form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement
const number = (value: number) => value.toLocaleString('en-US')

/** Sets the filters up. They act without changing the address until the reader touches them. */
export function startFilters(): void {
  form.hidden = false
  for (const button of counters) {
    button.addEventListener('click', () => {
      const verdict = button.dataset.v ?? ''
      if (!verdicts.delete(verdict)) verdicts.add(verdict)
      changed()
      if (verdicts.size > 0) show(one('#requirements'))
    })
  }
  let timer: ReturnType<typeof setTimeout>
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(changed, 120)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    changed()
  })
  form.addEventListener('reset', (event) => {
    event.preventDefault()
    clear()
  })
  one('[data-clear]').addEventListener('click', clear)
  apply()
}

/** Takes the filters from the part of an address after `#?`. */
export function filterBy(query: string): void {
  const state = new URLSearchParams(query)
  verdicts.clear()
  for (const verdict of (state.get('v') ?? '').split(',')) if (verdict !== '') verdicts.add(verdict)
  for (const name of NAMES) field(name).value = state.get(name) ?? ''
  apply()
}

/** Shows all rows again. */
export function clear(): void {
  verdicts.clear()
  for (const name of NAMES) field(name).value = ''
  changed()
}

/** Moves to the search. */
export function search(): void {
  field('q').focus()
}

/** The reader changed a filter: act on it, and keep it in the address, so that the link can be sent on. */
function changed(): void {
  apply()
  const state = new URLSearchParams()
  if (verdicts.size > 0) state.set('v', [...verdicts].join(','))
  for (const name of NAMES) if (field(name).value !== '') state.set(name, field(name).value)
  const query = state.toString().replaceAll('%2C', ',')
  if (query !== '') history.replaceState(null, '', `#?${query}`)
  else if (location.hash.startsWith('#?')) history.replaceState(null, '', '#requirements')
}

function apply(): void {
  for (const button of counters)
    button.setAttribute('aria-pressed', String(verdicts.has(button.dataset.v ?? '')))
  const [words, level, kind, operation] = NAMES.map((name) => field(name).value)
  const wanted = (words ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const active = wanted.length > 0 || level !== '' || kind !== '' || operation !== '' || verdicts.size > 0
  const shownOf = new Map<Element | null, number>()
  let shown = 0
  for (const row of rows) {
    const { element } = row
    const { v, l, k } = element.dataset
    const group = element.parentElement
    if (wanted.length > 0 && row.text === '') row.text = textOf(element)
    const fits =
      (verdicts.size === 0 || verdicts.has(v ?? '')) &&
      (level === '' || l === level) &&
      (kind === '' || k === kind) &&
      (operation === '' || group?.id === operation) &&
      wanted.every((word) => row.text.includes(word))
    element.classList.toggle('gone', !fits)
    if (!fits) continue
    shown++
    shownOf.set(group, (shownOf.get(group) ?? 0) + 1)
  }
  for (const [group, open] of openAtFirst) {
    group.classList.toggle('gone', !shownOf.has(group))
    group.open = active ? shownOf.has(group) && shown <= OPENED : open
  }
  for (const section of all('.res'))
    section.classList.toggle('gone', !section.querySelector('.op:not(.gone)'))
  // The pressed counts are far above the rows: a reader whom a link led here sees what it asked for.
  const only = verdicts.size > 0 ? `: ${[...verdicts].join(', ')}` : ''
  output.textContent = active
    ? `${number(shown)} of ${number(rows.length)}${only}`
    : `${number(rows.length)} requirements`
  one('#nothing').hidden = shown > 0
}

function textOf(row: HTMLElement): string {
  return `${row.id} ${one('summary', row).textContent} ${one('dl', row).textContent}`.toLowerCase()
}
