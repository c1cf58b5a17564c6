import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { Writable } from 'node:stream'
import type { InlineConfig, Reporter, Vitest } from 'vitest/node'
import type { RunConfig } from '../fixtures/run/run-config.ts'
import { PACKAGE_ROOT } from '../spec/package-root.ts'

const SUITES = 'suites/**/*.suite.ts'

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
  const { vitest, close } = await prepare({
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

/** Every test of the suites with the requirements that it names, and what keeps suites from being loaded; none is run. */
export async function collectSuites(): Promise<{
  tests: { ids: string[]; file: string; line: number }[]
  broken: string[]
}> {
  const { vitest, close } = await prepare({ reporters: [{}] })
  try {
    const { testModules, unhandledErrors } = await vitest.collect()
    const file = (moduleId: string) => relative(PACKAGE_ROOT, moduleId).split(sep).join('/')
    const tests = testModules.flatMap((module) =>
      [...module.children.allTests()].map((test) => ({
        ids: (test.meta() as { requirements?: string[] }).requirements ?? [],
        file: file(module.moduleId),
        line: test.location?.line ?? 0,
      })),
    )
    const broken = testModules.flatMap((module) =>
      module.errors().map(({ message }) => `${file(module.moduleId)}: ${message}`),
    )
    return { tests, broken: [...broken, ...unhandledErrors.map((error) => String(error))] }
  } finally {
    await close()
  }
}

async function prepare(options: InlineConfig): Promise<{ vitest: Vitest; close(): Promise<void> }> {
  // Loaded here: the other commands do without a test runner.
  const { createVitest } = await import('vitest/node')
  const cache = mkdtempSync(join(tmpdir(), 'stackproof-'))
  const clear = () => rmSync(cache, { recursive: true, force: true })
  process.once('exit', clear)
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
      pool: 'threads',
      maxWorkers: 1,
      isolate: false,
      includeTaskLocation: true,
      silent: process.env.STACKPROOF_DEBUG === undefined,
      // Installed as a package the sources lie below node_modules, where they would not be transformed.
      server: { deps: { inline: [/\/(suites|fixtures|spec)\/.*\.ts$/] } },
      ...options,
    },
    { envDir: false, cacheDir: cache, logLevel: 'silent' },
    { stdout: silence(), stderr: silence() },
  )
  restore(before)
  return {
    vitest,
    close: async () => {
      await vitest.close()
      process.removeListener('exit', clear)
      clear()
    },
  }
}

async function finish(vitest: Vitest, close: () => Promise<void>): Promise<void> {
  try {
    await vitest.start()
  } finally {
    await close()
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
