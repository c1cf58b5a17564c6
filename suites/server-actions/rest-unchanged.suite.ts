import { isSuccess } from '../../fixtures/client/answer.ts'
import type { OperationId } from '../../fixtures/client/operation-types.ts'
import { demand } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { atRest } from '../../fixtures/given/at-rest.ts'
import { attached, detached } from '../../fixtures/given/attachments.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { actionBody } from '../../fixtures/given/right-call.ts'
import { bringInto } from '../../fixtures/given/status-steps.ts'
import { Blocked, Broken } from '../../fixtures/outcome.ts'
import { GivenServer } from '../../fixtures/run/given-server.ts'
import { type Fixtures, inTurn, requirement, test } from '../../fixtures/test.ts'
import { operation } from '../../spec/document.ts'
import type { ServerStatus } from '../../spec/requirement.ts'
import { type Before, beforeCall, leavesTheRest } from './rest-unchanged.ts'
import { serverWithAll } from './server-with-all.ts'
import { isLack, orThrow } from './shelving-rounds.ts'

/**
 * What is called, from which status, and where that leads. Each begins where the one before it ended, if it can; what some
 * targets do not bring a server back from comes last.
 */
const STEPS = [
  ['servers.pause', 'ACTIVE', ['PAUSED']],
  ['servers.unpause', 'PAUSED', ['ACTIVE']],
  ['servers.suspend', 'ACTIVE', ['SUSPENDED']],
  ['servers.resume', 'SUSPENDED', ['ACTIVE']],
  ['servers.stop', 'ACTIVE', ['SHUTOFF']],
  ['servers.start', 'SHUTOFF', ['ACTIVE']],
  ['servers.rescue', 'ACTIVE', ['RESCUE']],
  ['servers.unrescue', 'RESCUE', ['ACTIVE']],
  ['servers.createBackup', 'ACTIVE', ['ACTIVE']],
  ['servers.rebuild', 'ACTIVE', ['ACTIVE']],
  ['servers.migrateLive', 'ACTIVE', ['ACTIVE']],
  ['servers.migrate', 'ACTIVE', ['VERIFY_RESIZE', 'ACTIVE']],
  ['servers.resize', 'ACTIVE', ['VERIFY_RESIZE', 'ACTIVE']],
  ['servers.restore', 'SOFT_DELETED', ['ACTIVE']],
] as const

/** A call after which a server is in the same status, too, with what has to be done before it, and what takes it back. */
interface Quiet {
  first?(own: Own): Promise<unknown>
  call(own: Own): Promise<unknown>
  back?(own: Own): Promise<unknown>
  /** The volume that the server is to lose by it. */
  loses?(own: Own): string
}

/** What a quiet call is made with. */
interface Own extends Pick<Fixtures, 'context' | 'given'> {
  server: GivenServer
  volume?: Awaited<ReturnType<Given['volume']>>
}

const calling =
  (id: OperationId) =>
  async ({ context, given, server }: Own) => {
    const op = operation(id)
    const body = await actionBody(op, { context, given })
    const client = op.role === 'admin' ? context.administrator : context.compute
    const answer = await client.send(id, { server_id: server.id, body })
    if (!isSuccess(answer)) throw context.unprepared(answer)
  }

const attach = async (own: Own) => {
  own.volume = await own.given.volume()
  await attached(own.context, own.server, own.volume)
}

const detach = async (own: Own) => {
  if (own.volume !== undefined) await detached(own, own.server, own.volume)
}

const QUIET = {
  'servers.lock': { call: calling('servers.lock'), back: calling('servers.unlock') },
  'servers.unlock': { first: calling('servers.lock'), call: calling('servers.unlock') },
  'volumeAttachments.attach': { call: attach, back: detach },
  'volumeAttachments.detach': { first: attach, call: detach, loses: ({ volume }) => volume!.volume_id },
  'servers.getConsoleOutput': { call: calling('servers.getConsoleOutput') },
  'servers.getVncConsole': { call: calling('servers.getVncConsole') },
  'servers.resetState': { call: calling('servers.resetState') },
  'servers.resetNetwork': { call: calling('servers.resetNetwork') },
  'servers.injectNetworkInfo': { call: calling('servers.injectNetworkInfo') },
} satisfies Partial<Record<OperationId, Quiet>>

