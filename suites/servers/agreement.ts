import { isDeepStrictEqual } from 'node:util'
import { sameButOrder } from '../../fixtures/expect/demand.ts'

/**
 * A server is listed as it was shown before and after, by names that only one of them has, too. What the target changed
 * between the two looks, as some do with `updated` all the time, may be listed as either or as it was between them.
 */
export const agree = (listed: object, before: object, after: object, where: string): void => {
  const [entry, first, last] = [listed, before, after].map((each) => each as Record<string, unknown>)
  for (const name of new Set([...Object.keys(first!), ...Object.keys(entry!)]))
    if (isDeepStrictEqual(first![name], last![name]))
      sameButOrder(entry![name], first![name], `${name} ${where}`)
}
