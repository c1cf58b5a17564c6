import { all } from './dom.ts'
import { search } from './filters.ts'

/** `/` goes to the search, `j` and `k` walk the rows. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (target instanceof Element && /INPUT|SELECT|TEXTAREA/.test(target.tagName)) return
    if (key === '/') {
      event.preventDefault()
      search()
    }
    if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1)
  })
}

function step(by: 1 | -1): void {
  const stops = all('.op:not(.gone)>summary,.op[open]:not(.gone)>.r:not(.gone)>summary')
  const at = stops.indexOf(document.activeElement as HTMLElement)
  const next = stops[Math.max(0, at + by)]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
