import { quote } from './quote.ts'

/** A text read as JSON: its value, or where it stops being JSON. */
export type Json = { value: unknown; fault?: undefined } | { fault: string; value?: undefined }

/** Reads a text as JSON, never throwing. A body is read once, for all who look into it. */
export function readJson(text: string): Json {
  if (text === '') return { fault: 'no body' }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { fault: whereBroken(text) }
  }
}

const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

/** Where a text stops being JSON: line, column and what stands there. */
function whereBroken(text: string): string {
  const at = breakingPoint(text)
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  const rest = text.slice(at, at + 200)
  const there = rest === '' ? 'the end of the text' : quote(rest.length > 60 ? `${rest.slice(0, 60)}…` : rest)
  return `no JSON from line ${line}, column ${column}: ${there}`
}

/** Where the token that begins at a place ends: the place itself if none does, and where it breaks if it is a broken text. */
function endOfToken(text: string, start: number): number {
  if ('{}[],:'.includes(text[start] ?? ' ')) return start + 1
  if (text[start] === '"') return endOfString(text, start)
  WORD.lastIndex = start
  return WORD.test(text) ? WORD.lastIndex : start
}

/** By characters: a pattern that takes a text whole would need room for each of its characters. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]!
    if (character === '"') return at + 1
    if (character < ' ') return start
    if (character !== '\\') continue
    ESCAPE.lastIndex = at
    if (!ESCAPE.test(text)) return start
    at = ESCAPE.lastIndex - 1
  }
  return start
}

function breakingPoint(text: string): number {
  /** `{` or `[` for each object or list that is open. */
  const open: string[] = []
  let expects: 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'comma' = 'value'
  let end = 0
  for (;;) {
    let start = end
    while (' \t\n\r'.includes(text[start] ?? '-')) start++
    end = endOfToken(text, start)
    if (end === start) return start
    const mark = text[start]!
    if (mark === '}' || mark === ']') {
      const may = expects === 'comma' || expects === (mark === '}' ? 'first-key' : 'first-item')
      if (!may || open.pop() !== (mark === '}' ? '{' : '[')) return start
      expects = 'comma'
    } else if (mark === ',') {
      if (expects !== 'comma' || open.length === 0) return start
      expects = open.at(-1) === '{' ? 'key' : 'value'
    } else if (mark === ':') {
      if (expects !== 'colon') return start
      expects = 'value'
    } else if (expects === 'key' || expects === 'first-key') {
      if (mark !== '"') return start
      expects = 'colon'
    } else if (expects === 'value' || expects === 'first-item') {
      const opens = mark === '{' || mark === '['
      if (opens) open.push(mark)
      expects = opens ? (mark === '{' ? 'first-key' : 'first-item') : 'comma'
    } else return start
  }
}
