import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { killName, killTrial } from './hostile/kills.ts'
import { tryOut } from './hostile/trial.ts'
import { WIRE_FAULTS } from './hostile/wire-faults.ts'
import { sampled } from './sample.ts'

/** Of a hundred exchanges so many break; the seldom faults come between answers that are right. */
const SHARES = [5, 100]
/** A run that takes longer is not bounded; milliseconds, on a machine that has other things to do. */
const LIMIT_MS = 120_000
/** So many runs are killed. */
const KILLS = 20
const OPTIONS = ['--sample', '--seed', '--out']

/** Something to be tried, and what it finds wrong. */
interface Trial {
  id: string
  /** What a sample has as evenly as can be. */
  kind: string
  run(): Promise<string[]>
}

/** Every fault, with few exchanges and with all; then the kills. */
const TRIALS: Trial[] = [
  ...WIRE_FAULTS.flatMap(({ id, outcome }) =>
    SHARES.map((percent) => ({
      id: `${id} at ${percent} %`,
      kind: `${outcome} at ${percent} %`,
      run: () => inProcess(id, percent),
    })),
  ),
  ...Array.from({ length: KILLS }, (_, number) => ({
    id: killName(number),
    kind: 'kill',
    run: () => killTrial(number).catch((error: Error) => [error.message]),
  })),
]

/** Tries one fault in a process of its own, that can be ended when it does not end. */
function inProcess(id: string, percent: number): Promise<string[]> {
  return new Promise((resolve) => {
    let wrong: string[] | undefined
    const child = fork(fileURLToPath(import.meta.url), ['--trial', id, String(percent)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const timer = setTimeout(() => {
      wrong = [`no end within ${LIMIT_MS / 1000} s`]
      child.kill('SIGKILL')
    }, LIMIT_MS)
    child.on('message', (found: string[]) => {
      wrong = found
    })
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      resolve(wrong ?? [`the process ended with ${signal ?? code}`])
    })
  })
}

async function trial(id: string, percent: number): Promise<void> {
  const fault = WIRE_FAULTS.find((each) => each.id === id)!
  process.stderr.write = (() => true) as typeof process.stderr.write
  const wrong = await tryOut({ fault, share: percent / 100 }).catch((error: Error) => [
    `the run broke: ${error.message}`,
  ])
  process.send!(wrong, () => process.exit())
}

/** The trials that were asked for. @throws Error, where that cannot be meant */
function chosen(words: readonly string[]): Trial[] {
  const options = words.filter((word) => word.startsWith('--'))
  const unknown = options.find((option) => !OPTIONS.includes(option.split('=')[0]!) || !option.includes('='))
  if (unknown !== undefined) throw new Error(`${unknown} is none of --sample=N, --seed=TEXT, --out=FILE`)
  const wanted = words.filter((word) => !word.startsWith('--'))
  const named = TRIALS.filter(({ id }) => wanted.length === 0 || wanted.some((word) => id.includes(word)))
  if (named.length === 0) throw new Error(`No trial is called '${wanted.join("' or '")}'.`)
  const sample = optionOf('--sample', words)
  if (sample === undefined) return named
  if (!/^[1-9]\d*$/.test(sample)) throw new Error(`--sample takes a number of trials, not '${sample}'`)
  return sampled(named, Number(sample), optionOf('--seed', words) ?? '1')
}

const optionOf = (name: string, words: readonly string[]) =>
  words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1)

/**
 * Tries the faults, each with few and with all exchanges, and kills runs; of these the trials whose names hold one of the
 * words given (all without any), in as many processes as there are cores. `--sample=N`: so many of them, from all kinds, the
 * same for a `--seed`. `--out=FILE`: writes the counts as JSON. The last line counts what passed and failed.
 * @returns the exit code
 */
async function main(words: readonly string[]): Promise<number> {
  const queue = chosen(words)
  const all = queue.length
  let passed = 0
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const began = performance.now()
      const wrong = await next.run()
      if (wrong.length === 0) passed++
      const seconds = (performance.now() - began) / 1000
      console.log(`${wrong.length === 0 ? '✓' : '✗'} ${next.id} (${seconds.toFixed(1)} s)`)
      for (const line of wrong) console.log(`    ${line}`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  const failed = all - passed
  const out = optionOf('--out', words)
  if (out !== undefined) writeFileSync(out, JSON.stringify({ passed, failed }))
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

const [, , mode, id, percent] = process.argv
if (mode === '--trial') await trial(id!, Number(percent))
else
  process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    return 2
  })
