import type { Answer } from '../../fixtures/client/answer.ts'
import { said } from '../../fixtures/client/answer.ts'
import type { TypedClient } from '../../fixtures/client/calls.ts'
import type { Request } from '../../fixtures/client/operation-types.ts'
import { answers, refused } from '../../fixtures/expect/answers.ts'
import { demand, same } from '../../fixtures/expect/demand.ts'
import { eventually } from '../../fixtures/expect/eventually.ts'
import { refuseAllGivenUp } from '../../fixtures/expect/given-up.ts'
import { inTheEnd } from '../../fixtures/expect/in-the-end.ts'
import { refusedAs } from '../../fixtures/expect/refusals.ts'
import { unchanged } from '../../fixtures/expect/unchanged.ts'
import type { Given } from '../../fixtures/given/given.ts'
import { failedHost, livingHost, otherHosts } from '../../fixtures/given/hosts.ts'
import { rootOfProject } from '../../fixtures/given/roots.ts'
import { bringInto } from '../../fixtures/given/status-steps.ts'
import { LEFT_OUT, outside, withAttribute } from '../../fixtures/given/wrong-values.ts'
import { xmlOf } from '../../fixtures/given/xml.ts'
import { Blocked } from '../../fixtures/outcome.ts'
import { LIMITS } from '../../fixtures/resources/watch-server.ts'
import type { Faker } from '../../fixtures/run/faker.ts'
import { GivenServer } from '../../fixtures/run/given-server.ts'
import type { TestContext } from '../../fixtures/run/test-context.ts'
import { derivedRequirement, inTurn, requirement, test } from '../../fixtures/test.ts'
import { attributesOf } from '../../spec/attributes.ts'
import { requirementsOf } from '../../spec/catalogue.ts'
import { operation } from '../../spec/document.ts'
import { unlessUntold } from '../passwords.ts'
import { hostOf } from './current-host.ts'
import { refusals } from './documented-outcome.ts'
import { hostToLeave } from './move-to-host.ts'
import { beforeCall, leavesTheRest } from './rest-unchanged.ts'
import { serverWithAll } from './server-with-all.ts'
import { richServer } from './shelving-rounds.ts'

/** Whether an attribute is one of the arguments of the action. */
const isArgument = ({ path }: { path: string }) => path.includes('.')

