import { count, oneLine, plural } from '../../reporters/terminal.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import type { Problem } from '../../spec/exchange.ts'
import { judge } from '../../spec/judge.ts'
import type { Level, Role } from '../../spec/requirement.ts'
import { visible } from '../../spec/visible.ts'
import type { ExitCode } from '../errors.ts'
import { storedTraffic } from './stored-traffic.ts'
import type { Endpoints } from './which-operation.ts'

/** What is known of recorded traffic beyond the file. */
export interface TrafficOptions {
  endpoints: Endpoints
  /** Aliases of the extensions that the cloud offers. */
  features: ReadonlySet<string>
  role?: Role
  json?: boolean
}

/** A requirement that recorded answers break. */
interface Broken {
  requirement: string
  level: Level
  /** How many answers break it; the first, and what was wrong with it. */
  answers: number
  place: string
  problem: Pick<Problem, 'pointer' | 'expected' | 'found'>
}

const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'MAY']
/** How what was hidden stands in evidence. */
const HIDES = /\*\*\*/
/** Requirements, and attributes that no document names, which are listed at most. */
const MOST = 50

/** Judges the answers that a file of recorded traffic holds, with no cloud, and prints what they break. @param file as the user named it @throws UsageError */
export function judgeTraffic(
  file: string,
  text: string,
  { endpoints, features, role, json }: TrafficOptions,
): ExitCode {
  const { answers, left } = storedTraffic(file, text, endpoints)
  const broken = new Map<string, Broken>()
  const observed = new Set<string>()
  let unnamed = 0
  for (const { place, answer } of answers) {
    const { problems, observations, more } = judge(answer, { features, role })
    const seen = new Set<string>()
    // What was hidden when it was recorded cannot be held against anybody.
    for (const { requirements, pointer, expected, found } of problems.filter(
      (each) => !HIDES.test(each.found),
    ))
      for (const id of requirements) {
        if (seen.has(id)) continue
        seen.add(id)
        const known = broken.get(id)
        if (known !== undefined) known.answers++
        else {
          const { level } = requirementOf(id)
          broken.set(id, { requirement: id, level, answers: 1, place, problem: { pointer, expected, found } })
        }
      }
    for (const { operationId, attribute } of observations) {
      const name = `${operationId} ${attribute}`
      if (observed.size < MOST) observed.add(name)
      else if (!observed.has(name)) unnamed++
    }
    unnamed += more.observations
  }
  const list = [...broken.values()].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
  const breaks = list.some(({ level }) => level === 'MUST')
  if (json) {
    const found = {
      judged: answers.length,
      left: Object.fromEntries(left),
      broken: list,
      observations: [...observed],
    }
    process.stdout.write(`${visible(JSON.stringify({ ...found, moreObservations: unnamed }, null, 2))}\n`)
  } else {
    const lines = [
      ...list.slice(0, MOST).map(line),
      ...(list.length > MOST ? [`and ${plural(list.length - MOST, 'more requirement')}`] : []),
      ...[...observed].map((name) => `note: no document names ${shown(name)}`),
      ...(unnamed > 0 ? [`note: nor what was met ${plural(unnamed, 'more time')}`] : []),
      ...[...left].map(([why, many]) => `not judged: ${count(many)} ${why}`),
      `${plural(answers.length, 'answer')} judged: ${verdict(answers.length, list)}`,
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
  }
  return answers.length === 0 ? 2 : breaks ? 1 : 0
}

const shown = (text: string) => oneLine(visible(text))

function line({ requirement, level, answers, place, problem }: Broken): string {
  const where = problem.pointer === '' ? 'the body' : shown(problem.pointer)
  return `${level.padEnd(6)} ${requirement}, by ${plural(answers, 'answer')}: ${where}: expected ${shown(problem.expected)}, found ${shown(problem.found)}  [${shown(place)}]`
}

function verdict(judged: number, list: readonly Broken[]): string {
  if (judged === 0) return 'nothing can be said'
  const parts = LEVELS.map((level) => ({ level, many: list.filter((each) => each.level === level).length }))
    .filter(({ many }) => many > 0)
    .map(({ level, many }) => `${many} ${level}`)
  return parts.length === 0 ? 'none breaks the contract' : `broken are ${parts.join(', ')}`
}
