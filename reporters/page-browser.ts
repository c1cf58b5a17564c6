import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const FOUND = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/** Whether there is a browser for the tests of pages. */
export const HAS_BROWSER = FOUND !== undefined

/** Starts the browser of this machine, without its own errands on the network. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: FOUND!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
