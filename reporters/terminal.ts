import { stripVTControlCharacters, styleText } from 'node:util'

/** Paints a piece of text, or hands it back as it is. */
export type Paint = (text: string) => string

/** The few styles that terminal output uses, by what they mean. */
export interface Palette {
  good: Paint
  bad: Paint
  caution: Paint
  faint: Paint
  strong: Paint
}

/** Whether to colour what goes to a stream: `NO_COLOR` and `FORCE_COLOR` are obeyed, in this order. */
export function useColor(isTTY: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return isTTY && env.TERM !== 'dumb'
}

/** Columns for what is no terminal: a log need not cut what a screen must. */
export const LOG_WIDTH = 140

/** The styles, or their absence. */
export function palette(color: boolean): Palette {
  const style = (format: 'green' | 'red' | 'yellow' | 'dim' | 'bold'): Paint =>
    // Whether to colour is settled already, for the stream that the text goes to.
    color ? (text) => styleText(format, text, { validateStream: false }) : (text) => text
  return {
    good: style('green'),
    bad: style('red'),
    caution: style('yellow'),
    faint: style('dim'),
    strong: style('bold'),
  }
}

/** Makes text from a target harmless on a terminal: one line, no control characters, at most `length` characters. */
export function oneLine(text: string, length = 500): string {
  const clean = stripVTControlCharacters(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
  const characters = [...clean]
  return characters.length <= length ? clean : `${characters.slice(0, Math.max(0, length - 1)).join('')}…`
}

/** A span of time for people: `0.8 s`, `42 s`, `3 min 12 s`, `2 h 5 min`. */
export function span(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return inTwo(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  return inTwo(Math.floor(seconds / 3600), 'h', Math.floor((seconds % 3600) / 60), 'min')
}

const inTwo = (many: number, unit: string, rest: number, smaller: string) =>
  rest === 0 ? `${many} ${unit}` : `${many} ${unit} ${rest} ${smaller}`

/** A text on lines of at most so many columns, broken between words; a longer word keeps a line of its own. */
export function onLines(text: string, width: number): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
    return lines
  }, [])
}

/** How long an answer or a wait took, for people: `3.2 ms`, `47 ms`, `1.8 s`. */
export function took(ms: number): string {
  if (ms >= 1000) return span(ms)
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`
}

/** A number for people, with commas between thousands. */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** A number with its noun: `1 request`, `2,310 requests`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}
