import { resolve } from 'node:path'
import type { Choices } from '../../fixtures/resources/choices.ts'
import type { RunConfig } from '../../fixtures/run/run-config.ts'
import type { Target } from '../../fixtures/target/target.ts'
import { ledgerFileOf } from './ledger-files.ts'
import type { Plan, RunOptions } from './plan.ts'
import { suitesAbout } from './suites.ts'

/** All that the suites need to know of a run. */
export function configOf(
  options: RunOptions,
  plan: Plan,
  run: { id: string; seed: number; target: Target; choices: Choices },
): RunConfig {
  const directory = resolve(options.report)
  return {
    runId: run.id,
    seed: run.seed,
    suites: suitesAbout(plan.requirements),
    profile: plan.profile.name,
    footprint: plan.footprint,
    concurrency: options.concurrency ?? (run.target.reference ? 8 : 4),
    timeoutScale: options.timeoutScale,
    select: plan.select,
    requirements: plan.requirements,
    reportDirectory: directory,
    ledgerFile: ledgerFileOf(directory, run.id),
    target: run.target,
    hints: { eventMessageId: options.eventMessageId },
    choices: run.choices,
    ...(options.shown === undefined ? {} : { showAnswers: true }),
  }
}
