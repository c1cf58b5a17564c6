import { one, show } from './dom.ts'
import { clear, filterBy } from './filters.ts'

/** Follows what the address says: `#<requirement>`, `#<operation>`, `#<section>` or `#?<filters>`. */
export function followLinks(): void {
  addEventListener('hashchange', go)
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href^="#"]') : null
    // A link to where we already are makes no hashchange.
    if (link) setTimeout(go)
  })
  go()
  // When it has loaded a page, a browser takes the focus back.
  addEventListener('load', () => setTimeout(go))
}

function go(): void {
  const hash = location.hash.slice(1)
  if (hash === '') return
  if (hash.startsWith('?')) {
    filterBy(hash.slice(1))
    const section = one('#requirements')
    show(section)
    focus(one('h2', section))
    return
  }
  const element = document.getElementById(decoded(hash))
  if (!element) return
  if (element.closest('.gone')) {
    clear()
    history.replaceState(null, '', `#${hash}`)
  }
  for (let up: Element | null = element; up; up = up.parentElement)
    if (up instanceof HTMLDetailsElement) up.open = true
  show(element)
  focus(element.querySelector<HTMLElement>('summary, h2, h3') ?? element)
}

function focus(element: HTMLElement): void {
  if (element.tagName !== 'SUMMARY') element.tabIndex = -1
  element.focus({ preventScroll: true })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
