import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Reporter, Vitest } from 'vitest/node'
import type { RunConfig } from '../../fixtures/run/run-config.ts'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'
import { SUITES, testRunner } from './test-runner.ts'

/** A test that takes longer than this has hung; milliseconds, before scaling. Waiting has tighter limits of its own. */
const TEST_LIMIT_MS = 15 * 60_000

/** Suites that are under way. */
export interface SuiteRun {
  /** Resolves when all have ended, in whatever way: what became of each test is the reporter's to tell. */
  ended: Promise<void>
  /** Lets the tests that run come to their end, and starts no other. */
  stop(): Promise<void>
}

/** Starts the suites in a thread of their own. */
export async function startSuites(config: RunConfig, reporter: Reporter): Promise<SuiteRun> {
  const { vitest, close } = await testRunner({
    include: filesAbout(config.requirements),
    maxConcurrency: config.concurrency,
    sequence: {
      seed: config.seed,
      shuffle: { files: true, tests: true },
      concurrent: config.concurrency > 1,
    },
    testTimeout: TEST_LIMIT_MS * config.timeoutScale,
    hookTimeout: TEST_LIMIT_MS * config.timeoutScale,
    reporters: [reporter],
    provide: { stackproof: config },
  })
  return { ended: finish(vitest, close), stop: () => vitest.cancelCurrentRun('keyboard-input') }
}

/** Suites that take their cases from the catalogue, and so may be about any operation. */
const DERIVED = /\bderivedRequirement\b/

/** The suite files that may hold a test of the requirements; loading the others would only cost time. */
function filesAbout(ids: readonly string[] | null): string[] {
  if (ids === null) return [SUITES]
  const about = new Set(ids.map((id) => id.split('/')[0]!))
  const all = readdirSync(join(PACKAGE_ROOT, 'suites'), { recursive: true, encoding: 'utf8' })
  const files = all
    .filter((name) => name.endsWith('.suite.ts'))
    .map((name) => `suites/${name.split(sep).join('/')}`)
  return files.filter((file) => {
    const text = readFileSync(join(PACKAGE_ROOT, file), 'utf8')
    return DERIVED.test(text) || [...about].some((operation) => text.includes(operation))
  })
}

async function finish(vitest: Vitest, close: () => Promise<void>): Promise<void> {
  try {
    await vitest.start()
  } finally {
    await close()
  }
}
