import type { Answer } from '../../fixtures/client/answer.ts'
import { isSuccess } from '../../fixtures/client/answer.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { comesTrue, eventually } from '../../fixtures/expect/eventually.ts'
import { bringBack, discard } from '../../fixtures/given/at-rest.ts'
import { otherHosts } from '../../fixtures/given/hosts.ts'
import { ifHad } from '../../fixtures/given/if-had.ts'
import { takenBack } from '../../fixtures/given/matrix-cell.ts'
import { actionBody } from '../../fixtures/given/right-call.ts'
import type { Setup } from '../../fixtures/given/setup.ts'
import { viewOf } from '../../fixtures/resources/server-view.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import { operation } from '../../spec/document.ts'
import type { RequirementId } from '../../spec/generated/requirements.ts'
import type { ServerStatus } from '../../spec/requirement.ts'
import { LIST_DELAY_MS } from '../list-delay.ts'
import { becomes } from '../server-actions/documented-outcome.ts'
import { arrives, hostToLeave, isElsewhere } from '../server-actions/move-to-host.ts'
import { imagesOf } from '../server-actions/shelve-steps.ts'

/** What has been done, and what it was done with. */
interface Done {
  setup: Setup
  server: GivenServer
  answer: Answer
  body: Record<string, any>
  /** What was looked at before the call. */
  before: unknown
}

/** A call from statuses, or by a caller, that the documents do not name, and what it is for. */
interface Effect {
  id: OperationId
  /** Says what it is for. */
  requirement: RequirementId
  from: readonly ServerStatus[]
  /** An administrator is tried, too, on a member's server that is ACTIVE. */
  byAdministrator?: true
  body?(setup: Setup): Promise<Record<string, unknown>>
  /** Once it was taken, the server can serve no other test. */
  costs?: true
  /** Looks at what will show whether it was done. @throws Blocked where nothing will */
  look?(setup: Setup, server: GivenServer): Promise<unknown>
  /** @throws Broken where it was not done */
  follows(done: Done): Promise<unknown>
}

/** A server that is moved, as an administrator sees it. */
const moved = async ({ setup, server, answer, before }: Done, ends: readonly string[]) => {
  await arrives(server, answer, ends)
  await isElsewhere(setup.context.administrator, server, answer, String(before))
}

const leaves: Effect['look'] = async ({ context }, server) => {
  const left = await hostToLeave(context.administrator, server)
  await otherHosts(context, left)
  return left
}

