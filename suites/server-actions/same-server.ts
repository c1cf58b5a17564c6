import { same } from '../../fixtures/expect/demand.ts'
import type { ServerView } from '../../fixtures/resources/server-view.ts'

/** What a server that comes back has, as it had it before. Its image is not among them: a shelved one is made anew of another. */
const KEPT = ['name', 'flavor', 'key'] as const

/** A server that came back is the one that went. @throws Broken with what is another's */
export function comesBackAsItWas(had: ServerView, has: ServerView): void {
  for (const part of KEPT) same(has[part], had[part], `the ${part} of the server that came back`)
}
