import { type BrokenAnswer, brokenAnswers } from './break-answer.ts'
import type { Offer } from './judge/offer.ts'
import { type Answer, type Judgement, judge } from './judge.ts'

/** A good answer, with what the judge went by. */
export interface GoodAnswer {
  answer: Answer
  offer: Offer
}

/** A requirement that broken answers were to kill. */
export interface Kill {
  requirement: string
  /** How many answers were broken. */
  answers: number
  /** What was done to them, each once. */
  ways: string[]
  /** The ways that the judge did not tell, each with what it said instead. */
  survivors: string[]
}

/**
 * Breaks good answers in every way and holds the judge to telling each: the requirement that was broken is blamed, at the place
 * that was broken and with what was found there, and in the good answer it was kept.
 */
export function killsOf(answers: readonly GoodAnswer[], judging: typeof judge = judge): Kill[] {
  const kills = new Map<string, Kill>()
  for (const { answer, offer } of answers) {
    const { kept } = judging(answer, offer)
    for (const broken of brokenAnswers(answer)) {
      if (!kept.includes(broken.requirement)) continue
      const kill = kills.get(broken.requirement) ?? {
        requirement: broken.requirement,
        answers: 0,
        ways: [],
        survivors: [],
      }
      kills.set(broken.requirement, kill)
      kill.answers++
      if (!kill.ways.includes(broken.way)) kill.ways.push(broken.way)
      const silence = silenceOn(broken, judging(broken.answer, offer))
      if (silence !== undefined) kill.survivors.push(`${broken.way} at ${broken.pointer || '/'}: ${silence}`)
    }
  }
  return [...kills.values()]
}

/** Whether what was told is the place that was broken, or holds it; a place of great length is told cut. */
const leadsTo = (told: string, pointer: string): boolean =>
  told === pointer ||
  pointer.startsWith(`${told}/`) ||
  (told.endsWith('…') && pointer.startsWith(told.slice(0, -1)))

/** Why a broken answer is not told as it should be; undefined where it is. */
function silenceOn(
  { requirement, pointer }: BrokenAnswer,
  { problems, kept }: Judgement,
): string | undefined {
  if (kept.includes(requirement)) return 'kept'
  const blamed = problems.filter(({ requirements }) => requirements.includes(requirement))
  if (blamed.length === 0)
    return problems.length === 0
      ? 'no problem'
      : `blamed on ${problems.map((p) => p.requirements.join(', ')).join('; ')}`
  const told = blamed.some(
    (problem) => leadsTo(problem.pointer, pointer) && problem.expected !== '' && problem.found !== '',
  )
  return told ? undefined : `told of ${blamed.map((problem) => problem.pointer || '/').join(', ')}`
}
