import { setImmediate } from 'node:timers/promises'
import type { Reporter, Vitest } from 'vitest/node'
import { redactor } from '../../fixtures/redaction/redactor.ts'
import { Channel, type Ears } from '../../fixtures/run/channel.ts'
import type { RunConfig } from '../../fixtures/run/run-config.ts'
import { testRunner } from './test-runner.ts'

/** Loads the suites of a run into one file of tests. */
const GATHER = 'dist/fixtures/run/gather.js'

/** Suites that are under way. */
export interface SuiteRun {
  /** Resolves when all have ended, in whatever way: what became of each test is the reporter's to tell. */
  ended: Promise<void>
  /** Lets the tests that run come to their end, and starts no other. */
  stop(): void
  /** Ends the thread of the suites, whatever its tests wait for; `ended` resolves then. */
  giveUp(): Promise<void>
}

/** Starts the suites in a thread of their own. */
export async function startSuites(
  config: RunConfig,
  reporter: Reporter & Pick<Ears, 'started' | 'news' | 'overdue' | 'unwritable'>,
  { shown, unentered }: Pick<Ears, 'shown' | 'unentered'> = {},
): Promise<SuiteRun> {
  const channel = new Channel(config.ledgerFile)
  let stopped = false
  channel.listen({
    started(test) {
      // What was said before the thread could hear it is said again.
      if (stopped) channel.stop()
      reporter.started?.(test)
    },
    news: (of) => reporter.news?.(of),
    overdue: (what) => reporter.overdue?.(what),
    unwritable: (error) => reporter.unwritable?.(error),
    shown,
    unentered,
    learned: (secret, from) => redactor().learn(secret, from),
  })
  const { vitest, close } = await testRunner({
    include: [GATHER],
    // All tests are begun at once: the schedule of the run says which goes on.
    sequence: { concurrent: true },
    maxConcurrency: Number.MAX_SAFE_INTEGER,
    // Every wait has a limit of its own, and a test may wait long for its turn.
    testTimeout: 0,
    hookTimeout: 0,
    // The runner sees but the file that gathers the suites: each test knows its place itself.
    includeTaskLocation: false,
    reporters: [reporter],
    provide: { stackproof: { ...config, secrets: redactor().secrets } },
  })
  let forsake: () => void
  const forsaken = new Promise<void>((resolve) => {
    forsake = resolve
  })
  return {
    ended: Promise.race([finish(vitest, close), forsaken]).finally(async () => {
      // What the thread said last may still be on its way.
      await setImmediate()
      channel.close()
    }),
    stop() {
      stopped = true
      channel.stop()
    },
    giveUp: () => close().finally(forsake),
  }
}

async function finish(vitest: Vitest, close: () => Promise<void>): Promise<void> {
  try {
    await vitest.start()
  } finally {
    await close()
  }
}