// Hosts are declared failed for the length of a test, so these run one after another. Clouds that keep them so after an
// evacuation, until an operator has looked at them, run out of hosts: what is blocked then can be run again by itself.
inTurn(
  'Evacuate server',
  () => {
    type Arguments = Request<'servers.evacuate'>['evacuate']
    const lost = { onSharedStorage: false } as const

    /** @throws Blocked by the environment if the target finds no host for the server */
    const asked = async (admin: TypedClient, server: GivenServer, wanted: Arguments) => {
      const answer = await admin.servers.evacuate({ server_id: server.id, body: { evacuate: wanted } })
      if (answer.status === 400 && /no valid host/i.test(answer.text))
        throw new Blocked('environment', `no host of the target takes the server: ${said(answer)}`)
      return answer
    }

    const evacuate = async (admin: TypedClient, server: GivenServer, wanted: Arguments) =>
      answers(200, await asked(admin, server, wanted))

    /** Waits until an evacuated server rests. */
    const settles = (server: GivenServer) => eventually(server, { status: server.status })

    /** Once it rests, for good, the server is on a host that is as wanted: what is taken may begin a while later. */
    const isOn = async (server: GivenServer, wanted: (host: string | null) => void) => {
      await settles(server)
      const { context } = server
      const look = async () => wanted(await hostOf(context.administrator, server))
      await inTheEnd(context, 'servers.evacuate host', look, LIMITS.rest).catch(async (error: unknown) => {
        await refuseAllGivenUp(context, 'servers.evacuate')
        throw error
      })
      await settles(server)
    }

    /** The server that other actions were tried on, as long as it can be brought back; else one of the test's own. */
    const withAll = async (context: TestContext, given: Given): Promise<GivenServer> => {
      try {
        const server = new GivenServer(context, await serverWithAll(context))
        await bringInto(context, server, 'ACTIVE', () => given.largerFlavorId())
        return server
      } catch (error) {
        if (!(error instanceof Blocked)) throw error
        return (await richServer(context, given)).server
      }
    }

    const passwordIn = ({ body }: Answer<'servers.evacuate'>): unknown => body?.adminPass

    test(...requirement('servers.evacuate/from-failed-host'), async ({ admin, given, context }) => {
      const server = await given.server()
      const left = await hostToLeave(admin, server)
      const [host] = await failedHost(context, left)
      await evacuate(admin, server, { ...lost, host: host! })
      await isOn(server, (found) =>
        demand(found !== left, `the evacuated server is still on the failed host ${left}`),
      )
    })

    test(...requirement('servers.evacuate/refused-while-host-up'), async ({ admin, given, context }) => {
      const server = await given.server()
      const host = await hostToLeave(admin, server)
      await livingHost(context, host)
      // Without another host, that there is none could be the reason for the refusal.
      const [other] = await otherHosts(context, host)
      const body = { evacuate: { ...lost, host: other! } }
      refused(
        refusals('servers.evacuate/refused-while-host-up'),
        await admin.servers.evacuate({ server_id: server.id, body }),
        'for a server whose host is up',
      )
      await unchanged(server)
      same(await hostOf(admin, server), host, 'the host of the server')
    })

    test(...requirement('servers.evacuate/named-host'), async ({ admin, given, context }) => {
      const server = await given.server()
      const [host] = await failedHost(context, await hostToLeave(admin, server))
      await evacuate(admin, server, { ...lost, host: host! })
      await isOn(server, (found) =>
        same(found, host, 'the host of the server that was evacuated to a named one'),
      )
    })

    test(...requirement('servers.evacuate/host-optional'), async ({ admin, given, context }) => {
      const server = await given.server()
      const left = await hostToLeave(admin, server)
      await failedHost(context, left)
      await evacuate(admin, server, lost)
      await isOn(server, (found) =>
        demand(found !== left, `the evacuated server is still on the failed host ${left}`),
      )
    })

    test(...requirement('servers.evacuate/password-echoed'), async ({ admin, given, context }) => {
      const server = await given.server()
      const [host] = await failedHost(context, await hostToLeave(admin, server))
      const adminPass = given.faker.string.alphanumeric(14)
      const answer = await evacuate(admin, server, { ...lost, host: host!, adminPass })
      // Never shown: whoever reads a report must not be able to use it.
      unlessUntold(server, passwordIn(answer))
      demand(passwordIn(answer) === adminPass, 'the password in the answer is not the one that was given')
      await settles(server)
    })

    test(...requirement('servers.evacuate/password-optional'), async ({ admin, given, context }) => {
      const server = await given.server()
      const [host] = await failedHost(context, await hostToLeave(admin, server))
      await evacuate(admin, server, { ...lost, host: host! })
      await settles(server)
    })

    // What becomes of the disks cannot be seen; that the argument is taken, in words as documented, can.
    test(...requirement('servers.evacuate/shared-storage-false'), async ({ admin, given, context }) => {
      const server = await given.server()
      const [host] = await failedHost(context, await hostToLeave(admin, server))
      await evacuate(admin, server, { onSharedStorage: 'False', host: host! })
      await settles(server)
    })

    test(...requirement('servers.evacuate/shared-storage-true'), async ({ admin, given, context }) => {
      const server = await given.server({ fresh: true })
      const [host] = await failedHost(context, await hostToLeave(admin, server))
      // How it ends depends on the storage of the target.
      await evacuate(admin, server, { onSharedStorage: 'True', host: host! })
    })

    // While a server's host is up, every call is refused for that: what else a call is refused for shows where it has failed.
    test(...requirement('servers.evacuate/other-tenant'), async ({ admin, given, context }) => {
      const server = await given.server()
      const [host] = await failedHost(context, await hostToLeave(admin, server))
      const root = await rootOfProject(context, admin, given.unknownId().replaceAll('-', ''))
      const call = { server_id: server.id, body: { evacuate: { ...lost, host: host! } } }
      refusedAs(
        'servers.evacuate/other-tenant',
        await admin.send('servers.evacuate', { ...call, root, probe: true }),
        'for a project that the token is not for',
      )
    })

    test(...requirement('servers.evacuate/host-unknown'), async ({ admin, given, context }) => {
      const server = await given.server()
      await failedHost(context, await hostToLeave(admin, server))
      const body = { evacuate: { ...lost, host: `${given.unknownId()}.invalid` } }
      refusedAs(
        'servers.evacuate/host-unknown',
        await admin.send('servers.evacuate', { server_id: server.id, body, probe: true }),
        'for a host that does not exist',
      )
      await unchanged(server)
    })

    test(...derivedRequirement('servers.evacuate/xml-refused'), async ({ admin, given, context }) => {
      const server = await given.server()
      const [host] = await failedHost(context, await hostToLeave(admin, server))
      const body = xmlOf({ evacuate: { ...lost, host: host! } })
      const call = { server_id: server.id, body, headers: { 'Content-Type': 'application/xml' } }
      refusedAs(
        'servers.evacuate/xml-refused',
        await admin.send('servers.evacuate', { ...call, probe: true }),
        'for a body in XML',
      )
      await unchanged(server)
    })

    for (const attribute of attributesOf(operation('servers.evacuate').request!)) {
      const needed = `servers.evacuate/request.${attribute.path}`
      const typed = `servers.evacuate/request-type.${attribute.path}`
      const split = requirementsOf('servers.evacuate').some(({ id }) => id === typed)
      const values = (faker: Faker) => outside(attribute, faker).map(({ value }) => value)
      const wrong: [string, (faker: Faker) => unknown[]][] = split
        ? [
            [needed, () => [LEFT_OUT]],
            [typed, values],
          ]
        : [[needed, values]]
      // Without its name it is not this action that is called.
      for (const [id, valuesOf] of wrong.slice(isArgument(attribute) ? 0 : 1))
        test(...derivedRequirement(id), async ({ admin, given, context }) => {
          const server = await given.server()
          const [host] = await failedHost(context, await hostToLeave(admin, server))
          const right = { evacuate: { ...lost, host: host! } }
          for (const value of valuesOf(context.faker)) {
            const body = withAttribute(right, attribute.path, value)
            const call = { server_id: server.id, body, probe: true as const }
            const shown = value === LEFT_OUT ? 'without' : `with ${JSON.stringify(value)} for`
            const what = `${shown} ${attribute.path}`.slice(0, 120)
            refusedAs(id, await admin.send('servers.evacuate', call), what)
          }
        })
    }

    // Last: a target may keep the host down for as long as this server is there, and others look at that too.
    test(...requirement('servers.evacuate/rest-unchanged'), async ({ admin, given, context }) => {
      const server = await withAll(context, given)
      const before = await beforeCall(server)
      const [host] = await failedHost(context, await hostToLeave(admin, server))
      context.need(200, await asked(admin, server, { ...lost, host: host! }))
      await settles(server)
      await leavesTheRest('servers.evacuate', server, before)
    })
  },
  { alone: true },
)