inTurn('What actions leave of a server', () => {
  for (const [id, from, becomes] of STEPS)
    test(...requirement(`${id}/rest-unchanged`), async ({ context, given }) => {
      const op = operation(id)
      const client = op.role === 'admin' ? context.administrator : context.compute
      const kept = await serverWithAll(context)
      const server = new GivenServer(context, kept)
      try {
        await bringInto(context, server, from, () => given.largerFlavorId())
        const before = await beforeCall(server)
        const body = await actionBody(op, { context, given })
        const answer = await client.send(id, { server_id: server.id, body })
        if (!isSuccess(answer)) throw context.unprepared(answer)
        await atRest(server)
        const wanted: readonly ServerStatus[] = becomes
        if (!wanted.includes(server.status))
          throw new Blocked(id, `setup: after ${id} the server went ${server.status}`)
        await leavesTheRest(id, server, before)
        if (id === 'servers.resize' && server.status === 'VERIFY_RESIZE') await confirmed(server, before)
      } finally {
        kept.view = server.view
      }
    })

  for (const id of ['volumeAttachments.attach', 'servers.addFloatingIp'] as const)
    test(...requirement(`${id}/rest-unchanged`), async ({ context }) => {
      const { lost } = orThrow((await serverWithAll(context)).given[id])
      if (lost !== undefined) throw lost
    })

  for (const id of Object.keys(QUIET) as (keyof typeof QUIET)[])
    test(
      `${id}/rest-unchanged, its status, too`,
      requirement(`${id}/rest-unchanged`)[1],
      async ({ context, given }) => {
        const kept = await serverWithAll(context)
        const server = new GivenServer(context, kept)
        try {
          for (let times = 1; (await afterQuiet(id, { context, given, server })) !== 'ACTIVE'; times++)
            // A guest may end by itself, but hardly twice at this very call.
            demand(times === 1, `after ${id} the server, which was ACTIVE, went ${server.status}, twice`)
        } finally {
          kept.view = server.view
        }
      },
    )

  test(
    'servers.resetState/rest-unchanged, in ERROR, too',
    requirement('servers.resetState/rest-unchanged')[1],
    async ({ admin, context, given }) => {
      const kept = await serverWithAll(context)
      const server = new GivenServer(context, kept)
      const reset = async (state: 'active' | 'error') => {
        const body = { 'os-resetState': { state } }
        context.need(202, await admin.servers.resetState({ server_id: server.id, body }))
        await atRest(server)
      }
      try {
        await bringInto(context, server, 'ACTIVE', () => given.largerFlavorId())
        const before = await beforeCall(server)
        await reset('error')
        await leavesTheRest('servers.resetState', server, before)
      } finally {
        // Nothing is wrong with it: it can serve the next test.
        await reset('active')
        kept.view = server.view
      }
    },
  )
})

/** A resize that is confirmed has left the rest as it was in the end, too. Whether it can be confirmed is not asked here. */
async function confirmed(server: GivenServer, before: Before): Promise<void> {
  const { compute } = server.context
  if (!isSuccess(await compute.servers.confirmResize({ server_id: server.id }))) return
  // Nothing need tell that a confirmation goes on: until it has ended the server waits for one, as before.
  await eventually(server, { status: 'ACTIVE' }).catch((error: unknown) => {
    if (!(error instanceof Broken || error instanceof Blocked)) throw error
  })
  if (server.status === 'ACTIVE') await leavesTheRest('servers.resize', server, before)
}

/** From a call that leaves a server as it is to the look at it, in milliseconds. */
const AFTER_CALL_MS = 60

/** Makes a call that leaves a server as it is. @returns the status that it then comes to rest in */
async function afterQuiet(id: keyof typeof QUIET, own: Own): Promise<string> {
  const { context, given, server } = own
  const { first, call, back, loses }: Quiet = QUIET[id]
  await bringInto(context, server, 'ACTIVE', () => given.largerFlavorId())
  await first?.(own)
  try {
    const before = without(await beforeCall(server), loses?.(own))
    await call(own)
    // What else it does may come a moment after what it is for.
    await context.pause(AFTER_CALL_MS)
    const { status } = await atRest(server)
    if (status === 'ACTIVE') await leavesTheRest(id, server, before)
    return status
  } finally {
    await back?.(own)
  }
}

/** What a server was before it lost a volume, but for that. */
function without({ view, attached }: Before, volume: string | undefined): Before {
  const others = (all: unknown) => (Array.isArray(all) ? all.filter((each) => each !== volume) : all)
  return {
    view: { ...view, volumes: others(view.volumes) },
    attached: isLack(attached) ? attached : (others(attached) as string[]),
  }
}
