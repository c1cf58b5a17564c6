import { tellsNoRoom } from '../../fixtures/client/hindrance.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { describe, requirement, test } from '../../fixtures/test.ts'
import {
  attempt,
  blame,
  bodyOf,
  create,
  created,
  creation,
  named,
  refusedCreation,
  type Shown,
  serverIn,
} from './create-cases.ts'
import { MINIMAL, withServer } from './create-recipes.ts'
import {
  COUNT,
  make,
  NUMBERS,
  ofMaxCountAlone,
  ofMinCountAlone,
  ofTwoCounts,
  several,
} from './several-servers.ts'

/** Of what is told by an id and links, the id. */
const idOf = (part: unknown): unknown => (part as { id?: unknown } | null)?.id ?? part

/** What the servers of one request have in common. */
const parts = (shown: Shown) => ({
  flavor: idOf(shown.flavor),
  image: idOf(shown.image),
  owner: [shown.tenant_id, shown.user_id],
  key: shown.key_name,
  drive: shown.config_drive,
  diskConfig: shown['OS-DCF:diskConfig'],
})

describe('Create multiple servers', () => {
  test(...requirement('servers.create/min-count-made'), async ({ context }) => {
    const { servers } = await several(context, NUMBERS)
    demand(servers.length >= COUNT, `${servers.length} servers were made where min_count is ${COUNT}`)
  })

  for (const [how, counts, asked] of [
    ['without a max_count', `min_count alone is ${COUNT}`, ofMinCountAlone],
    ['below the max_count', `min_count is ${COUNT} and max_count ${COUNT + 1}`, ofTwoCounts],
  ] as const)
    test(
      `servers.create/min-count-made ${how}`,
      requirement('servers.create/min-count-made')[1],
      async ({ context }) => {
        const { answer, servers } = await asked(context)
        if (answer.status > 299) throw await blame(context, answer, `be taken where ${counts}`)
        demand(servers.length >= COUNT, `${servers.length} servers were made where ${counts}`)
      },
    )

  test(...requirement('servers.create/max-count-not-exceeded'), async ({ context }) => {
    const { servers } = await several(context, NUMBERS)
    demand(servers.length <= COUNT, `${servers.length} servers were made where max_count is ${COUNT}`)
  })

  test(
    'servers.create/max-count-not-exceeded without a min_count',
    requirement('servers.create/max-count-not-exceeded')[1],
    async ({ context }) => {
      const { answer, servers } = await ofMaxCountAlone(context)
      context.need(202, answer)
      demand(servers.length <= COUNT, `${servers.length} servers were made where max_count alone is ${COUNT}`)
    },
  )

  test(
    'servers.create/max-count-not-exceeded above the min_count',
    requirement('servers.create/max-count-not-exceeded')[1],
    async ({ context }) => {
      const { answer, servers } = await ofTwoCounts(context)
      context.need(202, answer)
      demand(
        servers.length <= COUNT + 1,
        `${servers.length} servers were made where min_count is ${COUNT} and max_count ${COUNT + 1}`,
      )
    },
  )

  test(...requirement('servers.create/counts-equal'), async ({ context }) => {
    const { servers } = await several(context, NUMBERS)
    same(servers.length, COUNT, `the number of servers made where min_count and max_count are ${COUNT}`)
  })

  test(...requirement('servers.create/counts-as-strings'), async ({ context }) => {
    await several(context, { min_count: String(COUNT), max_count: String(COUNT) })
  })

  test(...requirement('servers.create/reservation-id-returned'), async ({ context }) => {
    const { answer } = await several(context, { ...NUMBERS, return_reservation_id: true })
    const body = (answer.body as Shown | undefined) ?? {}
    demand(
      typeof body.reservation_id === 'string' && body.reservation_id !== '',
      'the answer has no reservation id',
    )
    same(body.server, undefined, 'the server in an answer that was to be a reservation id')
  })

  test(...requirement('servers.create/reservation-ids-differ'), async ({ context }) => {
    const wishes = { return_reservation_id: true }
    const { answer } = await several(context, { ...NUMBERS, ...wishes })
    const alone = await ofMaxCountAlone(context)
    const another = alone.answer.status > 299 ? await make(context, wishes, 1) : alone
    if (another.answer.status > 299)
      throw await blame(context, another.answer, `take ${JSON.stringify(wishes)}`)
    const [first, second] = [answer, another.answer].map(({ body }) => (body as Shown).reservation_id)
    if (typeof first !== 'string' || typeof second !== 'string')
      throw new Blocked('servers.create', 'setup: no reservation id was told')
    demand(first !== second, `two requests were answered with one reservation id, ${first}`)
  })

  test(...requirement('servers.create/reservation-servers-made'), async ({ context }) => {
    const { server, servers } = await several(context, { ...NUMBERS, return_reservation_id: true })
    const statuses = servers.map(({ status }) => status)
    demand(servers.length > 0, 'no server was made under the reservation')
    const failed = servers.find(({ status }) => status === 'ERROR')
    if (failed !== undefined) {
      // As it was listed: by now others may have taken its place.
      const { fault } = failed
      const why = typeof fault?.message === 'string' ? ` (${fault.message})` : ''
      if (tellsNoRoom(why))
        throw new Blocked('capacity', `setup: a server of the reservation went ERROR${why}`)
      // Only what becomes of a server that is asked for alone tells whether it is the reservation that is wrong.
      const alone = await create(context, await creation(context, []))
      const asked = alone.request.server as Shown
      const alike = ['imageRef', 'flavorRef'].every((name) => asked[name] === server[name])
      if (!alike || alone.end !== 'done' || servers.some(({ status }) => status === 'ACTIVE'))
        throw new Blocked('servers.create', `setup: a server of the reservation went ERROR${why}`)
      demand(
        false,
        `every server of the reservation went ERROR${why}, and one that was asked for alone went ACTIVE`,
      )
    }
    // One that hangs, where another came up, hangs for what is the matter on its host.
    if (statuses.includes('BUILD') && statuses.includes('ACTIVE'))
      throw new Blocked('servers.create', 'setup: a server of the reservation stays in BUILD')
    same(
      statuses,
      statuses.map(() => 'ACTIVE'),
      'the statuses of the servers of a reservation',
    )
    const [first, ...others] = servers
    for (const other of others) same(parts(other), parts(first!), 'another server of the same reservation')
  })

  test(...requirement('servers.create/server-returned-without-reservation'), async ({ context }) => {
    const { made } = await attempt(context, MINIMAL)
    if (made.end === 'refused') throw context.unprepared(made.answer)
    const body = bodyOf(made)
    serverIn(made)
    same(body.reservation_id, undefined, 'the reservation id in an answer that was to be a server')
  })

  test(
    'servers.create/server-returned-without-reservation, of several',
    requirement('servers.create/server-returned-without-reservation')[1],
    async ({ context }) => {
      const { answer, servers } = await ofTwoCounts(context)
      context.need(202, answer)
      const { server, reservation_id } = (answer.body as Shown | undefined) ?? {}
      same(reservation_id, undefined, 'the reservation id in an answer that was to be one of several servers')
      const made = servers.map(({ id }) => id)
      if (made.length === 0) throw new Blocked('servers.create', 'setup: none of several servers is listed')
      demand(
        made.includes(server?.id),
        `the answer names the server ${server?.id}, and those that were made are ${made.join(', ')}`,
      )
    },
  )

  test(...requirement('servers.create/one-server-by-default'), async ({ context, compute }) => {
    const { request, server_id } = await created(context, MINIMAL, [])
    const { name } = request.server
    const others = (await named(compute, name)).filter(({ id }) => id !== server_id)
    // A server that failed to build stays beside the one that was asked for in its place.
    const asked = context.run.ledger.open().filter((entry) => entry.kind === 'server' && entry.name === name)
    same(
      Math.max(0, others.length + 1 - asked.length),
      0,
      'the number of servers that were made beside the one that was asked for',
    )
  })

  test(...requirement('servers.create/min-count-over-max-count'), ({ context }) =>
    refusedCreation(
      context,
      'servers.create/min-count-over-max-count',
      withServer({ min_count: 2, max_count: 1 }),
    ),
  )

  test(...requirement('servers.create/count-below-one'), async ({ context }) => {
    for (const counts of [{ min_count: 0 }, { max_count: 0 }])
      await refusedCreation(context, 'servers.create/count-below-one', withServer(counts))
  })
})
