import type { Problem } from '../../spec/exchange.ts'

/** A body set out for reading: lines, and which of them a problem points at. */
export interface BodyView {
  /** Lines joined by a line feed; `⋯ 12 lines` stands for lines left out. */
  text: string
  /** [line, problem]: 0-based line of `text`, 0-based index of the problem. */
  marks: [number, number][]
}

/** How much of a body is set out. */
export interface BodyLimits {
  lines: number
  /** Characters of one line. */
  width: number
}

interface Line {
  text: string
  pointer: string
}

/** What stands further in than so many columns is shown on one line. */
const DEEPEST = 80
/** Lines kept on either side of one that a problem points at. */
const AROUND = 4

/**
 * Sets out a body: JSON indented with one value a line, so that a problem can be shown where it is; anything else
 * as it came. Of a long body the start is kept and what is around the problems.
 */
export function bodyView(body: string, problems: readonly Problem[], limits: BodyLimits): BodyView {
  const lines: Line[] = []
  try {
    // Where nothing has to be pointed at, what comes after the last line that is shown need not be set out.
    layOut(
      JSON.parse(body),
      '',
      '',
      '',
      '',
      lines,
      problems.length > 0 ? Number.POSITIVE_INFINITY : limits.lines,
    )
  } catch {
    lines.length = 0
    for (const text of body.split(/\r?\n/)) lines.push({ text, pointer: '\u0000' })
  }
  const marked = new Map<number, number>()
  problems.forEach((problem, index) => {
    const at = lineOf(lines, problem.pointer)
    if (at >= 0 && !marked.has(at)) marked.set(at, index)
  })
  const kept = keep(lines.length, [...marked.keys()], limits.lines)
  const text: string[] = []
  const marks: BodyView['marks'] = []
  let last = -1
  for (const index of kept) {
    if (index > last + 1) text.push(`⋯ ${index - last - 1} lines`)
    const problem = marked.get(index)
    if (problem !== undefined) marks.push([text.length, problem])
    text.push(cut(lines[index]!.text, limits.width))
    last = index
  }
  if (last < lines.length - 1) text.push(`⋯ ${lines.length - 1 - last} lines`)
  return { text: text.join('\n'), marks }
}

function layOut(
  value: unknown,
  pointer: string,
  lead: string,
  tail: string,
  indent: string,
  lines: Line[],
  most: number,
): void {
  if (lines.length >= most) {
    for (let more = linesOf(value, indent.length); more > 0; more--) lines.push(UNSHOWN)
    return
  }
  if (typeof value !== 'object' || value === null || indent.length > DEEPEST) {
    lines.push({ text: indent + lead + JSON.stringify(value) + tail, pointer })
    return
  }
  const list = Array.isArray(value)
  const entries = list
    ? value.map((item, index): [string, unknown] => [String(index), item])
    : Object.entries(value)
  if (entries.length === 0) {
    lines.push({ text: `${indent}${lead}${list ? '[]' : '{}'}${tail}`, pointer })
    return
  }
  lines.push({ text: `${indent}${lead}${list ? '[' : '{'}`, pointer })
  entries.forEach(([key, item], index) => {
    const inner = `${pointer}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`
    layOut(
      item,
      inner,
      list ? '' : `${JSON.stringify(key)}: `,
      index < entries.length - 1 ? ',' : '',
      `${indent}  `,
      lines,
      most,
    )
  })
  lines.push({ text: `${indent}${list ? ']' : '}'}${tail}`, pointer: '\u0000' })
}

const UNSHOWN: Line = { text: '', pointer: '\u0000' }

/** How many lines a value takes. @param indent columns before it */
function linesOf(value: unknown, indent: number): number {
  if (typeof value !== 'object' || value === null || indent > DEEPEST) return 1
  const items = Array.isArray(value) ? value : Object.values(value)
  return items.length === 0 ? 1 : items.reduce((sum: number, item) => sum + linesOf(item, indent + 2), 2)
}

/** The line of a pointer, or of the nearest thing that holds it: what is missing has no line of its own. */
function lineOf(lines: readonly Line[], pointer: string): number {
  if (lines[0]?.pointer !== '' || /^\/(status|headers)(\/|$)/.test(pointer)) return -1
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const index = lines.findIndex((line) => line.pointer === at)
    if (index >= 0) return index
    if (at === '') return -1
  }
}

function keep(total: number, marked: readonly number[], most: number): number[] {
  if (total <= most) return Array.from({ length: total }, (_, index) => index)
  const wanted = new Set<number>()
  for (const at of marked) {
    if (wanted.size > most) break
    for (let index = Math.max(0, at - AROUND); index <= Math.min(total - 1, at + AROUND); index++)
      wanted.add(index)
  }
  for (let index = 0; index < total && wanted.size < most; index++) wanted.add(index)
  return [...wanted].sort((a, b) => a - b)
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width)}…` : text
}
