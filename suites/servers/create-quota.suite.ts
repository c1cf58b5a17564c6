import { usableFlavors, usableImages } from '../../fixtures/facts.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { Scene } from '../../fixtures/scene.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { refused } from '../../fixtures/verbs.ts'
import { refusals } from '../server-actions/becomes.ts'
import { blame, creation, refusedCreation } from './created.ts'
import { limits, withServer } from './recipes.ts'

/** More servers than this are never asked for: a target that heeds no quota would make them. */
const MOST = 100

/**
 * Flavor and number of servers that the project's quota cannot hold, whatever it uses of it already; as few as possible.
 * @throws Blocked where the target publishes no quota that so many servers could exceed
 */
const tooMany = async (scene: Scene) => {
  const { maxTotalInstances, maxTotalCores, maxTotalRAMSize } = await limits(scene)
  const [image] = await usableImages(scene)
  const over = (limit: unknown, of: number) =>
    typeof limit === 'number' && limit >= 0 && of > 0 ? Math.floor(limit / of) + 1 : Number.POSITIVE_INFINITY
  const wishes = (await usableFlavors(scene))
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
  test(...requirement('servers.create/over-quota-forbidden'), async ({ scene, compute }) => {
    const body = await creation(scene, [withServer(await tooMany(scene))])
    const answer = await compute.send('servers.create', { body, probe: true })
    const wanted = refusals('servers.create/over-quota-forbidden')
    if (answer.status >= 400 && !wanted.includes(answer.status))
      throw await blame(scene, answer, `refuse it with ${wanted.join(' or ')}`)
    refused(wanted, answer, `for ${body.server.min_count} servers`)
  })

  test(...requirement('servers.create/min-count-over-quota'), async ({ scene }) =>
    refusedCreation(scene, 'servers.create/min-count-over-quota', withServer(await tooMany(scene))),
  )
})
