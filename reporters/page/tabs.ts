import { all } from './dom.ts'

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
