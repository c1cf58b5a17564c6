import { isDeepStrictEqual } from 'node:util'
import { isSuccess } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Request } from '../../fixtures/client/operation-types.ts'
import { answers } from '../../fixtures/expect/answers.ts'
import { same, sameButOrder } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import { failedServer } from '../../fixtures/given/failed-server.ts'
import { ifHad } from '../../fixtures/given/if-had.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import type { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { type Fixtures, inTurn, requirement, test } from '../../fixtures/test.ts'
import { type Shown, shown } from './create-cases.ts'
import { keyAndGroup } from './key-and-group.ts'

type Update = Request<'servers.update'>['server']
const DISK_CONFIG = 'OS-DCF:diskConfig'

/** What the target may change of a server at any time, nobody having asked: where it stands, what is being done to it. */
const MOVED_BY_OTHERS = [
  'hostId',
  'OS-EXT-SRV-ATTR:host',
  'OS-EXT-SRV-ATTR:hypervisor_hostname',
  'OS-EXT-STS:task_state',
]

/** What is a server's own, whatever becomes of its status. */
const KEPT = [
  'metadata',
  'flavor',
  'image',
  'key_name',
  'addresses',
  DISK_CONFIG,
  'config_drive',
  'security_groups',
]

// One after the other: so they need one server, and each hands it on as it was.
inTurn('Update server', () => {
  const update = async (
    compute: TypedClient,
    { server_id }: { server_id: string },
    server: Update,
  ): Promise<Shown> => {
    const answer = answers(200, await compute.servers.update({ server_id, body: { server } }))
    return (answer.body as Shown | undefined)?.server ?? {}
  }

  /** The server shows what was changed. */
  const shows = (context: TestContext, server: { server_id: string }, change: Update, when: string) =>
    inTheEnd(context, 'servers.update shown', async () => {
      const [name, value] = Object.entries(change)[0]!
      same((await shown(context, server))[name], value, `${name} of the server ${when}`)
    })

  /** Answer and server have the new value; a borrowed server is then given its old one back. */
  const takes = async (context: TestContext, server: { server_id: string }, change: Update) => {
    const [name, value] = Object.entries(change)[0]!
    const before = await shown(context, server)
    const answer = await update(context.compute, server, change)
    if (name in answer) same(answer[name], value, `${name} in the answer`)
    await shows(context, server, change, 'after the update')
    await update(context.compute, server, { [name]: before[name] })
    // A server can be changed more than once.
    await shows(context, server, { [name]: before[name] } as Update, 'after a second update')
  }

  test(...requirement('servers.update/name-changed'), async ({ context, given }) =>
    takes(context, await given.server(), { name: given.name() }),
  )

  // Two changes in one call, of a server that does not run.
  test(
    'servers.update/name-changed beside a disk configuration',
    requirement('servers.update/name-changed')[1],
    async ({ context, given }) => {
      const server = await given.serverIn('SHUTOFF')
      const { name, [DISK_CONFIG]: old } = await shown(context, server)
      const change = { [DISK_CONFIG]: 'MANUAL', name: given.name() } as Update
      const answer = await context.compute.servers.update({
        server_id: server.id,
        body: { server: change },
      })
      // Whether this can be changed of a server that does not run, no document says.
      if (!isSuccess(answer)) return
      await shows(context, server, { name: change.name! }, 'after an update of name and disk configuration')
      await update(context.compute, server, { name, ...(old === 'AUTO' ? { [DISK_CONFIG]: old } : {}) })
    },
  )

  /** The disk configuration changes to `to`, from the other one. */
  const changesTo = async (context: TestContext, server: GivenServer, to: 'AUTO' | 'MANUAL') => {
    const other = to === 'AUTO' ? 'MANUAL' : 'AUTO'
    if (server.view.diskConfig !== to) return takes(context, server, { [DISK_CONFIG]: to })
    await update(context.compute, server, { [DISK_CONFIG]: other })
    await shows(context, server, { [DISK_CONFIG]: other }, 'after the first update')
    await update(context.compute, server, { [DISK_CONFIG]: to })
    await shows(context, server, { [DISK_CONFIG]: to }, 'after the second update')
  }

  test(...requirement('servers.update/disk-config-changed-to-auto'), async ({ context, given }) =>
    changesTo(context, await given.server(), 'AUTO'),
  )

  test(...requirement('servers.update/disk-config-changed-to-manual'), async ({ context, given }) =>
    changesTo(context, await given.server(), 'MANUAL'),
  )

  test(
    'servers.update/disk-config-changed-to-manual by an administrator',
    requirement('servers.update/disk-config-changed-to-manual')[1],
    async ({ context, admin, given }) => {
      const server = await given.server()
      if (server.view.diskConfig === 'MANUAL') {
        await update(context.compute, server, { [DISK_CONFIG]: 'AUTO' })
        await shows(context, server, { [DISK_CONFIG]: 'AUTO' }, 'after the first update')
      }
      const body = { server: { [DISK_CONFIG]: 'MANUAL' as const } }
      // Which servers an administrator may change is for the policy to say.
      if (!isSuccess(await admin.servers.update({ server_id: server.id, body }))) return
      await shows(context, server, body.server, 'after an update by an administrator')
    },
  )

  test(...requirement('servers.update/disk-config-unknown'), async ({ compute, given }) => {
    const server = await given.server()
    const body = { server: { [DISK_CONFIG]: 'AUTOMATIC' } }
    const answer = await compute.send('servers.update', { server_id: server.id, body, probe: true })
    refusedAs('servers.update/disk-config-unknown', answer, `for a ${DISK_CONFIG} that is none`)
    await unchanged(server)
    // What is right beside it is not done either.
    const both = { server: { ...body.server, name: given.name() } }
    const second = await compute.send('servers.update', { server_id: server.id, body: both, probe: true })
    refusedAs('servers.update/disk-config-unknown', second, `for a name and a ${DISK_CONFIG} that is none`)
    await unchanged(server)
  })

  test(...requirement('servers.update/rest-unchanged'), async ({ context, compute, given }) => {
    const server = await given.server({
      metadata: { [given.faker.word.noun()]: given.faker.word.noun() },
      ...(await keyAndGroup(given)),
    })
    const other = await given.server()
    const before = await shown(context, server)
    const { name: anothers } = await shown(context, other)
    await update(compute, server, { name: given.name() })
    same((await shown(context, other)).name, anothers, 'the name of another server after an update')
    const after = await shown(context, server)
    if (after.status === 'BUILD')
      throw new Blocked('environment', 'the target shows the server in BUILD, though it was up')
    const still = Object.keys(before).filter(
      (name) => !['name', 'updated', ...MOVED_BY_OTHERS].includes(name),
    )
    const later = await shown(context, server)
    for (const name of still.filter((each) => isDeepStrictEqual(later[each], after[each])))
      sameButOrder(after[name], before[name], `${name} after an update of the name`)
    const otherConfig = before[DISK_CONFIG] === 'MANUAL' ? 'AUTO' : 'MANUAL'
    const body = { server: { [DISK_CONFIG]: otherConfig } } as { server: Update }
    // Whether it can be changed is judged by itself.
    if (!isSuccess(await compute.servers.update({ server_id: server.id, body }))) return
    const changed = await shown(context, server)
    for (const name of ['name', ...KEPT.filter((each) => each !== DISK_CONFIG && each in after)])
      sameButOrder(changed[name], after[name], `${name} after an update of the disk configuration`)
  })

  test(
    'servers.update/rest-unchanged of a server that is stopped, and by an administrator',
    requirement('servers.update/rest-unchanged')[1],
    async ({ context, compute, given }) => {
      const server = await given.server({ metadata: { [given.faker.word.noun()]: given.faker.word.noun() } })
      context.need(202, await compute.servers.stop(server))
      await eventually(server, { status: 'SHUTOFF' })
      const before = await shown(context, server)
      for (const client of [compute, context.admin]) {
        const body = { server: { name: given.name() } }
        const answer = await client?.servers.update({ server_id: server.id, body })
        // Whether a server can be changed that does not run, and by whom, no document says.
        if (answer === undefined || !isSuccess(answer)) continue
        const after = await shown(context, server)
        for (const name of KEPT)
          if (name in before)
            sameButOrder(
              after[name],
              before[name],
              `${name} of a server that is SHUTOFF, after an update of its name`,
            )
      }
    },
  )

  test(...requirement('servers.update/answers-the-server'), async ({ compute, given }) => {
    const server = await given.server()
    same(
      (await update(compute, server, { name: server.name })).id,
      server.id,
      'the id of the server in the answer',
    )
  })

  test(...requirement('servers.update/answers-the-server'), async ({ context, compute, given }) => {
    // A server that failed says why also in this answer; what it says is judged on the way.
    const server = await failedServer(context, given)
    if (server === undefined) return
    same((await update(compute, server, { name: server.name })).id, server.id, 'the id of the failed server')
  })

  test(...requirement('servers.update/agrees-with-show'), async ({ context, compute, given }) => {
    await agrees({ context, compute, given }, await given.server())
    const stopped = await ifHad(() => given.serverIn('SHUTOFF'))
    if (stopped === undefined) return
    // Whether a server can be changed that does not run, no document says.
    const body = { server: { name: stopped.name } }
    if (isSuccess(await compute.servers.update({ server_id: stopped.id, body })))
      await agrees({ context, compute, given }, stopped)
  })

  const agrees = async (
    { context, compute, given }: Pick<Fixtures, 'context' | 'compute' | 'given'>,
    server: GivenServer,
  ) => {
    const { name: had } = server
    // Another name, and back: what was so before would pass for what is so now.
    const other = given.name()
    const renamed = await update(compute, server, { name: other })
    if (renamed.name !== undefined && (await shown(context, server)).name === other)
      same(renamed.name, other, 'name in the answer')
    const answer = await update(compute, server, { name: had })
    const now = await shown(context, server)
    const later = await shown(context, server)
    // What changes without a call, such as how long the server has been up, is no part of the answer's truth. Extensions may keep to show what they add, also to each address; the time of the update may come after the answer.
    for (const name of Object.keys(answer).filter((each) => !['id', 'updated'].includes(each)))
      if (name === 'addresses') same(bare(answer.addresses), bare(now.addresses), 'addresses in the answer')
      else if (name in now && isDeepStrictEqual(later[name], now[name]))
        sameButOrder(answer[name], now[name], `${name} in the answer`)
  }
})

/** Addresses without what extensions add to each. */
const bare = (addresses: unknown): unknown[] =>
  Object.entries((addresses ?? {}) as Record<string, Shown[]>).map(([network, all]) => [
    network,
    all.map(({ addr, version }) => ({ addr, version })),
  ])
