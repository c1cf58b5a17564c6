import { Blocked } from '../../fixtures/outcome.ts'
import { usableFlavors, usableImages } from '../../fixtures/resources/inventory.ts'
import { plainServer } from '../../fixtures/resources/plain-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { refusedForQuota } from '../over-quota.ts'
import { refusals } from '../server-actions/documented-outcome.ts'
import { blame, creation, refusedCreation } from './create-cases.ts'
import { limits, withServer } from './create-recipes.ts'

/** More servers than this are never asked for: a target that heeds no quota would make them. */
const MOST = 100

/**
 * Flavor and number of servers that the project's quota cannot hold, whatever it uses of it already; as few as possible.
 * @throws Blocked where the target publishes no quota that so many servers could exceed
 */
const tooMany = async (context: TestContext) => {
  // Where not even one can be asked for, that is the reason.
  await plainServer(context)
  const { maxTotalInstances, maxTotalCores, maxTotalRAMSize } = await limits(context)
  const [image] = await usableImages(context)
  const over = (limit: unknown, of: number) =>
    typeof limit === 'number' && limit >= 0 && of > 0 ? Math.floor(limit / of) + 1 : Number.POSITIVE_INFINITY
  const wishes = (await usableFlavors(context))
    .filter(({ ram, disk }) => ram >= (image?.minRam ?? 0) && disk >= (image?.minDisk ?? 0))
    .map(({ id, vcpus, ram }) => ({
      flavorRef: id,
      min_count: Math.max(
        2,
        Math.min(over(maxTotalInstances, 1), over(maxTotalCores, vcpus), over(maxTotalRAMSize, ram)),
      ),
    }))
    .sort((a, b) => a.min_count - b.min_count)
  if (wishes[0] === undefined || wishes[0].min_count > MOST)
    throw new Blocked('environment', `the project has no quota that ${MOST} servers would exceed`)
  return wishes[0]
}

describe('Create server: quota', () => {
  test(...requirement('servers.create/over-quota-forbidden'), async ({ context, compute }) => {
    const body = await creation(context, [withServer(await tooMany(context))])
    const answer = await compute.send('servers.create', { body, probe: true, overQuota: true })
    const wanted = refusals('servers.create/over-quota-forbidden')
    if (answer.status >= 400 && !wanted.includes(answer.status))
      throw await blame(context, answer, `refuse it with ${wanted.join(' or ')}`, true)
    const { name, min_count } = body.server
    await refusedForQuota(context, answer, wanted, { name: String(name), count: Number(min_count) })
  })

  test(...requirement('servers.create/min-count-over-quota'), async ({ context }) =>
    refusedCreation(context, 'servers.create/min-count-over-quota', withServer(await tooMany(context))),
  )
})
