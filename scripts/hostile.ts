import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { tryOut } from './hostile/trial.ts'
import { WIRE_FAULTS } from './hostile/wire-faults.ts'

/** Of a hundred exchanges so many break; the seldom faults come between answers that are right. */
const SHARES = [5, 100]
/** A run that takes longer is not bounded; milliseconds, on a machine that has other things to do. */
const LIMIT_MS = 120_000

/** What a trial found wrong. */
interface Finding {
  name: string
  wrong: string[]
  seconds: number
}

/** Tries one fault in a process of its own, that can be ended when it does not end. */
function inProcess(id: string, percent: number): Promise<Finding> {
  const began = performance.now()
  const name = `${id} at ${percent} %`
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
      wrong ??= [`the process ended with ${signal ?? code}`]
      resolve({ name, wrong, seconds: (performance.now() - began) / 1000 })
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

/**
 * Tries the faults whose ids hold one of the words given (all without any), each with few and with all exchanges, in as many
 * processes as there are cores.
 */
async function main(words: readonly string[]): Promise<number> {
  const wanted = words.filter((word) => !word.startsWith('--'))
  const ids = WIRE_FAULTS.map(({ id }) => id).filter(
    (id) => wanted.length === 0 || wanted.some((word) => id.includes(word)),
  )
  const queue = ids.flatMap((id) => SHARES.map((percent) => [id, percent] as const))
  const all = queue.length
  let good = 0
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { name, wrong, seconds } = await inProcess(...next)
      if (wrong.length === 0) good++
      console.log(`${wrong.length === 0 ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`)
      for (const line of wrong) console.log(`    ${line}`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  console.log(`${good} passed, ${all - good} failed`)
  const out = words.find((word) => word.startsWith('--out='))?.slice('--out='.length)
  if (out !== undefined) writeFileSync(out, JSON.stringify({ passed: good, failed: all - good }))
  return good === all ? 0 : 1
}

const [, , mode, id, percent] = process.argv
if (mode === '--trial') await trial(id!, Number(percent))
else process.exitCode = await main(process.argv.slice(2))
