import type { Answer } from '../fixtures/client/answer.ts'
import { isSuccess, said } from '../fixtures/client/answer.ts'
import { refused } from '../fixtures/expect/answers.ts'
import { Given } from '../fixtures/given/given.ts'
import { Blocked, Unsupported } from '../fixtures/outcome.ts'
import { usableFlavors, usableImages } from '../fixtures/resources/inventory.ts'
import { plainServer } from '../fixtures/resources/plain-server.ts'
import type { TestContext } from '../fixtures/run/test-context.ts'

/** By which several servers are asked for at once. */
const SEVERAL = 'os-multiple-create'

/** More servers than this are never asked for: a target that heeds no quota would make them. */
const MOST = 100

/** So many servers every target takes in one request, if it takes several; how many more, no document says. */
const TAKEN_AT_ONCE = 5

/** What a project may have, as the target publishes it. */
type Limits = Partial<Record<'maxTotalInstances' | 'maxTotalCores' | 'maxTotalRAMSize', unknown>>

const limitsOf = async (context: TestContext): Promise<Limits> =>
  context.need(200, await context.compute.limits.show()).body?.limits?.absolute ?? {}

/** How many servers of a flavor are more than a project may have that has none. */
function fewestOver(most: Limits, { vcpus, ram }: { vcpus: number; ram: number }): number {
  const over = (limit: unknown, of: number) =>
    typeof limit === 'number' && limit >= 0 && of > 0 ? Math.floor(limit / of) + 1 : Number.POSITIVE_INFINITY
  return Math.min(
    over(most.maxTotalInstances, 1),
    over(most.maxTotalCores, vcpus),
    over(most.maxTotalRAMSize, ram),
  )
}

/**
 * Flavor and number of servers that the project's quota cannot hold, whatever it uses of it already; as few as possible, since a
 * target may let one request ask for so many and no more.
 * @throws Blocked where the target publishes no quota that so many servers could exceed
 */
export async function tooMany(context: TestContext): Promise<{ flavorRef: string; min_count: number }> {
  // Where not even one can be asked for, that is the reason.
  await plainServer(context)
  const most = await limitsOf(context)
  const [image] = await usableImages(context)
  const wishes = (await usableFlavors(context))
    .filter(({ ram, disk }) => ram >= (image?.minRam ?? 0) && disk >= (image?.minDisk ?? 0))
    .map(({ id, ...size }) => {
      const fewest = fewestOver(most, size)
      // One of a flavor that the quota has room for tells what else a refusal may have been for.
      return { flavorRef: id, min_count: Math.max(2, fewest), plain: fewest > 1 && fewest <= TAKEN_AT_ONCE }
    })
    .sort((a, b) => Number(b.plain) - Number(a.plain) || a.min_count - b.min_count)
  if (wishes[0] === undefined || wishes[0].min_count > MOST)
    throw new Blocked('environment', `the project has no quota that ${MOST} servers would exceed`)
  const { flavorRef, min_count } = wishes[0]
  return { flavorRef, min_count }
}

/**
 * Says what other than the quota a 400 may have been for: that more were asked for than a target may let one request ask for, or
 * a flavor that is not taken for one server either, such as one for devices that no host has. Undefined where it is neither.
 */
export async function notOfTheQuota(
  context: TestContext,
  answer: Answer,
  { count, flavorRef }: { count: number; flavorRef: string },
): Promise<Blocked | undefined> {
  if (answer.status !== 400) return undefined
  if (count > TAKEN_AT_ONCE)
    return new Blocked(
      'environment',
      `${said(answer)} for ${count} servers in one request: fewer would not exceed the quota, and how many it may ask for no document says`,
    )
  const given = new Given(context)
  if (flavorRef === (await given.flavorId())) return undefined
  const body = { server: await given.serverRequest({ flavorRef }) }
  const one = await context.compute.send('servers.create', { body, probe: true })
  return one.status === 400
    ? new Blocked('environment', `${said(one)} for one server of flavor ${flavorRef}, whatever the quota`)
    : undefined
}

/**
 * What was beyond the quota when it was asked for and was taken may have been within it by then: an operator raised it. Undefined where
 * the quota has no room for it now either.
 */
export async function quotaRaised(
  context: TestContext,
  { count, flavorRef }: { count: number; flavorRef: string },
): Promise<Blocked | undefined> {
  const shown = await context.compute.flavors.show({ flavor_id: flavorRef })
  if (!isSuccess(shown)) return undefined
  return count < fewestOver(await limitsOf(context), shown.body.flavor)
    ? new Blocked('environment', `the project's quota was raised while ${count} servers were asked for`)
    : undefined
}

/**
 * A call for more servers than the project may have was refused. A target that does not know how to make several makes one,
 * and that says nothing of its quota.
 * @throws Broken if it was taken; Blocked where so many may not be asked for at once; Unsupported where the target made fewer than were asked for and does not list the extension
 */
export async function refusedForQuota(
  context: TestContext,
  answer: Answer<'servers.create' | 'volumesBoot.create'>,
  wanted: readonly number[],
  asked: { name: string; count: number; flavorRef: string },
): Promise<void> {
  if (isSuccess(answer) && !context.run.config.target.features.includes(SEVERAL)) {
    const { body } = context.need(200, await context.compute.servers.list({ query: { name: asked.name } }))
    if (body.servers.length < asked.count)
      throw new Unsupported(
        `${answer.operationId} made ${body.servers.length} of ${asked.count} servers: the target does not offer ${SEVERAL}, and nothing else takes it over its quota at once`,
      )
  }
  const other = wanted.includes(answer.status)
    ? undefined
    : isSuccess(answer)
      ? await quotaRaised(context, asked)
      : await notOfTheQuota(context, answer, asked)
  if (other !== undefined) throw other
  refused(wanted, answer, `for ${asked.count} servers`)
}
