import { isSuccess } from '../../fixtures/client/answer.ts'
import { refused } from '../../fixtures/expect/answers.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { notOfTheQuota, refusedForQuota, tooMany } from '../over-quota.ts'
import { refusals } from '../server-actions/documented-outcome.ts'
import { blame, creation, refusedCreation } from './create-cases.ts'
import { base64, limits, withServer } from './create-recipes.ts'

/** More than this is not put into one request. */
const MOST_ITEMS = 500

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `item-${at}`)

const withItems = (count: number) => ({
  metadata: Object.fromEntries(numbered(count).map((name) => [name, 'x'])),
})

const withFiles = (count: number) => ({
  personality: numbered(count).map((name) => ({ path: `/etc/${name}`, contents: base64('x') })),
})

describe('Create server: quota', () => {
  test(...requirement('servers.create/over-quota-forbidden'), async ({ context, compute }) => {
    const many = await tooMany(context)
    const body = await creation(context, [withServer(many)])
    const answer = await compute.send('servers.create', { body, probe: true, overQuota: true })
    const wanted = refusals('servers.create/over-quota-forbidden')
    const asked = { name: String(body.server.name), count: many.min_count, flavorRef: many.flavorRef }
    if (answer.status >= 400 && !wanted.includes(answer.status))
      throw (
        (await notOfTheQuota(context, answer, asked)) ??
        (await blame(context, answer, `refuse it with ${wanted.join(' or ')}`, true))
      )
    await refusedForQuota(context, answer, wanted, asked)
  })

  for (const [limit, what, wish] of [
    ['maxServerMeta', 'items of metadata', withItems],
    ['maxPersonality', 'files', withFiles],
  ] as const)
    test(
      `servers.create/over-quota-forbidden for ${what}`,
      requirement('servers.create/over-quota-forbidden')[1],
      async ({ context, compute }) => {
        const most: unknown = (await limits(context))[limit]
        // There need be no such quota, nor one that a request can exceed.
        if (typeof most !== 'number' || most < 0 || most > MOST_ITEMS) return
        const body = await creation(context, [withServer(wish(most + 1))])
        const answer = await compute.send('servers.create', { body, probe: true, overQuota: true })
        if (isSuccess(answer) && (await limits(context))[limit] !== most)
          throw new Blocked('environment', `${limit} was changed while more were asked for`)
        const why = `for ${most + 1} ${what} where ${limit} is ${most}`
        // As a request that is wrong in itself it may be refused, too.
        if (isSuccess(answer)) refused(refusals('servers.create/over-quota-forbidden'), answer, why)
      },
    )

  test(...requirement('servers.create/min-count-over-quota'), async ({ context }) =>
    refusedCreation(context, 'servers.create/min-count-over-quota', withServer(await tooMany(context))),
  )
})
