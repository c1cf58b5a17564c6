/** The first element that fits. @throws Error if the page holds none: it was made with another version of this script */
export function one<Found extends Element = HTMLElement>(
  selector: string,
  from: ParentNode = document,
): Found {
  const found = from.querySelector<Found>(selector)
  if (!found) throw new Error(`the page holds no ${selector}`)
  return found
}

/** All elements that fit, in the page's order. */
export function all<Found extends Element = HTMLElement>(
  selector: string,
  from: ParentNode = document,
): Found[] {
  return [...from.querySelectorAll<Found>(selector)]
}

/** Makes an element. Whatever is put in is text or an element, never HTML. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  ...children: (Node | string | null)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  if (className !== '') element.className = className
  element.append(...children.filter((child) => child !== null))
  return element
}

/** Brings an element into view below what sticks to the top. */
export function show(element: Element): void {
  element.scrollIntoView({ block: 'start' })
}
