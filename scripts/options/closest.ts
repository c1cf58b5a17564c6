/** How many characters have to be put in, left out or changed to make one word of another. */
export function distance(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [row, letter] of [...one].entries()) {
    const now = [row + 1]
    for (const [at, its] of [...other].entries())
      now.push(Math.min(now[at]! + 1, before[at + 1]! + 1, before[at]! + (letter === its ? 0 : 1)))
    before = now
  }
  return before.at(-1)!
}

/** The names that a mistyped one may have meant, the likeliest first: those that hold it, and those that differ little. */
export function closest(word: string, names: readonly string[], most = 3): string[] {
  const plain = word.toLowerCase()
  const far = (name: string) => {
    const steps = distance(plain, name.toLowerCase())
    if (plain !== '' && name.toLowerCase().includes(plain)) return steps / name.length
    return steps <= Math.max(2, plain.length / 3) ? steps : Number.POSITIVE_INFINITY
  }
  return names
    .map((name) => ({ name, far: far(name) }))
    .filter((each) => Number.isFinite(each.far))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map((each) => each.name)
}
