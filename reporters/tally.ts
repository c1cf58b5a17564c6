import type { Requirement } from '../spec/requirement.ts'
import { showsAttributeOf, unseenExtension } from './attributes-seen.ts'
import type { Outcome, RunHeader } from './evidence.ts'
import { broken, type Graded, worst } from './gravest.ts'
import type { Judging } from './judging.ts'
import { type Answered, isOutside, missingOperations, notOffered } from './not-offered.ts'
import type { Verdict } from './report.ts'
import { covers } from './waivers.ts'

/** What came of an answer, as far as it is news: the suites tell of it as they go. */
export interface AnswerNews {
  /** The test that asked, or a step of the run. */
  test: string
  operationId: string
  /** Absent where no answer came. */
  status?: number
  probe?: boolean
  kept: readonly string[]
  broken: readonly string[]
}

/** Rows by what is known of them so far. They are those of the report: the same rules make them. */
export interface Counts extends Record<Verdict, number> {
  /** What the run took on; how much of it the target's answers have decided. */
  total: number
  judged: number
  /** Those that a waiver covers, whatever they came to; and the failed ones that none covers. */
  waived: number
  failing: number
}

/** Joins what is told of a run to the catalogue while it goes on. */
export class Tally {
  readonly #judging: Judging
  readonly #header: RunHeader
  readonly #selected: ReadonlySet<string> | undefined
  readonly #features: ReadonlySet<string>
  readonly #byId: ReadonlyMap<string, Requirement>
  readonly #found = new Map<string, Graded>()
  /** Tests that stumbled, by requirement: what they stumbled over decides what that means. */
  readonly #stumbled = new Map<string, string[]>()
  /** The first requirement that an answer broke, by the test that had it. */
  readonly #brokenFor = new Map<string, string>()
  readonly #answered = new Map<string, Answered>()
  /** Extensions of which an answer showed an attribute. */
  readonly #attributesSeen = new Set<string>()

  constructor(header: RunHeader, judging: Judging) {
    this.#header = header
    this.#judging = judging
    this.#selected = header.selected === null ? undefined : new Set(header.selected)
    this.#features = new Set(header.target.features)
    this.#byId = new Map(judging.catalogue.map((requirement) => [requirement.id, requirement]))
  }

  /** An answer was judged. */
  answered(news: AnswerNews): void {
    const { test, operationId, status, probe } = news
    for (const id of news.kept) this.#grade(id, () => ({ verdict: 'pass' }))
    for (const id of news.broken) this.#grade(id, (requirement) => ({ verdict: broken(requirement) }))
    if (news.broken[0] !== undefined && !this.#brokenFor.has(test)) this.#brokenFor.set(test, news.broken[0])
    if (status === undefined) return
    const answered = { operationId, test, response: { status }, ...(probe ? { probe: true as const } : {}) }
    this.#answered.set(`${operationId} ${status} ${probe} ${isOutside(test)}`, answered)
  }

  /** A test has ended. */
  finished({ state, error, requirements, test }: Outcome): void {
    if (state === 'skipped' || state === 'pending') {
      if (error?.name === 'Unsupported')
        for (const id of requirements) this.#grade(id, () => ({ verdict: 'unsupported' }))
      return
    }
    for (const id of requirements) {
      if (state === 'passed') this.#grade(id, () => ({ verdict: 'pass' }))
      else if (error?.name === 'Broken') this.#grade(id, (requirement) => ({ verdict: broken(requirement) }))
      else if (error?.name === 'Blocked' && error.by === 'budget')
        this.#grade(id, () => ({ verdict: 'disabled' }))
      else if (error?.name === 'Blocked')
        this.#grade(id, () => ({ verdict: 'blocked', blockedBy: error.by ?? 'environment' }))
      else if (error?.name === 'Unsupported') this.#grade(id, () => ({ verdict: 'unsupported' }))
      else this.#stumbled.set(id, [...(this.#stumbled.get(id) ?? []), test])
    }
  }

  /** What is known now. */
  counts(): Counts {
    const counts: Counts = {
      ...{ pass: 0, fail: 0, warn: 0, note: 0, error: 0, blocked: 0, unsupported: 0, disabled: 0 },
      ...{ unseen: 0, untested: 0, total: 0, judged: 0, waived: 0, failing: 0 },
    }
    const missing = missingOperations(this.#header, this.#answered.values())
    for (const requirement of this.#judging.catalogue) {
      // What nobody asked for is counted nowhere, though answers to other tests may show it.
      if (!this.#takenOn(requirement)) continue
      counts.total++
      const verdict = this.#verdict(requirement, missing)
      if (verdict === undefined) continue
      counts[verdict]++
      if (['pass', 'fail', 'warn', 'note'].includes(verdict)) counts.judged++
      if (this.waived(requirement.id, verdict)) counts.waived++
      else if (verdict === 'fail') counts.failing++
    }
    return counts
  }

  /** Whether a requirement that came to this verdict is waived. */
  waived(id: string, verdict: Verdict): boolean {
    const { waivers = [], run } = this.#header
    return waivers.some((waiver) => covers(waiver, id, verdict, run.startedAt.slice(0, 10)))
  }

  /** Whether a breach of it would make the target fail, as far as no waiver covers it; true where nothing is known of it. */
  matters(id: string): boolean {
    const requirement = this.#byId.get(id)
    if (requirement === undefined) return true
    return this.#takenOn(requirement) && broken(requirement) === 'fail' && !this.waived(id, 'fail')
  }

  #takenOn(requirement: Requirement): boolean {
    if (this.#selected !== undefined) return this.#selected.has(requirement.id)
    return this.#judging.inProfile?.(this.#header.run.profile, requirement) ?? true
  }

  #grade(id: string, graded: (requirement: Requirement) => Graded): void {
    const requirement = this.#byId.get(id)
    if (requirement === undefined) return
    const feature = showsAttributeOf(requirement)
    if (feature !== undefined) this.#attributesSeen.add(feature)
    const before = this.#found.get(id)
    const now = graded(requirement)
    this.#found.set(id, before === undefined ? now : worst([before, now])!)
  }

  #verdict(requirement: Requirement, missing: ReadonlyMap<string, string>): Verdict | undefined {
    const { id } = requirement
    if (notOffered(requirement, this.#header, this.#features, missing)) return 'unsupported'
    const stumbles = (this.#stumbled.get(id) ?? []).map((test): Graded => {
      const over = this.#byId.get(this.#brokenFor.get(test) ?? '')
      return over === undefined ? { verdict: 'error' } : { verdict: 'blocked', blockedBy: over.operationId }
    })
    const found = worst([this.#found.get(id), ...stumbles].filter((each) => each !== undefined))
    if (found === undefined) return undefined
    if (unseenExtension(requirement, found.verdict, this.#header, this.#attributesSeen)) return 'unsupported'
    if (found.verdict !== 'blocked') return found.verdict
    if (found.blockedBy === 'footprint') return 'disabled'
    return found.blockedBy !== undefined && missing.has(found.blockedBy) ? 'unsupported' : 'blocked'
  }
}
