import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { selected } from '../../spec/selection.ts'
import { UsageError } from '../errors.ts'

/** Requirements of which something else than `pass` is expected, and why. */
export interface Difference {
  verdicts: string[]
  reason: string
  /** Ids or globs. */
  requirements: string[]
}

/** A row that is not as expected. */
export interface Change {
  id: string
  expected: string[]
  /** Absent: the run has no such row. */
  found: string | undefined
  /** What the run says of it; of an expectation that nothing meets any more, its own reason. */
  reason: string
}

/** What is expected of a row that no entry names. */
const ordinary = ['pass', 'untested', 'unseen', 'unsupported']

/** The list of what is expected of the real Nova. @throws UsageError where it cannot be read */
export function expectedDifferences(
  file = join(PACKAGE_ROOT, 'scripts', 'real-nova', 'expected.yaml'),
): Difference[] {
  const { differences } = parse(readFileSync(file, 'utf8')) as { differences?: Difference[] }
  if (!Array.isArray(differences)) throw new UsageError(`${file} has no list called differences`)
  for (const { verdicts, reason, requirements } of differences)
    if (!Array.isArray(verdicts) || !reason || !Array.isArray(requirements) || requirements.length === 0)
      throw new UsageError(`${file}: each difference needs verdicts, reason and requirements`)
  return differences
}

/** Rows that are not as expected, and expectations that no row meets any more: a change either way shows. */
export function changes(
  rows: readonly { id: string; verdict: string; reason?: string | null }[],
  differences: readonly Difference[],
): Change[] {
  const named = (id: string) => differences.find(({ requirements }) => selected(requirements, id))
  const strange = rows.flatMap(({ id, verdict, reason }): Change[] => {
    const expected = named(id)?.verdicts ?? ordinary
    return expected.includes(verdict) ? [] : [{ id, expected, found: verdict, reason: reason ?? '' }]
  })
  const stale = differences.flatMap(({ verdicts, reason, requirements }) =>
    requirements
      .filter((glob) => !rows.some(({ id }) => selected([glob], id)))
      .map((id): Change => ({ id, expected: verdicts, found: undefined, reason })),
  )
  return [...strange, ...stale]
}
