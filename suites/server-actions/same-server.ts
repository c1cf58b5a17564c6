import { demand, same } from '../../fixtures/expect/demand.ts'
import type { ServerView } from '../../fixtures/resources/server-view.ts'

/** What a server that comes back has, as it had it before. Its image is not among them: a shelved one is made anew of another. */
const KEPT = ['name', 'flavor', 'key'] as const

const OWN = [
  ['project', 'project'],
  ['user', 'user'],
  ['configDrive', 'configuration drive'],
] as const

/** A server that came back is the one that went. @throws Broken with what is another's */
export function comesBackAsItWas(had: ServerView, has: ServerView): void {
  for (const part of KEPT) same(has[part], had[part], `the ${part} of the server that came back`)
  belongsAsBefore(had, has, 'that came back')
}

/**
 * A server has its owner, its configuration drive and its security groups still. What is not told says nothing of it: a list
 * may leave it out, and a server off its host has no interface that groups could hold for.
 * @throws Broken with what it has not
 */
export function belongsAsBefore(
  { besides: had }: ServerView,
  { besides: has }: ServerView,
  which: string,
): void {
  for (const [part, what] of OWN)
    if (had[part] !== undefined && has[part] !== undefined)
      same(has[part], had[part], `the ${what} of the server ${which}`)
  const { groups } = has
  const lost = groups === undefined ? [] : (had.groups ?? []).filter((each) => !groups.includes(each))
  demand(lost.length === 0, `the server ${which} is no more in the security group ${lost.join(', ')}`)
}

/** What a server is in itself, whatever its status. */
const SELF = [
  ['name', 'name'],
  ['flavor', 'flavor'],
  ['key', 'key pair'],
  ['diskConfig', 'disk configuration'],
] as const

/**
 * A server is what it was, up to its disk configuration.
 * @param leaveOut what the call was for
 * @throws Broken with what it is not
 */
export function keepsWhatItIs(
  had: ServerView,
  has: ServerView,
  which: string,
  leaveOut: readonly (typeof SELF)[number][0][] = [],
): void {
  for (const [part, what] of SELF.filter(([part]) => !leaveOut.includes(part)))
    same(has[part], had[part], `the ${what} of the server ${which}`)
  belongsAsBefore(had, has, which)
}
