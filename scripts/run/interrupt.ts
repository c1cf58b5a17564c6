const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `timeout` and terminals signal a process and its group: what comes within so many milliseconds is one signal. */
const SAME_SIGNAL_MS = 1000

/** What an end is made of; times in milliseconds after the first signal. */
export interface Ending {
  /** Called once, at the first signal. */
  gently(): void
  /** Called after `enough.after`, if the tests have not ended by then. */
  enough: { after: number; act(): void }
  /** The last words, at a second signal or after `atOnce.after`: then the process ends, with exit code 2. */
  atOnce: { after: number; say(why: 'told' | 'late'): void }
}

/** What ends a process; self-tests bring their own. */
export interface Ender {
  now(): number
  exit(code: number): void
}

/** How many endings are heard at the moment, and when the last signal came, by the clock of whoever heard it. */
let gentle = 0
let lastSignal = Number.NEGATIVE_INFINITY

/**
 * Before there is anything to end gently, and after: a signal ends the process at once, with the exit code of a run that was cut
 * short, not with that of a process that was killed.
 * @param say the last words
 */
export function onEarlyInterrupt(
  say: () => void,
  { now, exit }: Ender = { now: () => performance.now(), exit: (code) => process.exit(code) },
): { done(): void } {
  const signalled = () => {
    // The second half of a signal that was obeyed already is none of its own.
    if (gentle > 0 || now() - lastSignal < SAME_SIGNAL_MS) return
    say()
    exit(2)
  }
  for (const signal of SIGNALS) process.on(signal, signalled)
  return {
    done() {
      for (const signal of SIGNALS) process.removeListener(signal, signalled)
    },
  }
}

/**
 * Obeys Ctrl-C, `kill` and a terminal that is closed: the first asks for a gentle end, which has its time; the second ends
 * the process at once.
 */
export function onInterrupt(
  ending: Ending,
  { now, exit }: Ender = { now: () => performance.now(), exit: (code) => process.exit(code) },
): { readonly happened: boolean; done(): void } {
  let first: number | undefined
  const timers: NodeJS.Timeout[] = []
  const atOnce = (why: 'told' | 'late') => {
    ending.atOnce.say(why)
    exit(2)
  }
  gentle++
  const signalled = () => {
    lastSignal = now()
    if (first !== undefined) {
      if (now() - first >= SAME_SIGNAL_MS) atOnce('told')
      return
    }
    first = now()
    ending.gently()
    timers.push(
      setTimeout(ending.enough.act, ending.enough.after),
      setTimeout(() => atOnce('late'), ending.atOnce.after),
    )
  }
  for (const signal of SIGNALS) process.on(signal, signalled)
  return {
    get happened() {
      return first !== undefined
    },
    done() {
      gentle--
      for (const timer of timers) clearTimeout(timer)
      for (const signal of SIGNALS) process.removeListener(signal, signalled)
    },
  }
}
