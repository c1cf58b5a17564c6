import { html as escaping, raw } from 'hono/html'

/** Text that is HTML already. Only the `html` tag and `raw` make it; the tag escapes whatever else it is given. */
export type Markup = ReturnType<typeof raw>

/** Makes HTML of a template: whatever is put in is escaped unless it was made by this tag. */
// It answers with a promise only where it is given one, and no part of a page is.
export const html = escaping as (texts: TemplateStringsArray, ...parts: unknown[]) => Markup

/** The page as text. Control characters, which HTML forbids, become U+FFFD. */
export function textOf(page: Markup): string {
  return page.toString().replace(/(?![\t\n\f\r])\p{Cc}/gu, '\ufffd')
}

/** JSON that may stand in a script element: no text in it can end the element or begin a comment. */
export function scriptJson(value: unknown): Markup {
  return raw(
    JSON.stringify(value).replace(
      /[<>&\u2028\u2029]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  )
}
