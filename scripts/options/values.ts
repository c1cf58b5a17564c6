import { InvalidArgumentError } from 'commander'

/** Reads a whole number of at least `least`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(
      most === Number.MAX_SAFE_INTEGER
        ? `It must be a whole number, ${least} or more.`
        : `It must be a whole number from ${least} to ${most}.`,
    )
  }
}

/** Reads a number, which need not be a whole one. */
export function between(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`)
  }
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

/** No timer is set to more, in milliseconds. */
const LONGEST_MS = 500 * 3_600_000

/** Reads how long something may take, as 90s, 20m or 1h30m; milliseconds. */
export function duration(text: string): number {
  const parts = /^(\d+[smh])+$/.test(text) ? text.match(/\d+[smh]/g)! : []
  const ms = parts.reduce((sum, part) => sum + Number(part.slice(0, -1)) * UNITS[part.at(-1)!]!, 0)
  if (ms > 0 && ms <= LONGEST_MS) return ms
  throw new InvalidArgumentError('It must be a time, as 90s, 20m or 1h30m, 500h at most.')
}

/** Reads a text that says something: an empty one is most often a variable of the shell that is not set. */
export function filled(text: string): string {
  if (text.trim() !== '') return text
  throw new InvalidArgumentError('It must not be empty.')
}

/** Reads a list: `a,b` or the option given again. */
export function gather(text: string, before: string[] | undefined): string[] {
  const parts = text.split(',').map((part) => part.trim())
  filled(parts.join(''))
  return [...(before ?? []), ...parts.filter((part) => part !== '')]
}

/** Reads a list whose members must be among `allowed`. */
export function oneOfEach(
  allowed: readonly string[],
): (text: string, before: string[] | undefined) => string[] {
  return (text, before) => {
    const chosen = gather(text, before)
    const strange = chosen.find((name) => !allowed.includes(name))
    if (strange === undefined) return chosen
    throw new InvalidArgumentError(`Allowed are ${allowed.join(', ')}.`)
  }
}
