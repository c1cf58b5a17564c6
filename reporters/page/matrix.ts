import { all, one } from './dom.ts'

const STEPS: Record<string, [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The lifecycle matrix: one stop for Tab, arrow keys inside; what a mark stands for is said below it. */
export function walkMatrix(): void {
  const table = document.querySelector<HTMLElement>('.mx')
  if (!table) return
  const said = one('#said')
  const { grid, places } = laidOut(table)
  const first = table.querySelector<HTMLElement>('button.c')
  if (first) first.tabIndex = 0
  const say = ({ target }: Event) => {
    const text = markOf(target)?.getAttribute('aria-label')
    if (text) said.textContent = `${text}.`
  }
  table.addEventListener('mouseover', say)
  table.addEventListener('focusin', say)
  table.addEventListener('click', ({ target }) => {
    const requirement = markOf(target)?.dataset.r
    if (requirement) location.hash = `#${requirement}`
  })
  table.addEventListener('keydown', (event) => {
    const mark = markOf(event.target)
    const place = mark && places.get(mark)
    const step = STEPS[event.key]
    if (!mark || !place || !step) return
    event.preventDefault()
    let [y, x] = place
    for (;;) {
      y += step[0]
      x += step[1]
      const next = grid[y]?.[x]
      if (!next) return
      if (next.tagName !== 'BUTTON') continue
      mark.tabIndex = -1
      next.tabIndex = 0
      next.focus()
      return
    }
  })
}

function markOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('.c') : null
}

/** Each cell of the table holds four marks, two by two. */
function laidOut(table: HTMLElement) {
  const grid: HTMLElement[][] = []
  const places = new Map<HTMLElement, [number, number]>()
  all('tbody tr', table).forEach((line, y) => {
    all('td', line).forEach((cell, x) => {
      all('.c', cell).forEach((mark, index) => {
        const place: [number, number] = [y * 2 + (index > 1 ? 1 : 0), x * 2 + (index % 2)]
        const row = grid[place[0]] ?? []
        row[place[1]] = mark
        grid[place[0]] = row
        places.set(mark, place)
      })
    })
  })
  return { grid, places }
}
