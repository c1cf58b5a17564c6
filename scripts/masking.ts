import { BENT_ANSWERS } from './masking/bent-answers.ts'
import { blindedBy } from './masking/blinded.ts'

/** The most that one broken answer may keep from being judged. */
const SHARE = 0.1
/** So many reasons are told. */
const TOLD = 4

/**
 * Bends one answer after another, those whose ids hold one of the words given (all without any), and counts what a run cannot
 * judge then: a whole one, or with `--select=GLOBS` one of a part of the suites.
 * @returns the exit code: 1 where an answer blinds the run
 */
async function main(words: readonly string[]): Promise<number> {
  const parts = words.filter((word) => !word.startsWith('--'))
  const select = words.find((word) => word.startsWith('--select='))?.slice('--select='.length)
  const chosen = BENT_ANSWERS.filter(
    ({ id }) => parts.length === 0 || parts.some((part) => id.includes(part)),
  )
  let passed = 0
  for (const answer of chosen) {
    const { id, blocked, errors, all, reasons, seconds } = await blindedBy(answer, select?.split(','))
    const good = blocked <= SHARE * all
    if (good) passed++
    console.log(
      `${good ? '✓' : '✗'} ${id} (${seconds.toFixed(1)} s): ${blocked} of ${all} blocked, ${errors} errors`,
    )
    for (const [reason, count] of reasons.slice(0, TOLD)) console.log(`    ${count}: ${reason}`)
  }
  console.log(`${passed} passed, ${chosen.length - passed} failed`)
  return passed === chosen.length ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
