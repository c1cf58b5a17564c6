import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FOOTPRINTS, type Footprint } from '../../fixtures/run/footprint.ts'
import type { Verdict } from '../../reporters/report.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

/** Where `npm run forecast` keeps what became of the reference cloud. */
export const RECORDING_FILE = join(PACKAGE_ROOT, 'spec', 'generated', 'forecast.json')

/** What a run cost where nothing was in its way. */
export interface Cost {
  requests: number
  serverBuilds: number
  /** Transitions that were waited for, those of builds left out. */
  waits: number
}

/** What runs against the reference cloud came to, as the ground of a forecast for another target. */
export interface Recording {
  /** `<footprint>` and `<footprint> admin` → what such a run cost. */
  costs: Record<string, Cost>
  /** requirement id → the same names → its verdict, `judged` for one that the target's answers decide. */
  runs: Record<string, Record<string, Expected>>
  /** requirement id → what a target may lack → its verdict then, where it would have been judged otherwise. */
  lacks: Record<string, Record<string, Expected>>
}

/** What is to be expected of a requirement. */
export type Expected = 'judged' | Exclude<Verdict, 'pass' | 'fail' | 'warn' | 'note'>

/** What can be lacking, by the condition of the reference cloud that it was recorded under. */
export const LACKS = [
  'instances-used-up',
  'instances-1',
  'instances-2',
  'instances-3',
  'key-pairs-used-up',
  'no-image',
  'no-flavor',
  'no-network-service',
  'no-external-network',
  'no-volume-service',
  'no-image-service',
] as const
export type Lack = (typeof LACKS)[number]

/** The name of a run with a footprint, by a member alone or with an administrator. */
export const runName = (footprint: Footprint, administrator: boolean): string =>
  administrator ? `${footprint} admin` : footprint

/** The names of all runs that are recorded. */
export const RUN_NAMES: readonly string[] = FOOTPRINTS.flatMap((footprint) => [
  runName(footprint, false),
  runName(footprint, true),
])

const JUDGED: readonly Verdict[] = ['pass', 'fail', 'warn', 'note']

/** What a verdict comes to in a forecast: which of the judgements it will be, only the target can tell. */
export const expected = (verdict: Verdict): Expected =>
  JUDGED.includes(verdict) ? 'judged' : (verdict as Expected)

/** As it is written: names once, and a letter a verdict. */
interface Written {
  costs: Record<string, Cost>
  /** requirement id, a letter a run, and a letter a lack: `.` where it changes nothing. */
  requirements: [id: string, runs: string, lacks: string][]
}

const LETTERS: Record<Expected, string> = {
  judged: 'j',
  unseen: 'u',
  unsupported: 's',
  blocked: 'b',
  error: 'e',
  disabled: 'd',
  untested: 't',
}
const BY_LETTER = new Map(Object.entries(LETTERS).map(([name, letter]) => [letter, name as Expected]))

const spelled = (names: readonly string[], of: Record<string, Expected> = {}): string =>
  names.map((name) => (of[name] === undefined ? '.' : LETTERS[of[name]])).join('')

const read = (names: readonly string[], letters: string): Record<string, Expected> =>
  Object.fromEntries(
    names.flatMap((name, at) => {
      const found = BY_LETTER.get(letters[at] ?? '.')
      return found === undefined ? [] : [[name, found]]
    }),
  )

/** The text of the file, one requirement a line. */
export function written({ costs, runs, lacks }: Recording): string {
  const ids = [...new Set([...Object.keys(runs), ...Object.keys(lacks)])].sort()
  const lines = ids.map((id) => JSON.stringify([id, spelled(RUN_NAMES, runs[id]), spelled(LACKS, lacks[id])]))
  const named = RUN_NAMES.filter((name) => costs[name] !== undefined).map(
    (name) => `${JSON.stringify(name)}: ${JSON.stringify(costs[name])}`,
  )
  return `{\n"costs": {\n${named.join(',\n')}\n},\n"requirements": [\n${lines.join(',\n')}\n]\n}\n`
}

/** What was recorded. @throws Error where there is no such file */
export function recording(): Recording {
  const { costs, requirements } = JSON.parse(readFileSync(RECORDING_FILE, 'utf8')) as Written
  return {
    costs,
    runs: Object.fromEntries(requirements.map(([id, runs]) => [id, read(RUN_NAMES, runs)])),
    lacks: Object.fromEntries(requirements.map(([id, , lacks]) => [id, read(LACKS, lacks)])),
  }
}
