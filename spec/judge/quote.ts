/** Values are quoted in problems up to this many characters. */
const QUOTE = 160

/** A value as evidence: JSON cut to a readable length; `nothing` for what is not there. Takes no longer for a long value. */
export function quote(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = written(value, QUOTE + 1)
  return text.length > QUOTE ? `${text.slice(0, QUOTE)}…` : text
}

/** JSON of a value, ended early once it is longer than `room`: so deep a nesting as `room` is never reached. */
function written(value: unknown, room: number): string {
  if (typeof value === 'string') return JSON.stringify(value.length > room ? value.slice(0, room) : value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'nothing'
  const list = Array.isArray(value)
  let text = list ? '[' : '{'
  for (const key in value) {
    if (text.length > room) return text
    if (text.length > 1) text += ','
    if (!list) text += `${written(key, room)}:`
    text += written((value as Record<string, unknown>)[key], room - text.length)
  }
  return text + (list ? ']' : '}')
}