const EFFECTS: readonly Effect[] = [
  {
    id: 'servers.resize',
    requirement: 'servers.resize/flavor-changes',
    from: ['SHUTOFF'],
    byAdministrator: true,
    async follows({ server, answer, body }) {
      // A cloud that confirms by itself leaves the server as it was before.
      const { flavor } = await arrives(server, answer, ['VERIFY_RESIZE', 'SHUTOFF', 'ACTIVE'])
      same(flavor, body.resize.flavorRef, 'the flavor of the resized server')
    },
  },
  {
    id: 'servers.rebuild',
    requirement: 'servers.rebuild/image-changes',
    from: ['SHUTOFF'],
    byAdministrator: true,
    body: async ({ given }) => ({ rebuild: { imageRef: await given.otherImageId() } }),
    async follows({ server, body }) {
      const { image } = await eventually(server, { status: ['SHUTOFF', 'ACTIVE'] })
      same(image, body.rebuild.imageRef, 'the image of the rebuilt server')
    },
  },
  {
    id: 'servers.rescue',
    requirement: 'servers.rescue/becomes-rescue',
    from: ['SHUTOFF'],
    byAdministrator: true,
    follows: ({ server }) => eventually(server, { status: becomes('servers.rescue/becomes-rescue') }),
  },
  {
    id: 'servers.createBackup',
    requirement: 'servers.createBackup/image-appears',
    from: ['SHUTOFF', 'PAUSED'],
    body: async ({ given }) => ({ createBackup: { name: given.name(), backup_type: 'daily', rotation: 2 } }),
    look: async ({ context }, server) => (await imagesOf(context.compute, server)).map(({ id }) => id),
    async follows({ setup, server, body, before }) {
      const { context } = setup
      const { name } = body.createBackup as { name: string }
      const appeared = async () =>
        (await imagesOf(context.compute, server, name)).some(({ id }) => !(before as unknown[]).includes(id))
      await comesTrue(context, 'an image of the server is in the list', appeared, {
        cause: 'servers.createBackup',
        within: LIST_DELAY_MS,
      })
    },
  },
  {
    id: 'servers.forceDelete',
    requirement: 'servers.forceDelete/server-gone',
    from: ['SHUTOFF', 'PAUSED', 'ERROR'],
    byAdministrator: true,
    costs: true,
    follows: ({ server }) => eventually(server, { status: 'DELETED' }),
  },
  {
    id: 'servers.resetState',
    requirement: 'servers.resetState/state-error',
    from: ['SHUTOFF'],
    costs: true,
    body: async () => ({ 'os-resetState': { state: 'error' } }),
    follows: ({ server }) => eventually(server, { status: becomes('servers.resetState/state-error') }),
  },
  {
    id: 'servers.addFloatingIp',
    requirement: 'servers.addFloatingIp/address-appears',
    from: ['SHUTOFF'],
    async follows({ setup, server, body }) {
      const { compute } = setup.context
      const { address } = body.addFloatingIp as { address: string }
      const isShown = async () =>
        viewOf(200, (await compute.servers.show(server)).body?.server).addresses.some((each) =>
          each.endsWith(` ${address}`),
        )
      const what = `${address} is among the addresses of the server`
      await comesTrue(setup.context, what, isShown, { cause: 'servers.addFloatingIp' })
      await takenBack(setup.context, operation('servers.addFloatingIp'), body, server)
    },
  },
  {
    id: 'servers.migrate',
    requirement: 'servers.migrate/host-chosen',
    from: ['SHUTOFF'],
    look: leaves,
    follows: (done) => moved(done, ['VERIFY_RESIZE', 'SHUTOFF', 'ACTIVE']),
  },
  {
    id: 'servers.migrateLive',
    requirement: 'servers.migrateLive/host-changes',
    from: ['PAUSED'],
    look: leaves,
    follows: (done) => moved(done, ['PAUSED', 'ACTIVE', 'SHUTOFF']),
  },
  {
    id: 'servers.lock',
    requirement: 'servers.lock/member-kept-out',
    from: ['SHUTOFF', 'PAUSED'],
    async follows({ setup, server }) {
      const { admin, compute } = setup.context
      // Only who passes the lock can bring the server to where a member could stop it.
      const back = server.status === 'PAUSED' ? 'unpause' : 'start'
      if (admin === undefined || !isSuccess(await admin.servers[back](server))) return
      await eventually(server, { status: 'ACTIVE', cause: `servers.${back}` })
      const { status } = await compute.servers.stop(server)
      demand(status > 299, `a member stopped the server that was locked while it did not run (${status})`)
    },
  },
]

/** What a call is made with; undefined where it cannot be made. */
const prepared = (effect: Effect, setup: Setup, status: ServerStatus) =>
  ifHad(async () => {
    const server = await setup.given.serverIn(status)
    const before = await effect.look?.(setup, server)
    const body: Record<string, any> = await (effect.body?.(setup) ?? actionBody(operation(effect.id), setup))
    return { server, before, body }
  })

/** From where an effect is tried, and by whom. */
const tries = ({ id, from, byAdministrator }: Effect) => {
  const role = operation(id).role
  const own = from.map((status) => ({ status, role, how: `from ${status}` }))
  return byAdministrator === undefined
    ? own
    : [...own, { status: 'ACTIVE', role: 'admin', how: 'by an administrator' } as const]
}

/**
 * From which statuses else a call can be made, and by whom, no document says: clouds may refuse it. Who takes it has said that it
 * will be done.
 */
describe('Calls from statuses that no document names', () => {
  for (const effect of EFFECTS)
    for (const { status, role, how } of tries(effect))
      test(`${effect.requirement} ${how}`, requirement(effect.requirement)[1], async ({ context, given }) => {
        const { id } = effect
        const setup = { context, given }
        const client = role === 'admin' ? context.admin : context.compute
        const ready = client && (await prepared(effect, setup, status))
        // What cannot be tried from here is judged where the documents have it tried.
        if (ready === undefined) return
        const { server, before, body } = ready
        const answer = await client!.send(id, { server_id: server.id, body })
        if (!isSuccess(answer)) return
        try {
          await effect.follows({ setup, server, answer, body, before })
        } finally {
          // A resize that began here is taken back to here, and not to where others would look for the server.
          if (effect.costs !== true) await bringBack(setup, server, status)
          else if (server.view.status !== 'GONE') await discard(server)
        }
      })
})
