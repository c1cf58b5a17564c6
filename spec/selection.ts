/**
 * Matches ids against globs: `*` stands for anything but `/`, `**` for anything, `?` for one character. A glob without `/`
 * also selects all requirements of the operations it matches. One that begins with `!` leaves out what it matches; where
 * there are none but such, everything else is selected.
 */
export function selected(globs: readonly string[], requirementId: string): boolean {
  const wanted = globs.filter((glob) => !glob.startsWith('!'))
  if (globs.some((glob) => glob.startsWith('!') && matches(glob.slice(1), requirementId))) return false
  return wanted.length === 0 || wanted.some((glob) => matches(glob, requirementId))
}

/** The globs, with or without `!`, that match none of the ids: most often a slip of the pen. */
export function matchingNothing(globs: readonly string[], ids: readonly string[]): string[] {
  return globs.filter((glob) => !ids.some((id) => matches(glob.replace(/^!/, ''), id)))
}

/** Whether one glob matches an id, or its operation. */
export function matches(glob: string, requirementId: string): boolean {
  return matcher(glob).test(glob.includes('/') ? requirementId : requirementId.split('/')[0]!)
}

const matchers = new Map<string, RegExp>()

function matcher(glob: string): RegExp {
  let found = matchers.get(glob)
  if (found === undefined) {
    const source = glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*\*|\*|\?/g, (star) => (star === '**' ? '.*' : star === '*' ? '[^/]*' : '[^/]'))
    found = new RegExp(`^${source}$`)
    matchers.set(glob, found)
  }
  return found
}
