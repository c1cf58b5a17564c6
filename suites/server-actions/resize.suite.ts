import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { same } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import { seenAgain } from '../../fixtures/given/at-rest.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { usableFlavors } from '../../fixtures/resources/inventory.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { requirementOf } from '../../spec/catalogue.ts'
import { notOfTheQuota, quotaRaised } from '../over-quota.ts'
import { becomes, refusals } from './documented-outcome.ts'
import { arrives } from './move-to-host.ts'

describe('Resize server', () => {
  const waiting = becomes('servers.resize/becomes-verify-resize')
  /** A cloud that confirms by itself ends here. */
  const done = [...waiting, 'ACTIVE']

  const resize = async (
    compute: TypedClient,
    server: GivenServer,
    flavorRef: string,
    rest: { 'OS-DCF:diskConfig'?: 'AUTO' | 'MANUAL' } = {},
  ) => {
    const body = { resize: { flavorRef, ...rest } }
    return answers(202, await compute.servers.resize({ server_id: server.id, body }))
  }

  test(...requirement('servers.resize/becomes-verify-resize'), async ({ compute, given }) => {
    const server = await given.server()
    await arrives(server, await resize(compute, server, await given.largerFlavorId()), waiting)
  })

  test(...requirement('servers.resize/flavor-changes'), async ({ compute, given }) => {
    const server = await given.server()
    const larger = await given.largerFlavorId()
    const view = await arrives(server, await resize(compute, server, larger), done)
    same(view.flavor, larger, 'the flavor of the resized server')
  })

  const [title, options] = requirement('servers.resize/flavor-changes')
  test(`${title}, and stays when the resize is confirmed`, options, async ({ compute, given }) => {
    const server = await given.server()
    const larger = await given.largerFlavorId()
    const { status } = await arrives(server, await resize(compute, server, larger), done)
    if (status !== 'ACTIVE') {
      answers(204, await compute.servers.confirmResize(server))
      await eventually(server, { status: 'ACTIVE' })
    }
    same(server.view.flavor, larger, 'the flavor of the server after its resize was confirmed')
  })

  for (const id of ['servers.resize/disk-config-auto', 'servers.resize/disk-config-manual'] as const)
    test(...requirement(id), async ({ compute, given }) => {
      const { value } = requirementOf(id).data as { value: 'AUTO' | 'MANUAL' }
      const server = await given.server({ 'OS-DCF:diskConfig': value === 'AUTO' ? 'MANUAL' : 'AUTO' })
      const larger = await given.largerFlavorId()
      const answer = await resize(compute, server, larger, { 'OS-DCF:diskConfig': value })
      await arrives(server, answer, done)
      await inTheEnd(server.context, 'servers.resize disk configuration', async () => {
        await seenAgain(server)
        same(server.view.diskConfig, value, 'OS-DCF:diskConfig of the resized server')
      })
    })

  /** A flavor that the project's quota has no room for; made by an administrator where there is none. */
  const tooLarge = async (given: Given, context: TestContext): Promise<string> => {
    const { body } = context.need(200, await context.compute.limits.show())
    const { maxTotalCores = -1, maxTotalRAMSize = -1 } = (body?.limits?.absolute ?? {}) as Record<
      string,
      number
    >
    if (maxTotalCores < 0 && maxTotalRAMSize < 0)
      throw new Blocked('environment', 'the project has no quota of cores or memory')
    const flavors = await usableFlavors(context)
    const smallest = await given.flavorId()
    const base = flavors.find(({ id }) => id === smallest)!
    const tooMuch = flavors.find(
      ({ ram, vcpus, disk }) =>
        disk >= base.disk &&
        ram >= base.ram &&
        ((maxTotalCores >= 0 && vcpus > maxTotalCores) || (maxTotalRAMSize >= 0 && ram > maxTotalRAMSize)),
    )
    if (tooMuch !== undefined) return tooMuch.id
    const size = maxTotalCores >= 0 ? { vcpus: maxTotalCores + 1 } : { ram: maxTotalRAMSize + 1 }
    return (await given.flavor({ ram: base.ram, disk: base.disk, ...size })).flavor_id
  }

  test(...requirement('servers.resize/over-quota-refused'), async ({ compute, given, context }) => {
    const server = await given.server()
    const flavorRef = await tooLarge(given, context)
    const answer = await compute.servers.resize({ server_id: server.id, body: { resize: { flavorRef } } })
    const asked = { count: 1, flavorRef }
    const other = isSuccess(answer)
      ? await quotaRaised(context, asked)
      : await notOfTheQuota(context, answer, asked)
    if (other !== undefined) throw other
    refused(
      refusals('servers.resize/over-quota-refused'),
      answer,
      'for a flavor beyond the quota of the project',
    )
    await unchanged(server)
  })

  test(...requirement('servers.resize/flavor-unknown'), async ({ compute, given }) => {
    const server = await given.server()
    const body = { resize: { flavorRef: given.unknownId() } }
    refusedAs(
      'servers.resize/flavor-unknown',
      await compute.send('servers.resize', { server_id: server.id, body, probe: true }),
      'for a flavor that does not exist',
    )
    await unchanged(server)
  })
})
