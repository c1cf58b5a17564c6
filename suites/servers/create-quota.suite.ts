import { describe, requirement, test } from '../../fixtures/test.ts'
import { notOfTheQuota, refusedForQuota, tooMany } from '../over-quota.ts'
import { refusals } from '../server-actions/documented-outcome.ts'
import { blame, creation, refusedCreation } from './create-cases.ts'
import { withServer } from './create-recipes.ts'

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

  test(...requirement('servers.create/min-count-over-quota'), async ({ context }) =>
    refusedCreation(context, 'servers.create/min-count-over-quota', withServer(await tooMany(context))),
  )
})
