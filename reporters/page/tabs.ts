import { all } from './dom.ts'

/** Lets the keys scroll a table that is wider than the screen, and only such a one: else it would be one stop more. */
export function reachWideTables(): void {
  const reach = () => {
    for (const each of all('.scroll'))
      if (each.scrollWidth > each.clientWidth) each.tabIndex = 0
      else each.removeAttribute('tabindex')
  }
  reach()
  addEventListener('resize', reach)
}

/** Shows in the bar of sections which one is being read. */
export function markSection(): void {
  const tabs = new Map(all('.tabs a').map((tab) => [tab.getAttribute('href')?.slice(1) ?? '', tab]))
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue
        for (const [id, tab] of tabs) {
          if (id === target.id) tab.setAttribute('aria-current', 'true')
          else tab.removeAttribute('aria-current')
        }
      }
    },
    { rootMargin: '-70px 0px -75% 0px' },
  )
  for (const id of tabs.keys()) {
    const section = document.getElementById(id)
    if (section) seen.observe(section)
  }
}
