import { resolve } from 'node:path'
import type { Choices } from '../../fixtures/resources/choices.ts'
import type { RunConfig } from '../../fixtures/run/run-config.ts'
import type { Target } from '../../fixtures/target/target.ts'
import { ledgerFileOf } from './ledger-files.ts'
import type { Plan, RunOptions } from './plan.ts'
import { suitesAbout, testsFor } from './tests-for.ts'

/** All that the suites need to know of a run. */
export function configOf(
  options: RunOptions,
  plan: Plan,
  run: { id: string; seed: number; target: Target; choices: Choices; began: number },
): RunConfig {
  const directory = resolve(options.report)
  return {
    runId: run.id,
    seed: run.seed,
    suites: suitesAbout(plan.requirements),
    profile: plan.profile.name,
    footprint: plan.footprint,
    ...concurrencyOf(options, run.target),
    ...limitsOf(plan, run.began),
    timeoutScale: options.timeoutScale,
    select: plan.select,
    requirements: plan.requirements,
    ...(plan.shard === undefined ? {} : { shard: plan.shard }),
    tests: testsFor(plan.requirements),
    reportDirectory: directory,
    ledgerFile: ledgerFileOf(directory, run.id),
    target: run.target,
    hints: { eventMessageId: options.eventMessageId },
    choices: run.choices,
    ...(options.shown === undefined ? {} : { showAnswers: true }),
  }
}

/** How many tests work at once at somebody's cloud, at first and at most; at the reference cloud as many as at most. */
const [AT_FIRST, AT_MOST] = [4, 8]

/** Many at once would wait for their turn to send, and not for the target: limits of time would be told by the wrong clock. */
function concurrencyOf(
  { concurrency, maxRate = Number.POSITIVE_INFINITY }: RunOptions,
  { reference }: Target,
): Pick<RunConfig, 'concurrency' | 'mostConcurrency'> {
  const most = Math.min(concurrency ?? AT_MOST, Math.max(1, Math.ceil(maxRate / 2)))
  const first = Math.min(concurrency ?? (reference ? AT_MOST : AT_FIRST), most)
  return { concurrency: first, ...(most > first ? { mostConcurrency: most } : {}) }
}

/** @param began when the run did, in milliseconds since 1970 */
function limitsOf({ budget }: Plan, began: number): Pick<RunConfig, 'budget' | 'maxRate'> {
  const { servers, requests, rate, deadlineMs } = budget ?? {}
  const limited = servers !== undefined || requests !== undefined || deadlineMs !== undefined
  return {
    ...(rate === undefined ? {} : { maxRate: rate }),
    ...(limited
      ? {
          budget: {
            ...(servers === undefined ? {} : { servers }),
            ...(requests === undefined ? {} : { requests }),
            ...(deadlineMs === undefined ? {} : { endsAt: began + deadlineMs, withinMs: deadlineMs }),
          },
        }
      : {}),
  }
}
