/**
 * Obeys Ctrl-C: the first asks for a gentle end, the second ends the process at once, with exit code 2.
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
  process.on('SIGINT', signalled)
  process.on('SIGTERM', signalled)
  return {
    get happened() {
      return happened
    },
    done() {
      process.removeListener('SIGINT', signalled)
      process.removeListener('SIGTERM', signalled)
    },
  }
}
