import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { InlineConfig, Vitest } from 'vitest/node'
import { PACKAGE_ROOT } from '../../spec/package-root.ts'

/** The suite files, as a glob. */
export const SUITES = 'suites/**/*.suite.ts'

/** Vitest, set up for the suites; it writes nothing itself and leaves signals to us. Close it when done. */
export async function testRunner(options: InlineConfig): Promise<{ vitest: Vitest; close(): Promise<void> }> {
  // Loaded here: the other commands do without a test runner.
  const { createVitest } = await import('vitest/node')
  // Never made: without a cache, the runner writes nothing there, and a run that is killed leaves no folder behind.
  const cache = join(tmpdir(), `stackproof-${process.pid}`)
  const before = signalListeners()
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root: PACKAGE_ROOT,
      include: [SUITES],
      exclude: [],
      watch: false,
      run: true,
      passWithNoTests: true,
      cache: false,
      pool: 'threads',
      maxWorkers: 1,
      isolate: false,
      includeTaskLocation: true,
      silent: process.env.STACKPROOF_DEBUG === undefined,
      server: {
        deps: {
          // Built already: what the runner would make of hundreds of files anew for each run, Node loads as it is.
          external: [/\/dist\/.*\.js$/],
          // Installed as a package the sources lie below node_modules, where they would not be transformed.
          inline: [/\/(suites|fixtures|spec)\/.*\.ts$/],
        },
      },
      ...options,
    },
    { envDir: false, cacheDir: cache, logLevel: 'silent' },
    { stdout: silence(), stderr: silence() },
  )
  restore(before)
  return {
    vitest,
    close: () => vitest.close(),
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'unhandledRejection', 'exit'] as const

function signalListeners() {
  return new Map(SIGNALS.map((signal) => [signal, new Set(process.listeners(signal as 'SIGINT'))]))
}

/** The test runner would end the process at a signal, before the target is cleaned up. */
function restore(before: ReturnType<typeof signalListeners>): void {
  for (const [signal, known] of before) {
    for (const listener of process.listeners(signal as 'SIGINT')) {
      if (!known.has(listener)) process.removeListener(signal, listener)
    }
  }
}

function silence(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
