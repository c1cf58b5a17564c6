const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Obeys Ctrl-C, `kill` and a terminal that is closed: the first asks for a gentle end, the second ends the process at once, with exit code 2.
 * @param gently called once, at the first signal
 * @param atOnce the last words
 */
export function onInterrupt(
  gently: () => void,
  atOnce: () => void,
): { readonly happened: boolean; done(): void } {
  let happened = false
  const signalled = () => {
    if (happened) {
      atOnce()
      process.exit(2)
    }
    happened = true
    gently()
  }
  for (const signal of SIGNALS) process.on(signal, signalled)
  return {
    get happened() {
      return happened
    },
    done() {
      for (const signal of SIGNALS) process.removeListener(signal, signalled)
    },
  }
}
